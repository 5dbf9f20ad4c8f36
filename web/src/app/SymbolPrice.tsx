import { Age } from "@/components/Age";
import { decimal, signedPercent } from "@/components/format/number";
import type { Agent, Source } from "@/contract/generated";
import type { BarSeries } from "@/live/bars";
import { useFocusAgent, usePriceAge } from "@/live/selectors";
import { useBars, useBarVersion } from "@/live/useBars";

import styles from "./SymbolPrice.module.css";

const SOURCES: Record<Source, string> = { csv: "CSV", yahoo: "Yahoo", synthetic: "Synthetic", ibkr: "IBKR" };
const DAY_NS = 86_400e9;

/** The symbol in focus, its last price and its change against the session before. */
export function SymbolPrice() {
  const agent = useFocusAgent();
  return agent ? <Price agent={agent} /> : <div className={styles.price} />;
}

function Price({ agent }: { agent: Agent }) {
  const series = useBars(agent.symbol, agent.interval);
  useBarVersion(series);
  const { ageMs, staleAfterMs } = usePriceAge(agent.last_ns || series.asOfNs);
  const last = agent.last ?? series.bars.c.at(-1);
  const change = changeOf(series, last);
  const stale = ageMs !== null && ageMs >= staleAfterMs;
  return (
    <div className={styles.price}>
      <div className={styles.label}>
        <b>{agent.symbol}</b> {sourceWord(series)} <Age ms={ageMs} staleAfterMs={staleAfterMs} />
      </div>
      <div className={styles.number} data-stale={stale}>
        {decimal(last)}{" "}
        {change !== null && <span className={change < 0 ? styles.loss : styles.gain}>{signedPercent(change)}</span>}
      </div>
    </div>
  );
}

/** Where prices come from; an invented market also says so where they come as a broker's. */
export function sourceWord({ source, synthetic }: Pick<BarSeries, "source" | "synthetic">): string {
  if (synthetic) return SOURCES.synthetic;
  return source ? SOURCES[source] : "";
}

/** Of the newest price, against the last close of the session before; daily bars: against the bar before. */
export function changeOf(series: Pick<BarSeries, "bars">, last: number | undefined): number | null {
  const { t, c } = series.bars;
  const lastT = t.at(-1);
  if (last === undefined || lastT === undefined) return null;
  const session = Math.floor(lastT / DAY_NS);
  const before = t.findLastIndex((each) => Math.floor(each / DAY_NS) < session);
  const base = c[before];
  return base ? last / base - 1 : null;
}
