// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { aKill, aStatus } from "@/testing/status";

import { kill, useKill } from "./kill";

const answers: (() => Response)[] = [];
const asked: string[] = [];
const json = (body: unknown, status = 200) => () => new Response(JSON.stringify(body), { status });

beforeEach(() => {
  vi.useFakeTimers();
  answers.length = 0;
  asked.length = 0;
  useKill.setState({ attempt: null, progress: null });
  vi.stubGlobal("fetch", (path: string) => {
    asked.push(path);
    const next = answers.shift();
    return next ? Promise.resolve(next()) : Promise.reject(new Error("no network"));
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("kill", () => {
  it("is sent again until the platform answers, then followed until the broker has confirmed", async () => {
    answers.push(() => {
      throw new TypeError("refused");
    });
    answers.push(json({ accepted: true, already: false, progress: aKill({ stage: "orders_blocked", as_of_ns: 1 }), as_of_ns: 1 }));
    answers.push(json(aStatus({ kill: aKill({ stage: "cancelling", as_of_ns: 2 }) })));
    answers.push(json(aStatus({ kill: aKill({ stage: "halted", confirmed_ns: 3, as_of_ns: 3 }) })));
    const done = kill();
    await vi.advanceTimersByTimeAsync(0);
    expect(useKill.getState().attempt?.failed).toContain("does not answer");
    await vi.advanceTimersByTimeAsync(5_000);
    await done;
    expect(asked).toEqual(["/api/kill", "/api/kill", "/api/status", "/api/status"]);
    expect(useKill.getState()).toMatchObject({ attempt: null, progress: { stage: "halted" } });
  });

  it("is one command, however often the button is pressed", async () => {
    answers.push(json({ accepted: true, already: false, progress: aKill({ stage: "orders_blocked" }), as_of_ns: 1 }));
    answers.push(json(aStatus({ kill: aKill({ stage: "halted" }) })));
    await Promise.all([kill(), kill(), kill()]);
    expect(asked.filter((path) => path === "/api/kill")).toHaveLength(1);
  });

  it("ends when the session is gone: the login form names the shell's way", async () => {
    answers.push(json({ error: { code: "unauthorised", message: "Sign in again.", fields: {} } }, 401));
    const done = kill();
    await vi.advanceTimersByTimeAsync(5_000);
    await done;
    expect(asked).toEqual(["/api/kill"]);
    expect(useKill.getState().attempt).toBeNull();
  });
});
