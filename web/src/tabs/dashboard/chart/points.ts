import type { CandlestickData, HistogramData, LineData, UTCTimestamp, WhitespaceData } from "lightweight-charts";

import type { DecisionRow } from "@/contract/generated";
import type { BarColumns } from "@/live/bars";

import type { ChartTimes } from "./times";

export type LinePoint = LineData<UTCTimestamp> | WhitespaceData<UTCTimestamp>;
export type HistogramPoint = HistogramData<UTCTimestamp> | WhitespaceData<UTCTimestamp>;

export type Points = {
  candles: CandlestickData<UTCTimestamp>[];
  ema10: LinePoint[];
  ema50: LinePoint[];
  rsi: LinePoint[];
  macd: LinePoint[];
  signal: LinePoint[];
  histogram: HistogramPoint[];
  vix: LinePoint[];
};

export function line(time: UTCTimestamp, value: number | null | undefined): LinePoint {
  return value === null || value === undefined ? { time } : { time, value };
}

/** Chart points of the bars from `first` on. */
export function pointsOf(bars: BarColumns, times: ChartTimes, first = 0): Points {
  const points: Points = { candles: [], ema10: [], ema50: [], rsi: [], macd: [], signal: [], histogram: [], vix: [] };
  for (let index = first; index < bars.t.length; index += 1) {
    const time = times.of(bars.t[index] ?? 0);
    const macd = bars.macd[index];
    const signal = bars.macd_signal[index];
    points.candles.push({
      time,
      open: bars.o[index] ?? 0,
      high: bars.h[index] ?? 0,
      low: bars.l[index] ?? 0,
      close: bars.c[index] ?? 0,
    });
    points.ema10.push(line(time, bars.ema_10[index]));
    points.ema50.push(line(time, bars.ema_50[index]));
    points.rsi.push(line(time, bars.rsi[index]));
    points.macd.push(line(time, macd));
    points.signal.push(line(time, signal));
    points.histogram.push(typeof macd === "number" && typeof signal === "number" ? { time, value: macd - signal } : { time });
    points.vix.push(line(time, bars.vix[index]));
  }
  return points;
}

/** Weight held and confidence at each bar; nothing before the first decision, the last one goes on until the next. What was
 * wanted but refused is no exposure: the Why card tells it. */
export function stanceOf(
  bars: BarColumns,
  times: ChartTimes,
  decisions: ReadonlyMap<number, DecisionRow>,
): { exposure: LinePoint[]; confidence: LinePoint[] } {
  const exposure: LinePoint[] = [];
  const confidence: LinePoint[] = [];
  let inForce: DecisionRow | undefined;
  for (const t of bars.t) {
    inForce = decisions.get(t) ?? inForce;
    const time = times.of(t);
    exposure.push(line(time, inForce?.current_weight));
    confidence.push(line(time, inForce?.confidence));
  }
  return { exposure, confidence };
}
