import { describe, expect, it } from "vitest";

import { aTrade } from "@/testing/agents";

import { sessionTotals } from "./TradesPanel";

const DAY_NS = 86_400e9;

describe("trades of the newest session", () => {
  it("are counted and summed without the sessions before", () => {
    const trades = [aTrade({ bar_ns: DAY_NS, realised: 100 }), aTrade({ bar_ns: 2 * DAY_NS + 1, realised: null }), aTrade({ bar_ns: 2 * DAY_NS + 9, realised: -7 })];
    expect(sessionTotals(trades)).toEqual({ count: 2, realised: -7 });
    expect(sessionTotals([])).toEqual({ count: 0, realised: 0 });
  });
});
