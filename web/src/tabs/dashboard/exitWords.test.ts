import { describe, expect, it } from "vitest";

import { anOrder, aPosition } from "@/testing/agents";

import { exitWords } from "./PositionsPanel";

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
