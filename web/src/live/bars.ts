import type { Bars, BarsUpdate, Interval, Source } from "@/contract/generated";

/** More than this makes marker updates slow; older bars are fetched when somebody scrolls back to them. */
export const MOST_BARS = 5_000;

type Column = "o" | "h" | "l" | "c" | "v" | "ema_10" | "ema_50" | "rsi" | "macd" | "macd_signal" | "vix" | "in_sample";
const COLUMNS: readonly Column[] = ["o", "h", "l", "c", "v", "ema_10", "ema_50", "rsi", "macd", "macd_signal", "vix", "in_sample"];

export type Change = { kind: "all" } | { kind: "from"; index: number };
type Listener = (change: Change) => void;

export type BarColumns = Pick<Bars, Column | "t">;

/** The bars of one symbol and interval. Charts attach to it directly: live bars never become React state. */
export class BarSeries {
  bars: BarColumns = { t: [], o: [], h: [], l: [], c: [], v: [], ema_10: [], ema_50: [], rsi: [], macd: [], macd_signal: [], vix: [], in_sample: [] };
  source: Source | null = null;
  synthetic = false;
  more = false;
  asOfNs = 0;
  version = 0;
  loaded = false;
  hole = false;
  private readonly listeners = new Set<Listener>();

  constructor(
    readonly symbol: string,
    readonly interval: Interval,
  ) {}

  subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** History from REST: what is already here and newer stays behind it. */
  load(history: Bars): void {
    const tail = this.bars;
    this.take(history);
    this.bars = copyOf(history);
    this.more = history.more;
    this.loaded = true;
    this.hole = false;
    const last = history.t.at(-1) ?? 0;
    const firstNewer = tail.t.findIndex((t) => t > last);
    if (firstNewer >= 0) append(this.bars, tail, firstNewer);
    this.publish({ kind: "all" });
  }

  /** The platform has no such series (yet). */
  none(): void {
    this.loaded = true;
    this.publish({ kind: "all" });
  }

  /** Older bars in front of the first. */
  prepend(history: Bars): void {
    const first = this.bars.t[0] ?? Number.POSITIVE_INFINITY;
    const older = copyOf(history);
    const end = older.t.findIndex((t) => t >= first);
    const joined = end >= 0 ? sliceOf(older, 0, end) : older;
    append(joined, this.bars, 0);
    this.bars = joined;
    this.more = history.more;
    this.publish({ kind: "all" });
  }

  merge(update: BarsUpdate): void {
    const { bars } = update;
    this.take(bars);
    this.hole ||= update.gap;
    let from = this.bars.t.length;
    bars.t.forEach((t, index) => {
      const at = this.bars.t.lastIndexOf(t);
      const last = this.bars.t.at(-1) ?? 0;
      if (at >= 0) {
        this.hole ||= this.bars.o[at] !== bars.o[index]; // an open never changes but by a split: what came before is on another scale
        put(this.bars, at, bars, index);
        from = Math.min(from, at);
      } else if (t > last) put(this.bars, this.bars.t.length, bars, index);
    });
    if (this.bars.t.length > MOST_BARS) {
      this.bars = sliceOf(this.bars, this.bars.t.length - Math.floor(MOST_BARS * 0.8));
      this.more = true;
      this.publish({ kind: "all" });
    } else this.publish({ kind: "from", index: from });
  }

  private take(bars: Bars): void {
    this.source = bars.source;
    this.synthetic = bars.synthetic;
    this.asOfNs = Math.max(this.asOfNs, bars.as_of_ns);
  }

  private publish(change: Change): void {
    this.version += 1;
    for (const listener of this.listeners) listener(change);
  }
}

function copyOf(bars: Bars): BarColumns {
  return sliceOf(bars, 0);
}

function sliceOf(bars: BarColumns, from: number, to?: number): BarColumns {
  const { t, o, h, l, c, v, ema_10, ema_50, rsi, macd, macd_signal, vix, in_sample } = bars;
  const cut = <Item>(column: Item[]): Item[] => column.slice(from, to);
  return {
    t: cut(t),
    o: cut(o),
    h: cut(h),
    l: cut(l),
    c: cut(c),
    v: cut(v),
    ema_10: cut(ema_10),
    ema_50: cut(ema_50),
    rsi: cut(rsi),
    macd: cut(macd),
    macd_signal: cut(macd_signal),
    vix: cut(vix),
    in_sample: cut(in_sample),
  };
}

function put(into: BarColumns, at: number, from: BarColumns, index: number): void {
  into.t[at] = from.t[index] ?? 0;
  for (const column of COLUMNS) (into[column] as unknown[])[at] = from[column][index];
}

function append(into: BarColumns, from: BarColumns, first: number): void {
  for (let index = first; index < from.t.length; index += 1) put(into, into.t.length, from, index);
}

const book = new Map<string, BarSeries>();

export function barChannel(symbol: string, interval: Interval): string {
  return `bars:${symbol}:${interval}`;
}

/** The one series of this symbol and interval; made when first asked for. */
export function barSeries(symbol: string, interval: Interval): BarSeries {
  const key = barChannel(symbol, interval);
  let series = book.get(key);
  if (!series) {
    series = new BarSeries(symbol, interval);
    book.set(key, series);
  }
  return series;
}

export function mergeBars(update: BarsUpdate): void {
  barSeries(update.bars.symbol, update.bars.interval).merge(update);
}
