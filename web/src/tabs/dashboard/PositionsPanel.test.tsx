// @vitest-environment jsdom
import { cleanup, render, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";

import type { Order } from "@/contract/generated";
import { useLive } from "@/live/store";
import { anOrder } from "@/testing/agents";

import { PositionsPanel } from "./PositionsPanel";

afterEach(cleanup);

const WAITS = "waits for the open, 2026-11-27 09:30 New York";
const ENTRY = anOrder({ client_order_id: "o-2", purpose: "entry", kind: "market", side: "buy", quantity: 34, state: "approved", at_broker: false });

function shown(...working: Order[]): string[] {
  useLive.setState({ working });
  render(<PositionsPanel />);
  const rows = within(screen.getByRole("table")).getAllByRole("row");
  return rows.map((row) => row.textContent ?? "");
}

describe("the orders under the positions", () => {
  it("say what each waits for, and how many the broker has", () => {
    const [, heading, stop, entry, reason, ...more] = shown(anOrder(), { ...ENTRY, reason: WAITS });
    expect(heading).toBe("Working orders 2at the broker: 1");
    expect(stop).toMatch(/working$/);
    expect(entry).toMatch(/buy market34.*waits$/);
    expect([reason, ...more]).toEqual([WAITS]);
  });

  it("say nothing more of one that waits for nothing, or is at work by now", () => {
    expect(shown({ ...ENTRY, reason: "" }).at(-1)).toMatch(/approved$/);
    cleanup();
    expect(shown({ ...ENTRY, state: "working", at_broker: true, reason: WAITS }).at(-1)).toMatch(/working$/);
  });
});
