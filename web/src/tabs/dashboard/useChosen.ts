import { useEffect } from "react";

import type { DecisionRow } from "@/contract/generated";
import { pinDecision, useSelection } from "@/live/selection";

import { useCalm } from "./useCalm";
import type { DecisionBook } from "./useDecisions";

const READING_MS = 1_500; // a fast replay decides several times a second

export type Chosen = { row: DecisionRow | null; how: "pinned" | "pointer" | "latest" | "recent"; index: number; holdsSince: number };

function acted(row: DecisionRow): boolean {
  return row.action !== "hold" && row.order !== "none";
}

/** The newest decision that was not a hold, else the newest. */
export function latestOf(book: DecisionBook): DecisionRow | null {
  return book.rows.findLast(acted) ?? book.rows.at(-1) ?? null;
}

/** Pinned before pointed at before the latest (or an earlier `latest` that is still being read). */
export function chosenOf(book: DecisionBook, pinned: string | null, hovered: string | null, latest: string | null = null): Chosen {
  const pinnedRow = pinned === null ? undefined : book.byId.get(pinned);
  const hoveredRow = hovered === null ? undefined : book.byId.get(hovered);
  const row = pinnedRow ?? hoveredRow ?? (latest === null ? undefined : book.byId.get(latest)) ?? latestOf(book);
  const how = pinnedRow ? "pinned" : hoveredRow ? "pointer" : row === latestOf(book) ? "latest" : "recent";
  const index = row ? book.rows.lastIndexOf(row) : -1;
  const next = book.rows.findIndex((each, at) => at > index && acted(each));
  return { row, how, index, holdsSince: index < 0 ? 0 : (next < 0 ? book.rows.length : next) - index - 1 };
}

export function useChosen(book: DecisionBook): Chosen {
  const pinned = useSelection((state) => state.pinned);
  const hovered = useSelection((state) => state.hovered);
  const latest = useCalm(latestOf(book)?.decision_id ?? null, READING_MS);
  return chosenOf(book, pinned, hovered, latest);
}

/** Pins the decision `by` places on; with `trades` the next one that was not a hold. */
export function step(book: DecisionBook, index: number, by: 1 | -1, trades = false): void {
  for (let at = index + by; at >= 0 && at < book.rows.length; at += by) {
    const row = book.rows[at];
    if (row && (!trades || acted(row))) {
      pinDecision(row.decision_id);
      return;
    }
  }
}

/** `[` and `]` step through decisions, with Shift through those that were not holds. */
export function useStepKeys(book: DecisionBook, index: number): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLInputElement && event.target.type !== "radio";
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "[" || event.key === "{") step(book, index, -1, event.key === "{");
      if (event.key === "]" || event.key === "}") step(book, index, 1, event.key === "}");
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [book, index]);
}
