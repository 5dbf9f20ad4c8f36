import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";

import { Button } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { useNarrow } from "@/components/useNarrow";
import type { DecisionRow } from "@/contract/generated";
import type { BarSeries } from "@/live/bars";
import { usePreferences } from "@/live/preferences";

import type { Level } from "./chart/Levels";
import { readColours } from "./chart/colours";
import { PriceChart } from "./chart/PriceChart";
import styles from "./ChartView.module.css";
import { PaneLegend } from "./PaneLegend";

type Props = {
  series: BarSeries;
  version: number;
  decisions: ReadonlyMap<number, DecisionRow>;
  chosen: DecisionRow | null;
  lines: readonly Level[];
  kill: { ns: number; label: string } | null;
  jump: { barNs: number } | null;
  onHover: (id: string | null) => void;
  onPick: (id: string) => void;
  onNeedOlder: () => void;
};

/** Holds the canvas and keeps it in step with the page. Default export: the chart is loaded when first shown. */
export default function ChartView({ series, version, decisions, chosen, lines, kill, jump, onHover, onPick, onNeedOlder }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<PriceChart | null>(null);
  const [back, setBack] = useState(false);
  const [index, setIndex] = useState<number | null>(null);
  const zone = usePreferences((state) => state.zone);
  const full = !useNarrow();
  const tops = usePaneTops(chart, place);

  const hover = useEffectEvent(onHover);
  const pick = useEffectEvent(onPick);
  const needOlder = useEffectEvent(onNeedOlder);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = new PriceChart(element, series, readColours(document.documentElement), zone, full, {
      onPointer: (pointer) => {
        setIndex(pointer?.index ?? null);
        hover(pointer?.decisionId ?? null);
      },
      onPick: (id) => pick(id),
      onScrolledBack: setBack,
      onNeedOlder: () => needOlder(),
    });
    setChart(made);
    return () => {
      setChart(null);
      made.remove();
    };
  }, [series, zone, full]);

  useEffect(() => chart?.showDecisions(decisions), [chart, decisions]);
  useEffect(() => chart?.showLines(lines), [chart, lines]);
  useEffect(() => chart?.showKill(kill), [chart, kill]);
  useEffect(() => chart?.choose(chosen), [chart, chosen]);
  useEffect(() => {
    if (jump) chart?.goTo(jump.barNs);
  }, [chart, jump]);

  return (
    <div className={styles.view}>
      <div ref={place} className={styles.canvas} role="img" aria-label="Price chart. The same figures are in the table view." />
      <PaneLegend series={series} version={version} index={index} decisions={decisions} tops={tops} full={full} />
      {back && (
        <Button className={styles.live} onClick={() => chart?.goLive()}>
          Live <Icon name="arrow" size={12} />
        </Button>
      )}
    </div>
  );
}

function usePaneTops(chart: PriceChart | null, place: React.RefObject<HTMLDivElement | null>): readonly number[] {
  const [tops, setTops] = useState<readonly number[]>([]);
  useLayoutEffect(() => {
    const element = place.current;
    if (!chart || !element) return;
    const measure = (): void => {
      requestAnimationFrame(() => setTops(chart.paneTops()));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [chart, place]);
  return tops;
}
