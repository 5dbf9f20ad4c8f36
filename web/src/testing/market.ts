import type { Bars, Interval } from "@/contract/generated";

/** A small repeatable generator (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const STEP_NS: Record<Interval, number> = { "1m": 60e9, "5m": 300e9, "15m": 900e9, "1d": 86_400e9 };
const SESSION_BARS = 78;
const FIRST_MINUTE = 13.5 * 3_600e9; // 09:30 New York in summer
const DAY_NS = 86_400e9;

/** Bar times of regular sessions, weekdays only, ending with `partial` bars of the session of `lastDayMs`. */
export function sessionTimes(interval: Interval, lastDayMs: number, sessions: number, partial: number): number[] {
  const days: number[] = [];
  for (let day = Math.floor(lastDayMs / 86_400_000); days.length < sessions; day -= 1) {
    const weekday = (day + 4) % 7;
    if (weekday !== 0 && weekday !== 6) days.unshift(day * DAY_NS);
  }
  if (interval === "1d") return days;
  return days.flatMap((day, index) => {
    const count = index === days.length - 1 ? partial : SESSION_BARS;
    return Array.from({ length: count }, (_, bar) => day + FIRST_MINUTE + bar * STEP_NS[interval]);
  });
}

/** Prices that pass near the waypoints, with the noise of a market. */
export function walk(times: readonly number[], waypoints: readonly number[], noise: number, seed: number): number[] {
  const random = seeded(seed);
  let swing = 0;
  return times.map((_, index) => {
    const at = (index / Math.max(times.length - 1, 1)) * (waypoints.length - 1);
    const left = waypoints[Math.floor(at)] ?? 0;
    const right = waypoints[Math.min(Math.ceil(at), waypoints.length - 1)] ?? left;
    swing = swing * 0.82 + (random() + random() - 1) * noise;
    return left + (right - left) * (at % 1) + swing;
  });
}

function ema(values: readonly number[], span: number): number[] {
  const share = 2 / (span + 1);
  let last = values[0] ?? 0;
  return values.map((value) => {
    last += share * (value - last);
    return last;
  });
}

function rsi(values: readonly number[]): (number | null)[] {
  let up = 0;
  let down = 0;
  return values.map((value, index) => {
    const change = value - (values[index - 1] ?? value);
    up = (up * 13 + Math.max(change, 0)) / 14;
    down = (down * 13 + Math.max(-change, 0)) / 14;
    return index < 14 ? null : 100 - 100 / (1 + up / Math.max(down, 1e-9));
  });
}

const two = (value: number): number => Math.round(value * 100) / 100;

/** Invented bars with their indicators. */
export function makeBars(symbol: string, interval: Interval, times: readonly number[], closes: readonly number[], asOfNs: number, synthetic: boolean): Bars {
  const random = seeded(symbol.length * 7 + closes.length);
  const c = closes.map(two);
  const o = c.map((close, index) => two(c[index - 1] ?? close));
  const wick = (Math.max(...closes) - Math.min(...closes)) * 0.03;
  const fast = ema(c, 12);
  const slow = ema(c, 26);
  const macd = fast.map((value, index) => value - (slow[index] ?? 0));
  const vix = walk(times, [24.6, 23.2, 22.6, 24.4, 23, 22.4], 0.12, 5);
  return {
    symbol,
    interval,
    source: synthetic ? "synthetic" : "ibkr",
    synthetic,
    t: [...times],
    o,
    h: c.map((close, index) => two(Math.max(close, o[index] ?? close) + random() * wick)),
    l: c.map((close, index) => two(Math.min(close, o[index] ?? close) - random() * wick)),
    c,
    v: c.map(() => Math.round(50_000 + random() * 90_000)),
    ema_10: ema(c, 10),
    ema_50: ema(c, 50),
    rsi: rsi(c),
    macd,
    macd_signal: ema(macd, 9),
    vix: vix.map(two),
    in_sample: times.map((_, index) => synthetic && index < times.length * 0.35),
    more: false,
    as_of_ns: asOfNs,
    market_ns: times.at(-1) ?? 0,
  };
}
