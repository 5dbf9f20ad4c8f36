import { describe, expect, it } from "vitest";

import { makeBars } from "@/testing/market";

import { changeOf, sourceWord } from "./SymbolPrice";

const DAY_NS = 86_400e9;

describe("the change beside the price", () => {
  it("is of the newest price, against the last close of the session before", () => {
    const times = [20 * DAY_NS + 1e9, 20 * DAY_NS + 2e9, 21 * DAY_NS + 1e9, 21 * DAY_NS + 2e9];
    const bars = makeBars("AAPL", "5m", times, [90, 100, 103, 101], 1, false);
    expect(changeOf({ bars }, 102)).toBeCloseTo(0.02, 10);
  });

  it("is not known in the first session", () => {
    const bars = makeBars("AAPL", "5m", [1e9, 2e9], [90, 100], 1, false);
    expect(changeOf({ bars }, 100)).toBeNull();
    expect(changeOf({ bars: makeBars("AAPL", "5m", [1e9, DAY_NS + 1e9], [90, 100], 1, false) }, undefined)).toBeNull();
  });
});

describe("the source beside the price", () => {
  it("says of an invented market that it is, also where it comes through a broker's gateway", () => {
    expect(sourceWord({ source: "ibkr", synthetic: true })).toBe("Synthetic");
    expect(sourceWord({ source: "ibkr", synthetic: false })).toBe("IBKR");
    expect(sourceWord({ source: null, synthetic: false })).toBe("");
  });
});
