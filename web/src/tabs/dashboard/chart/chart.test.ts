import { describe, expect, it } from "vitest";

import { aDecision } from "@/testing/agents";
import { makeBars } from "@/testing/market";

import { faded } from "./colours";
import { markOf } from "./marks";
import { pointsOf, stanceOf } from "./points";
import { ChartTimes } from "./times";

const NY = "America/New_York";
const noon = Date.UTC(2022, 3, 13, 17, 45);

describe("chart times", () => {
  it("reads New York's wall clock for intraday bars", () => {
    expect(new ChartTimes("5m", NY).of(noon * 1e6)).toBe(Date.UTC(2022, 3, 13, 13, 45) / 1000);
  });

  it("leaves session dates of daily bars alone", () => {
    const day = Date.UTC(2022, 3, 13);
    expect(new ChartTimes("1d", NY).of(day * 1e6)).toBe(day / 1000);
  });
});

describe("markers", () => {
  it("mark what became an order or was refused one, and no hold", () => {
    expect(markOf(aDecision({ action: "hold" }))).toBeNull();
    expect(markOf(aDecision({ action: "buy", order: "none" }))).toBeNull();
    expect(markOf(aDecision({ action: "buy", order: "filled", simulated: true }))).toMatchObject({ side: "buy", hollow: true, crossed: false });
    expect(markOf(aDecision({ action: "sell", order: "refused" }))).toMatchObject({ side: "sell", crossed: true });
  });
});

describe("chart points", () => {
  const times = new ChartTimes("5m", NY);
  const bars = makeBars("AAPL", "5m", [1, 2, 3].map((minute) => minute * 300e9), [10, 11, 12], 1, false);

  it("leave a gap where an indicator is not known yet", () => {
    const points = pointsOf(bars, times);
    expect(points.candles).toHaveLength(3);
    expect(points.rsi.every((point) => !("value" in point))).toBe(true);
  });

  it("carry the weight on until the next decision, and show none before the first", () => {
    const decided = new Map([[600e9, aDecision({ current_weight: 0.5, target_weight: 0.9, confidence: 0.7 })]]);
    const { exposure } = stanceOf(bars, times, decided);
    expect(exposure.map((point) => ("value" in point ? point.value : null))).toEqual([null, 0.5, 0.5]);
  });
});

describe("colours", () => {
  it("fade hex colours and leave others as they are", () => {
    expect(faded("#5aa9ff", 0.5)).toBe("#5aa9ff80");
    expect(faded("#fff", 1)).toBe("#ffffffff");
    expect(faded("red", 0.5)).toBe("red");
  });
});
