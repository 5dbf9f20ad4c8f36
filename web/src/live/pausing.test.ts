// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from "vitest";

import { anAgent } from "@/testing/agents";

import { pauseWords, togglePause, unpausable } from "./pausing";

afterEach(() => vi.unstubAllGlobals());

describe("pausing an agent", () => {
  it("names the button by what it would do", () => {
    expect(pauseWords(anAgent({ state: "trading" }))).toBe("Pause ppo_stock");
    expect(pauseWords(anAgent({ state: "paused_by_kill" }))).toBe("Resume ppo_stock");
  });

  it("asks nothing of an agent that has ended, and says why", async () => {
    const asked = vi.fn();
    vi.stubGlobal("fetch", asked);
    const ended = anAgent({ state: "stopped", state_detail: "the feed is exhausted" });
    expect(unpausable(ended)).toBe("ppo_stock has stopped: the feed is exhausted");
    expect(await togglePause(ended)).toContain("has stopped");
    expect(asked).not.toHaveBeenCalled();
    expect(unpausable(anAgent({ state: "halted" }))).toBe("");
  });
});
