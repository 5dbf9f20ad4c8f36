import { describe, expect, it } from "vitest";

import { onChannelsChanged, want, wantedChannels } from "./channels";

describe("wanted channels", () => {
  it("are told once, however many ask for the same one, and dropped with the last", async () => {
    let told = 0;
    onChannelsChanged(() => {
      told += 1;
    });
    const first = want("bars:AAPL:1d");
    const second = want("bars:AAPL:1d");
    await Promise.resolve();
    expect(told).toBe(1);
    first();
    await Promise.resolve();
    expect([told, wantedChannels().includes("bars:AAPL:1d")]).toEqual([1, true]);
    second();
    await Promise.resolve();
    expect([told, wantedChannels().includes("bars:AAPL:1d")]).toEqual([2, false]);
    expect(wantedChannels()).toContain("orders");
  });
});
