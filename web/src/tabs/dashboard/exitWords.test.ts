import { describe, expect, it } from "vitest";

import { anOrder, aPosition } from "@/testing/agents";

import { distanceOf, exitWords } from "./PositionsPanel";

const POSITION = aPosition({ agent_id: "a", symbol: "AAPL", shares: 100 });
const order = (quantity: number, purpose: "entry" | "reduce" | "protect") => anOrder({ agent_id: "a", symbol: "AAPL", quantity, filled: 0, purpose });

describe("a position with orders at work", () => {
  it("is closing or reducing by its agent's exits, not by its protection or its entries", () => {
    expect(exitWords(POSITION, [order(100, "protect"), order(20, "entry")])).toBe("");
    expect(exitWords(POSITION, [order(40, "reduce"), order(60, "protect")])).toBe("reducing");
    expect(exitWords(POSITION, [order(40, "reduce"), order(60, "reduce")])).toBe("closing");
    expect(exitWords({ ...POSITION, agent_id: "b" }, [order(100, "reduce")])).toBe("");
  });
});

describe("a resting order", () => {
  it("is as far away as the newest price says, whatever was true when it was placed", () => {
    const stop = anOrder({ kind: "stop_loss", price: 32.95, distance_fraction: -0.63, state: "working" });
    expect(distanceOf(stop, 41.18)).toBeCloseTo(-0.1999, 4);
    expect(distanceOf(stop, null)).toBeNull();
  });

  it("has no distance once it waits for no price", () => {
    expect(distanceOf(anOrder({ kind: "market" }), 41.18)).toBeNull();
    expect(distanceOf(anOrder({ kind: "stop_loss", state: "cancelled" }), 41.18)).toBeNull();
  });
});
