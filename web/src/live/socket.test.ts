import { describe, expect, it } from "vitest";

import type { EventDelta, ServerMessage, StateDelta } from "@/contract/generated";
import { FakeFeed } from "@/testing/fakeSocket";
import { aFull, aStatus } from "@/testing/status";

const snap = (events: number, state: number, session = "f-1"): ServerMessage => ({ type: "snap", q: { events, state }, session, ts: 0, d: aFull() });
const state = (q: number, pq: number): StateDelta => ({ ch: "status", q, pq, ts: 0, n: 1, d: { kind: "status", status: aStatus() } });
const event = (q: number, pq: number): EventDelta => ({
  ch: "alerts",
  q,
  pq,
  ts: 0,
  d: { kind: "alert", alert: { seq: q, severity: "info", code: "x", text: "", as_of_ns: 0, market_ns: 0 } },
});
const frame = (states: StateDelta[], events: EventDelta[]): ServerMessage => ({ type: "d", state: states, events });

function connected(): FakeFeed {
  const feed = new FakeFeed();
  feed.socket.start();
  feed.accept();
  feed.say(snap(10, 5));
  return feed;
}

describe("the live socket", () => {
  it("says hello with its session and channels, and passes the snapshot on", () => {
    const feed = connected();
    expect(feed.hellos).toEqual([{ type: "hello", token: "s-1", ch: ["status"], last: null }]);
    expect(feed.seen.map((message) => message.type)).toEqual(["snap"]);
    expect(feed.connections.at(-1)).toBe("open");
  });

  it("takes conflated state that skips numbers, as long as pq is what it saw last", () => {
    const feed = connected();
    feed.say(frame([state(9, 5)], []));
    feed.say(frame([state(12, 9)], [event(11, 10)]));
    expect(feed.seen.filter((message) => message.type === "d")).toHaveLength(2);
    expect(feed.hellos).toHaveLength(1);
  });

  it("asks again after a lost event, drops the frame, and goes on where it stood", () => {
    const feed = connected();
    feed.say(frame([], [event(13, 12)]));
    expect(feed.hellos.at(-1)).toMatchObject({ last: { session: "f-1", events: 10 } });
    feed.say(frame([], [event(14, 13)])); // still on its way from before the hello
    expect(feed.seen.filter((message) => message.type === "d")).toHaveLength(0);
    feed.say({ type: "resumed", session: "f-1", from_q: 10, to_q: 14, q: { state: 8, events: 14 }, ts: 0 });
    feed.say(frame([state(30, 17)], [event(11, 10), event(12, 11)]));
    expect(feed.seen.filter((message) => message.type === "d")).toHaveLength(1);
    expect(feed.hellos).toHaveLength(2);
  });

  it("asks again after a lost state update", () => {
    const feed = connected();
    feed.say(frame([state(8, 7)], []));
    expect(feed.hellos).toHaveLength(2);
  });

  it("does not trust a resume of another run: it wants a snapshot", () => {
    const feed = connected();
    feed.drop();
    feed.waitOver();
    feed.accept();
    feed.say({ type: "resumed", session: "f-2", from_q: 10, to_q: 12, q: { state: 1, events: 12 }, ts: 0 });
    expect(feed.hellos.at(-1)).toMatchObject({ last: null });
    feed.say(snap(12, 1, "f-2"));
    feed.say(frame([], [event(13, 12)]));
    expect(feed.seen.at(-1)?.type).toBe("d");
  });

  it("comes back with full jitter that doubles, and starts small again once connected", () => {
    const feed = connected();
    for (let loss = 0; loss < 8; loss += 1) {
      feed.drop();
      feed.waitOver();
    }
    expect(feed.waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
    feed.accept();
    feed.say(snap(10, 5));
    feed.drop();
    expect(feed.waits.at(-1)).toBe(250);
  });

  it("stops and says so when its session is not known any more", () => {
    const feed = connected();
    feed.drop(4401);
    expect(feed.signedOut).toBe(true);
    expect(feed.waits).toEqual([]);
  });

  it("says hello again for other channels only once it is connected", () => {
    const feed = new FakeFeed();
    feed.socket.start();
    feed.socket.renew();
    expect(feed.hellos).toEqual([]);
    feed.accept();
    feed.socket.renew();
    expect(feed.hellos).toHaveLength(2);
  });

  it("hears nothing more once stopped", () => {
    const feed = connected();
    feed.socket.stop();
    feed.say(snap(20, 20));
    feed.drop();
    expect(feed.seen).toHaveLength(1);
    expect(feed.waits).toEqual([]);
  });
});
