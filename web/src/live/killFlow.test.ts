import { describe, expect, it } from "vitest";

import { aKill } from "@/testing/status";

import { killView, killWords, newest } from "./killFlow";

const SENT = { sentMs: 1_000, failed: "The platform does not answer." };

describe("the kill as the page shows it", () => {
  it("is ready while nothing was sent and nothing is blocked", () => {
    expect(killWords(killView(null, aKill(), 0))).toBe("KILL");
    expect(killWords(killView(null, null, 0))).toBe("KILL");
  });

  it("says sending for two seconds, then not confirmed with the cause", () => {
    expect(killView(SENT, null, 2_999)).toEqual({ phase: "sending" });
    expect(killView(SENT, null, 3_000)).toEqual({ phase: "not_confirmed", cause: SENT.failed });
  });

  it("follows the platform through its stages, whoever killed", () => {
    const words = [
      aKill({ stage: "orders_blocked" }),
      aKill({ stage: "cancelling", entries_cancelled: 2, entries_total: 3 }),
      aKill({ stage: "halted", confirmed_ns: 1 }),
    ].map((progress) => killWords(killView(null, progress, 99_000)));
    expect(words).toEqual(["Orders blocked", "Cancelling 2/3", "HALTED"]);
  });

  it("takes the newer of feed and REST, so that it works with the feed down", () => {
    const feed = aKill({ stage: "off", as_of_ns: 1 });
    const rest = aKill({ stage: "halted", as_of_ns: 2 });
    expect(newest(feed, rest)?.stage).toBe("halted");
    expect(newest(aKill({ as_of_ns: 3 }), rest)?.stage).toBe("off");
    expect(newest(null, rest)?.stage).toBe("halted");
  });
});
