import type { Equity, EquityUpdate } from "@/contract/generated";

export type Curve = { t: number[]; equity: number[]; drawdown: number[]; benchmark: (number | null)[] };

/** History with what the feed has added since: a newer time is a new point, the same time replaces. */
export function withNewer(history: Equity | undefined, added: readonly EquityUpdate[]): Curve {
  const curve: Curve = history
    ? { t: [...history.t], equity: [...history.equity], drawdown: [...history.drawdown], benchmark: [...history.benchmark] }
    : { t: [], equity: [], drawdown: [], benchmark: [] };
  for (const point of added) {
    const last = curve.t.at(-1) ?? Number.NEGATIVE_INFINITY;
    if (point.t < last) continue;
    const at = point.t === last ? curve.t.length - 1 : curve.t.length;
    curve.t[at] = point.t;
    curve.equity[at] = point.equity;
    curve.drawdown[at] = point.drawdown;
    curve.benchmark[at] = point.benchmark;
  }
  return curve;
}

/** At most `most` points: the last of each stretch, so that the newest point is always there. */
export function thin(length: number, most: number): number[] {
  if (length <= most) return Array.from({ length }, (_, index) => index);
  return Array.from({ length: most }, (_, index) => Math.round(((index + 1) * length) / most) - 1);
}

/** Two to four round values inside a range. */
export function ticks(low: number, high: number): number[] {
  const span = high - low;
  if (!(span > 0)) return [low];
  const rough = span / 3;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * magnitude).find((each) => each >= rough) ?? rough;
  const found: number[] = [];
  for (let value = Math.ceil(low / step) * step; value <= high; value += step) found.push(value);
  return found;
}
