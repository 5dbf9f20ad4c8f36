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

/** Round values inside a range: three to five by the widest step that leaves so many, else two. */
export function ticks(low: number, high: number): number[] {
  const span = high - low;
  if (!(span > 0)) return [low];
  const magnitude = 10 ** Math.floor(Math.log10(span));
  for (const least of [3, 2])
    for (const factor of FACTORS) {
      const step = factor * magnitude;
      const first = Math.ceil(low / step);
      const count = Math.floor(high / step) - first + 1;
      if (count >= least && count <= MOST_TICKS) return Array.from({ length: count }, (_, index) => (first + index) * step);
    }
  return [low, high];
}

const FACTORS = [5, 2, 1, 0.5, 0.2];
const MOST_TICKS = 5;
