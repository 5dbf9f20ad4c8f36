import { lazy, Suspense, useMemo, useState } from "react";

import { Button } from "@/components/Button";
import { Chip } from "@/components/Chip";
import { Glyph } from "@/components/Glyph";
import { Panel } from "@/components/Panel";
import { Segmented } from "@/components/Segmented";
import { decimal } from "@/components/format/number";
import { barName, clock, day } from "@/components/format/time";
import { getBars } from "@/api/bars";
import type { Agent, Interval } from "@/contract/generated";
import { MOST_BARS } from "@/live/bars";
import { usePreferences } from "@/live/preferences";
import { hoverDecision, pinDecision, useSelection } from "@/live/selection";
import { useAge } from "@/live/selectors";
import { useLive } from "@/live/store";
import { useBars, useBarVersion } from "@/live/useBars";

import { BarTable } from "./BarTable";
import type { Level } from "./chart/Levels";
import { trueScale } from "./chart/trueScale";
import styles from "./ChartPanel.module.css";
import { levelsOf } from "./levelsOf";
import type { Chosen } from "./useChosen";
import type { DecisionBook } from "./useDecisions";

const ChartView = lazy(async () => {
  await trueScale();
  return import("./ChartView");
});

const INTERVALS: readonly (readonly [Interval, string])[] = [
  ["1m", "1m"],
  ["5m", "5m"],
  ["15m", "15m"],
  ["1d", "1d"],
];

export function ChartPanel({ agent, book, chosen }: { agent: Agent; book: DecisionBook; chosen: Chosen }) {
  const [interval, setInterval] = useState<Interval>(agent.interval);
  const [table, setTable] = useState(false);
  const series = useBars(agent.symbol, interval);
  const version = useBarVersion(series);
  const { ageMs, staleAfterMs } = useAge(series.asOfNs || null);
  const { theme, pair } = usePreferences();
  const lines = useLevels(agent);
  const kill = useKillMoment();
  const jump = useSelection((state) => state.jump);
  const older = useMemo(() => olderLoader(series), [series]);
  const absent = useAbsent(agent.symbol);

  const empty = absent.includes(interval) || (series.loaded && series.bars.t.length === 0);
  return (
    <Panel
      label={`${agent.symbol} chart`}
      title={<Title symbol={agent.symbol} last={agent.last ?? series.bars.c.at(-1)} />}
      className={styles.panel}
      bodyClassName={styles.body}
      note={
        <div className={styles.tools}>
          <Segmented
            label="Interval"
            options={INTERVALS}
            value={interval}
            onChange={setInterval}
            disabled={absent.filter((each) => each !== agent.interval)}
            disabledReason={`No agent asks for ${agent.symbol} bars of this interval`}
          />
          <Legend />
        </div>
      }
      aside={
        <>
          <span className={styles.chips}>
            {series.synthetic && <Chip kind="warn">SYNTHETIC</Chip>}
            {series.bars.in_sample.at(-1) === true && <Chip title="The model was trained on these bars">IN SAMPLE</Chip>}
          </span>
          <FormingBar interval={interval} lastNs={series.bars.t.at(-1)} />
        </>
      }
      ageMs={ageMs}
      staleAfterMs={staleAfterMs}
      controls={
        <Button aria-pressed={table} onClick={() => setTable(!table)}>
          {table ? "Chart view" : "Table view"}
        </Button>
      }
    >
      {table && <BarTable series={series} version={version} book={book} daily={interval === "1d"} />}
      {!table && empty && (
        <p className={styles.empty}>
          No {interval} bars of {agent.symbol} yet. {agent.id} decides on {agent.interval} bars.
        </p>
      )}
      {!table && !empty && (
        <Suspense fallback={<p className={styles.empty}>Loading the chart</p>}>
          <ChartView
            key={`${agent.symbol}:${interval}:${theme}:${pair}`}
            series={series}
            version={version}
            decisions={interval === agent.interval ? book.byBar : NO_DECISIONS}
            chosen={interval === agent.interval ? chosen.row : null}
            lines={lines}
            kill={kill}
            jump={jump}
            onHover={hoverDecision}
            onPick={pinDecision}
            onNeedOlder={older}
          />
        </Suspense>
      )}
    </Panel>
  );
}

/** On a phone the price stands here: the top bar has no room for it. */
function Title({ symbol, last }: { symbol: string; last: number | undefined }) {
  return (
    <>
      <span className={styles.price}>{decimal(last)}</span>
      <span className={styles.symbol}>{symbol}</span>
    </>
  );
}

const NO_DECISIONS: DecisionBook["byBar"] = new Map();

/** Fetches the page before the first bar, one at a time, up to what the chart can carry. */
function olderLoader(series: ReturnType<typeof useBars>): () => void {
  let busy = false;
  return () => {
    const first = series.bars.t[0];
    if (busy || first === undefined || series.bars.t.length >= MOST_BARS) return;
    busy = true;
    getBars(series.symbol, series.interval, first)
      .then((bars) => series.prepend(bars))
      .catch(() => undefined) // the next scroll asks again
      .finally(() => {
        busy = false;
      });
  };
}

/** A replay is its bars; live there are prices between them. */
function useLevels(agent: Agent): readonly Level[] {
  const position = useLive((state) => state.positions?.items.find((each) => each.agent_id === agent.id && each.symbol === agent.symbol));
  const live = useLive((state) => state.status?.feed.state === "live");
  const newer = live ? agent.last : null;
  return useMemo(() => levelsOf(position, newer), [position, newer]);
}

/** Where the kill fell on the market's own time line. */
function useKillMoment(): { ns: number; label: string } | null {
  const zone = usePreferences((state) => state.zone);
  const ns = useLive((state) => (state.status?.killed ? state.status.kill.market_ns : 0));
  const since = useLive((state) => state.status?.kill.since_ns ?? 0);
  return useMemo(() => (ns === 0 ? null : { ns, label: `KILL ${clock(since / 1e6, zone)}` }), [ns, since, zone]);
}

/** Intervals the platform has no bars of. */
function useAbsent(symbol: string): readonly Interval[] {
  const series = useLive((state) => state.status?.series);
  return useMemo(() => INTERVALS.map(([each]) => each).filter((each) => series?.includes(`${symbol} ${each}`) === false), [series, symbol]);
}

function Legend() {
  return (
    <ul className={styles.legend} aria-label="Markers">
      <li>
        <Glyph shape="up" tone="buy" size={9} /> buy
      </li>
      <li>
        <Glyph shape="down" tone="sell" size={9} /> sell
      </li>
      <li>
        <Glyph shape="up" tone="buy" size={9} hollow /> simulated
      </li>
      <li>
        <span className={styles.crossed} aria-hidden="true">
          <Glyph shape="up" tone="buy" size={9} hollow />
        </span>
        refused
      </li>
    </ul>
  );
}

function FormingBar({ interval, lastNs }: { interval: Interval; lastNs: number | undefined }) {
  const zone = usePreferences((state) => state.zone);
  const feed = useLive((state) => state.status?.feed.state);
  if (lastNs === undefined) return null;
  const verb = feed === "replaying" ? "replaying, bar" : feed === "ended" ? "ended at" : "bar";
  return (
    <span className={styles.forming}>
      {verb} {interval === "1d" ? "" : `${day(lastNs / 1e6, zone)} `}
      {barName(lastNs / 1e6, interval === "1d", zone)}
    </span>
  );
}

