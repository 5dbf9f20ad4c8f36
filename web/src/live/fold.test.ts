import { describe, expect, it } from "vitest";

import { aDecision, anAgent, anExplanation, anOrder, aTrade, someMetrics } from "@/testing/agents";
import { aFull } from "@/testing/status";

import { NOTHING } from "./data";
import { fold, foldSnap, KEEP, upsert } from "./fold";

describe("fold", () => {
  it("replaces a decision when more becomes known of it, and appends a new one", () => {
    const made = fold(NOTHING, { kind: "decision", decision: aDecision({ decision_id: "a", order: "none" }) });
    const filled = fold(made, { kind: "decision", decision: aDecision({ decision_id: "a", order: "filled" }) });
    const next = fold(filled, { kind: "decision", decision: aDecision({ decision_id: "b" }) });
    expect(next.decisions.map((row) => [row.decision_id, row.order])).toEqual([
      ["a", "filled"],
      ["b", "none"],
    ]);
    expect(made.decisions[0]?.order).toBe("none");
  });

  it("moves an order from working to ended", () => {
    const working = fold(NOTHING, { kind: "order", order: anOrder({ state: "working" }) });
    const ended = fold(working, { kind: "order", order: anOrder({ state: "cancelled" }) });
    expect(working.working).toHaveLength(1);
    expect(ended.working).toHaveLength(0);
    expect(ended.ended.map((order) => order.state)).toEqual(["cancelled"]);
  });

  it("counts a fill once, however often it is sent", () => {
    const once = fold(NOTHING, { kind: "trade", trade: aTrade({ realised: null }) });
    const twice = fold(once, { kind: "trade", trade: aTrade({ realised: 12 }) });
    expect(twice.trades.map((trade) => trade.realised)).toEqual([12]);
  });

  it("keeps agents apart", () => {
    const one = fold(NOTHING, { kind: "agent", agent: anAgent() });
    const two = fold(one, { kind: "agent", agent: anAgent({ id: "sac_etf" }) });
    const paused = fold(two, { kind: "agent", agent: anAgent({ state: "paused" }) });
    expect(paused.agents.map((agent) => `${agent.id} ${agent.state}`)).toEqual(["ppo_stock paused", "sac_etf trading"]);
  });

  it("keeps metrics and equity by agent, the account's under the empty name", () => {
    const metrics = fold(NOTHING, { kind: "metrics", metrics: someMetrics({ agent: "" }) });
    const point = { kind: "equity" as const, agent: "", equity: 1, drawdown: 0, benchmark: null, weight: null, confidence: null, as_of_ns: 0 };
    const equity = fold(fold(metrics, { ...point, t: 1 }), { ...point, t: 1, equity: 2 });
    expect(Object.keys(equity.metrics)).toEqual([""]);
    expect(equity.equity[""]?.map((each) => each.equity)).toEqual([2]);
  });

  it("forgets the oldest explanation, not the newest", () => {
    let data = NOTHING;
    for (let at = 0; at <= KEEP.explanations; at += 1)
      data = fold(data, { kind: "explanation", decision_id: `d-${at}`, agent_id: "a", explanation: anExplanation() });
    expect(data.explanations.has("d-0")).toBe(false);
    expect(data.explanations.has(`d-${KEEP.explanations}`)).toBe(true);
  });

  it("keeps the newest log lines and counts what the feed skipped", () => {
    const line = { seq: 1, ts_ns: 0, level: "info" as const, component: "", event: "", text: "", agent_id: "", correlation_id: "" };
    const data = fold(NOTHING, { kind: "log", lines: [line], skipped: 312 });
    expect(data.logs).toHaveLength(1);
    expect(data.logsSkipped).toBe(312);
  });

  it("refuses what it does not know", () => {
    expect(() => fold(NOTHING, { kind: "weather" } as never)).toThrow("does not know");
  });

  it("takes a snapshot whole and turns histories to rising order", () => {
    const full = aFull({ trades: [aTrade({ seq: 2, exec_id: "b" }), aTrade({ seq: 1, exec_id: "a" })], orders: { working: [anOrder()], items: [anOrder(), anOrder({ client_order_id: "o-9", state: "filled" })], at_broker: 1, next_before: null, as_of_ns: 3 } });
    const data = foldSnap(fold(NOTHING, { kind: "agent", agent: anAgent() }), full);
    expect(data.trades.map((trade) => trade.exec_id)).toEqual(["a", "b"]);
    expect(data.agents).toEqual([]);
    expect([data.working.length, data.ended.length]).toEqual([1, 1]);
  });
});

describe("upsert", () => {
  it("keeps no more than it should", () => {
    expect(upsert([1, 2, 3], 4, (item) => item, 3)).toEqual([2, 3, 4]);
  });
});
