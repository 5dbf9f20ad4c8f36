import { describe, expect, it } from "vitest";

import { thin, ticks, withNewer } from "./equityShape";

const point = (t: number, equity: number) => ({ kind: "equity" as const, agent: "", t, equity, drawdown: 0, benchmark: null, weight: null, confidence: null, as_of_ns: 0 });

describe("the equity curve", () => {
  it("replaces the newest point, appends newer ones, and ignores what is older than its history", () => {
    const curve = withNewer(undefined, [point(1, 10), point(2, 11), point(2, 12), point(1, 99)]);
    expect(curve.t).toEqual([1, 2]);
    expect(curve.equity).toEqual([10, 12]);
  });

  it("is thinned without losing its last point", () => {
    expect(thin(3, 10)).toEqual([0, 1, 2]);
    expect(thin(1_000, 7).at(-1)).toBe(999);
    expect(thin(1_000, 7)).toHaveLength(7);
  });

  it("has a few round ticks", () => {
    expect(ticks(99_300, 108_200)).toEqual([100_000, 102_000, 104_000, 106_000, 108_000]);
    expect(ticks(86_900, 89_800)).toEqual([87_000, 88_000, 89_000]);
    expect(ticks(5, 5)).toEqual([5]);
  });

  it("has two ticks at least, however the range lies", () => {
    for (let span = 1; span < 1e6; span *= 1.37)
      for (const low of [0, 0.31, 7.9, 12_345.6, 99_999]) {
        const found = ticks(low, low + span);
        expect(found.length).toBeGreaterThanOrEqual(2);
        expect(found.length).toBeLessThanOrEqual(5);
        expect(found.every((each) => each >= low - 1e-6 && each <= low + span + 1e-6)).toBe(true);
      }
  });
});
