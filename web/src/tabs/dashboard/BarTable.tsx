import { Glyph } from "@/components/Glyph";
import table from "@/components/Table.module.css";
import { decimal, percent } from "@/components/format/number";
import { barName } from "@/components/format/time";
import type { BarSeries } from "@/live/bars";
import { usePreferences } from "@/live/preferences";
import { pinDecision } from "@/live/selection";

import type { DecisionBook } from "./useDecisions";

const ROWS = 200;

/** The chart's twin: the same bars, indicators and decisions as rows, newest first. */
export function BarTable({ series, book, daily }: { series: BarSeries; version: number; book: DecisionBook; daily: boolean }) {
  const zone = usePreferences((state) => state.zone);
  const { bars } = series;
  const newest = Array.from({ length: Math.min(ROWS, bars.t.length) }, (_, back) => bars.t.length - 1 - back);
  return (
    <table className={table.table}>
      <caption className="visually-hidden">
        {series.symbol} {series.interval} bars, newest first
      </caption>
      <thead>
        <tr>
          <th scope="col">Bar</th>
          {["Open", "High", "Low", "Close", "EMA_10", "EMA_50", "RSI", "MACD", "VIX", "Held", "Target", "Conf"].map((name) => (
            <th key={name} scope="col" className={table.num}>
              {name}
            </th>
          ))}
          <th scope="col">Decision</th>
        </tr>
      </thead>
      <tbody>
        {newest.map((at) => {
          const t = bars.t[at] ?? 0;
          const row = book.byBar.get(t);
          return (
            <tr key={t} className={row ? table.pressable : ""} onClick={() => row && pinDecision(row.decision_id)}>
              <td className={table.soft}>{barName(t / 1e6, daily, zone)}</td>
              {[bars.o, bars.h, bars.l, bars.c, bars.ema_10, bars.ema_50].map((column, index) => (
                <td key={index} className={table.num}>
                  {decimal(column[at])}
                </td>
              ))}
              <td className={table.num}>{decimal(bars.rsi[at], 1)}</td>
              <td className={table.num}>{decimal(bars.macd[at], 3)}</td>
              <td className={table.num}>{decimal(bars.vix[at])}</td>
              <td className={table.num}>{percent(row?.current_weight)}</td>
              <td className={table.num}>{percent(row?.target_weight)}</td>
              <td className={table.num}>{decimal(row?.confidence)}</td>
              <td>
                {row && (
                  <button type="button" className={table.rowButton} onClick={() => pinDecision(row.decision_id)}>
                    {row.action !== "hold" && (
                      <Glyph shape={row.action === "buy" ? "up" : "down"} tone={row.action} hollow={row.simulated} size={9} />
                    )}
                    {row.action}
                    {row.order === "refused" ? ", refused" : ""}
                  </button>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
