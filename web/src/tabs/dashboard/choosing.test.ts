import { describe, expect, it } from "vitest";

import { useSelection } from "@/live/selection";
import { aDecision } from "@/testing/agents";

import { chosenOf, step } from "./useChosen";
import { bookOf } from "./useDecisions";

const row = (seq: number, action: "buy" | "sell" | "hold") =>
  aDecision({ seq, decision_id: `d-${seq}`, bar_ns: seq, action, order: action === "hold" ? "none" : "filled" });
const BOOK = bookOf([row(1, "hold"), row(2, "buy"), row(3, "hold"), row(4, "hold")]);

describe("which decision is explained", () => {
  it("is the newest that was not a hold, with the holds since counted", () => {
    expect(chosenOf(BOOK, null, null)).toMatchObject({ row: { decision_id: "d-2" }, how: "latest", holdsSince: 2 });
  });

  it("is the one under the pointer, unless one is pinned", () => {
    expect(chosenOf(BOOK, null, "d-4").how).toBe("pointer");
    expect(chosenOf(BOOK, "d-1", "d-4")).toMatchObject({ row: { decision_id: "d-1" }, how: "pinned", index: 0 });
  });

  it("is the newest of all while there were only holds, and none before the first", () => {
    expect(chosenOf(bookOf([row(1, "hold"), row(2, "hold")]), null, null).row?.decision_id).toBe("d-2");
    expect(chosenOf(bookOf([]), null, null).row).toBeNull();
  });

  it("takes the last word on a decision that is both in the history and in the feed", () => {
    expect(bookOf([row(1, "buy"), { ...row(1, "buy"), order: "refused" }]).rows.map((each) => each.order)).toEqual(["refused"]);
  });

  it("steps one by one, or from trade to trade, and stays at the ends", () => {
    step(BOOK, 3, -1);
    expect(useSelection.getState().pinned).toBe("d-3");
    step(BOOK, 3, -1, true);
    expect(useSelection.getState().pinned).toBe("d-2");
    step(BOOK, 3, 1);
    expect(useSelection.getState().pinned).toBe("d-2");
  });
});
