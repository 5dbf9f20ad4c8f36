import { describe, expect, it } from "vitest";

import type { Bars } from "@/contract/generated";
import { makeBars } from "@/testing/market";

import { BarSeries, type Change, MOST_BARS } from "./bars";

function bars(times: number[], close = 10): Bars {
  return makeBars("AAPL", "5m", times, times.map(() => close), 1, false);
}
const update = (of: Bars, gap = false) => ({ kind: "bars" as const, bars: of, gap });

describe("a bar series", () => {
  it("replaces the bar that is forming and appends the next", () => {
    const series = new BarSeries("AAPL", "5m");
    const changes: Change[] = [];
    series.load(bars([1, 2]));
    series.subscribe((change) => changes.push(change));
    series.merge(update(bars([2, 3], 11)));
    expect(series.bars.t).toEqual([1, 2, 3]);
    expect(series.bars.c).toEqual([10, 11, 11]);
    expect(changes).toEqual([{ kind: "from", index: 1 }]);
  });

  it("keeps what came over the feed while its history was on the way", () => {
    const series = new BarSeries("AAPL", "5m");
    series.merge(update(bars([5], 12)));
    series.load(bars([3, 4]));
    expect(series.bars.t).toEqual([3, 4, 5]);
  });

  it("knows that bars are missing until its history was loaded again", () => {
    const series = new BarSeries("AAPL", "5m");
    series.merge(update(bars([9]), true));
    expect(series.hole).toBe(true);
    series.load(bars([7, 8, 9]));
    expect(series.hole).toBe(false);
  });

  it("asks for its history again once a split has put a known bar on another scale", () => {
    const series = new BarSeries("AAPL", "1d");
    series.load(bars([1, 2], 500));
    series.merge(update(bars([2, 3], 500)));
    expect(series.hole).toBe(false);
    series.merge(update(bars([3, 4], 125)));
    expect(series.hole).toBe(true);
    series.load(bars([1, 2, 3, 4], 125));
    expect(series.hole).toBe(false);
    expect(series.bars.c).toEqual([125, 125, 125, 125]);
  });

  it("puts older bars in front without doubling the first", () => {
    const series = new BarSeries("AAPL", "5m");
    series.load(bars([5, 6]));
    series.prepend(bars([3, 4, 5]));
    expect(series.bars.t).toEqual([3, 4, 5, 6]);
    expect(series.bars.rsi).toHaveLength(4);
  });

  it("does not grow without end", () => {
    const series = new BarSeries("AAPL", "5m");
    series.load(bars(Array.from({ length: MOST_BARS }, (_, index) => index)));
    series.merge(update(bars([MOST_BARS])));
    expect(series.bars.t.length).toBeLessThanOrEqual(MOST_BARS);
    expect(series.bars.t.at(-1)).toBe(MOST_BARS);
    expect(series.more).toBe(true);
  });
});
