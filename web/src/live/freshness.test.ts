import { describe, expect, it } from "vitest";

import { ageMs, linkOf, priceStaleAfterMs, staleAfterMs } from "./freshness";

describe("freshness", () => {
  it("calls the link live under 5 s, stale under 15 s, then down", () => {
    expect([null, 0, 4_999, 5_000, 14_999, 15_000].map(linkOf)).toEqual(["down", "live", "live", "stale", "stale", "down"]);
  });

  it("tells age by the platform's clock, however wrong the browser's is", () => {
    const platformMs = 1_700_000_000_000;
    const browserMs = platformMs - 3_600_000;
    expect(ageMs((platformMs - 400) * 1e6, browserMs, 3_600_000)).toBeCloseTo(400, 0);
  });

  it("knows no age before anything came, and none below zero", () => {
    expect(ageMs(0, 5, 0)).toBeNull();
    expect(ageMs(null, 5, 0)).toBeNull();
    expect(ageMs(10e6, 5, 0)).toBe(0);
  });

  it("calls a replay stale after 30 s, a quiet live feed only on the platform's word, everything once the link is lost", () => {
    expect(staleAfterMs("replaying", "live")).toBe(30_000);
    expect(staleAfterMs("live", "live")).toBe(Number.POSITIVE_INFINITY);
    expect(staleAfterMs("stale", "live")).toBe(0);
    expect(staleAfterMs("live", "down")).toBe(0);
  });

  it("calls a price of a live feed stale after 30 s while the exchange is open, and rightly quiet while it is not", () => {
    const feed = { state: "live", owes_prices: true } as const;
    expect(priceStaleAfterMs(feed, "live")).toBe(30_000);
    expect(priceStaleAfterMs({ ...feed, owes_prices: false }, "live")).toBe(Number.POSITIVE_INFINITY);
    expect(priceStaleAfterMs({ ...feed, state: "stale" }, "live")).toBe(0);
    expect(priceStaleAfterMs(feed, "stale")).toBe(0);
  });
});
