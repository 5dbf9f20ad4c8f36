import { describe, expect, it } from "vitest";

import { anAgent } from "@/testing/agents";

import { agentWords, ageShown, feedWords, healthLine, partsShown, titleOf } from "./health";

const part = (name: string, state: "ok" | "warn" | "off" | "error", detail = "") => ({ name, state, detail, as_of_ns: 0 });
const PARTS = [part("core", "ok"), part("feed", "ok", "replaying"), part("bridge", "off", "not used here"), part("agent:a", "warn", "paused")];
const TRADING = anAgent({ id: "a", state: "trading" });

describe("health in words", () => {
  it("leaves out what is not used, but never the feed", () => {
    expect(partsShown(PARTS).map((each) => each.name)).toEqual(["core", "feed"]);
    expect(partsShown([part("feed", "off", "every bar was played")])).toHaveLength(1);
  });

  it("names the least usual state of the agents first", () => {
    expect(agentWords([TRADING, TRADING])).toEqual({ state: "ok", words: "2 trading" });
    expect(agentWords([TRADING, { ...TRADING, state: "halted" }])).toEqual({ state: "error", words: "1 halted, 1 trading" });
    expect(agentWords([{ ...TRADING, state: "paused_by_kill" }]).words).toBe("1 paused by kill");
  });

  it("calls parts by the names that people write", () => {
    expect(["mqtt", "gateway", "price_data"].map(titleOf)).toEqual(["MQTT", "Gateway", "Price data"]);
  });

  it("says of a live feed that it is live, and leaves the rest to its details", () => {
    expect(feedWords(part("feed", "ok", "live: bars come from the gateway"))).toBe("live");
    expect(feedWords(part("feed", "warn", "bars are missing: TNA 1m (owed at 2026-11-25T15:01:00Z)"))).toBe("bars are missing");
    expect(feedWords(part("gateway", "error", "The gateway is away: port 4002"))).toBe("The gateway is away: port 4002");
    expect(feedWords(part("bridge", "ok"))).toBe("ok");
  });

  it("gives the age of what comes with bars, and of what should beat each second only where it does not", () => {
    expect(ageShown(part("core", "ok"), 900)).toBeNull();
    expect(ageShown(part("core", "ok"), 5_000)).toBe(5_000);
    expect(ageShown(part("feed", "ok", "live"), 900)).toBe(900);
    expect(ageShown(part("gateway", "error"), 900)).toBe(900);
    expect(ageShown(part("feed", "off", "every bar was played"), 900)).toBeNull();
    expect(ageShown(part("core", "ok"), null)).toBeNull();
  });

  it("is one line with the worst first", () => {
    expect(healthLine(PARTS, [TRADING])).toEqual({ state: "ok", words: "3 systems ok", others: "" });
    expect(healthLine([part("core", "ok")], [])).toMatchObject({ words: "1 system ok" });
    expect(healthLine([...PARTS, part("yahoo", "warn", "stale 48 s")], [TRADING])).toEqual({ state: "warn", words: "Yahoo stale 48 s", others: "3 other systems ok" });
    expect(healthLine([part("core", "ok"), part("feed", "off", "every bar was played")], [{ ...TRADING, state: "stopped" }]).words).toBe("Feed ended");
  });
});
