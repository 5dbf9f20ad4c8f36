import { describe, expect, it } from "vitest";

import { aTrade } from "@/testing/agents";

import { sessionTotals, tradeTime, whenFilled } from "./TradesPanel";

const DAY_NS = 86_400e9;

describe("trades of the newest session", () => {
  it("are counted and summed without the sessions before", () => {
    const trades = [aTrade({ bar_ns: DAY_NS, realised: 100 }), aTrade({ bar_ns: 2 * DAY_NS + 1, realised: null }), aTrade({ bar_ns: 2 * DAY_NS + 9, realised: -7 })];
    expect(sessionTotals(trades)).toEqual({ count: 2, realised: -7 });
    expect(sessionTotals([])).toEqual({ count: 0, realised: 0 });
  });
});

describe("the time of a trade", () => {
  const MORNING = Date.UTC(2022, 3, 13, 14, 5) * 1e6;
  const session = Math.floor(MORNING / DAY_NS);

  it("is its session for daily bars, its minute today, and both for an earlier session", () => {
    expect(tradeTime(aTrade({ bar_ns: session * DAY_NS }), session, "America/New_York")).toBe("13 Apr 22");
    expect(tradeTime(aTrade({ bar_ns: MORNING }), session, "America/New_York")).toBe("10:05");
    expect(tradeTime(aTrade({ bar_ns: MORNING - DAY_NS }), session, "America/New_York")).toBe("12 Apr 10:05");
  });
});

describe("when an order fills", () => {
  const daily = { interval: "1d" } as const;
  const minute = { interval: "1m" } as const;

  it("is the next open in a replay, whatever the bars", () => {
    expect(whenFilled("simulate", [minute])).toBe("Orders fill at the open after their decision.");
  });

  it("is the next open at a broker for daily agents alone", () => {
    expect(whenFilled("paper", [daily])).toBe("Orders fill at the open after their decision.");
    expect(whenFilled("paper", [minute])).toBe("Orders go to the broker as they are decided.");
    expect(whenFilled("live", [minute, daily])).toContain("those of daily agents at the next open");
  });
});
