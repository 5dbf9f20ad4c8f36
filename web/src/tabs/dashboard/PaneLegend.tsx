import type { ReactNode } from "react";

import { decimal, percent, signedPercent } from "@/components/format/number";
import type { DecisionRow } from "@/contract/generated";
import type { BarSeries } from "@/live/bars";

import styles from "./PaneLegend.module.css";

const DAY_NS = 86_400e9;

type Props = {
  series: BarSeries;
  version: number;
  index: number | null;
  decisions: ReadonlyMap<number, DecisionRow>;
  tops: readonly number[];
  full: boolean;
};

/** The figures of the bar under the pointer, else of the last one, at the top of each pane. */
export function PaneLegend({ series, index, decisions, tops, full }: Props) {
  const { bars } = series;
  const at = index !== null && index < bars.t.length ? index : bars.t.length - 1;
  if (at < 0) return null;
  const row = inForce(bars.t, decisions, at);
  const macd = bars.macd[at];
  const signal = bars.macd_signal[at];
  return (
    <div className={styles.legends} aria-hidden="true">
      <Line top={tops[0] ?? 0}>
        {(full ? (["o", "h", "l", "c"] as const) : []).map((name) => (
          <span key={name}>
            <i>{name.toUpperCase()}</i> {decimal(bars[name][at])}
          </span>
        ))}
        <span>
          <b className={styles.ema10}>EMA_10</b> {decimal(bars.ema_10[at])}
        </span>
        <span>
          <b className={styles.ema50}>EMA_50</b> {decimal(bars.ema_50[at])}
        </span>
      </Line>
      {full && tops.length >= 5 && (
        <>
          <Line top={tops[1] ?? 0}>
            <span>
              <b>RSI</b> <i>14</i>
            </span>
            <span>{decimal(bars.rsi[at], 1)}</span>
          </Line>
          <Line top={tops[2] ?? 0}>
            <span>
              <b>MACD</b> <i>12 26 9</i>
            </span>
            <span>{decimal(macd, 3)}</span>
            <span>
              <i>signal</i> {decimal(signal, 3)}
            </span>
            <span>
              <i>hist</i> {decimal(typeof macd === "number" && typeof signal === "number" ? macd - signal : null, 3)}
            </span>
          </Line>
          <Line top={tops[3] ?? 0}>
            <b>VIX</b>
            <span>{decimal(bars.vix[at])}</span>
            <i>{change(bars.vix[at], sessionBefore(bars.t, bars.vix, at))}</i>
          </Line>
          <Line top={tops[4] ?? 0}>
            <span>
              <b className={styles.exposure}>Exposure</b> {percent(row?.current_weight)}
            </span>
            {row?.confidence !== null && (
              <span>
                <i>┄</i> <b>Confidence</b> {decimal(row?.confidence)}
              </span>
            )}
          </Line>
        </>
      )}
    </div>
  );
}

function Line({ top, children }: { top: number; children: ReactNode }) {
  return (
    <div className={styles.line} style={{ transform: `translateY(${top}px)` }}>
      {children}
    </div>
  );
}

function inForce(t: readonly number[], decisions: ReadonlyMap<number, DecisionRow>, at: number): DecisionRow | undefined {
  for (let back = at; back >= 0 && back > at - 400; back -= 1) {
    const row = decisions.get(t[back] ?? -1);
    if (row) return row;
  }
  return undefined;
}

/** The value at the end of the session before: a daily figure does not move from bar to bar. */
function sessionBefore(t: readonly number[], column: readonly (number | null)[], at: number): number | null | undefined {
  const session = Math.floor((t[at] ?? 0) / DAY_NS);
  for (let back = at - 1; back >= 0; back -= 1) if (Math.floor((t[back] ?? 0) / DAY_NS) < session) return column[back];
  return null;
}

function change(now: number | null | undefined, before: number | null | undefined): string {
  return typeof now === "number" && typeof before === "number" && before !== 0 ? `${signedPercent(now / before - 1, 1)} d/d` : "";
}
