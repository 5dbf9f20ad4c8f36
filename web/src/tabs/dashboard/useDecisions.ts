import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { getDecisions } from "@/api/decisions";
import type { Agent, DecisionRow } from "@/contract/generated";
import { useDecisionsOf } from "@/live/selectors";

import { useCalm } from "./useCalm";

/** A fast replay decides many times a second; the book is made anew for all of them together. */
const REDRAW_MS = 400;

export type DecisionBook = {
  /** Oldest first. */
  rows: readonly DecisionRow[];
  byBar: ReadonlyMap<number, DecisionRow>;
  byId: ReadonlyMap<string, DecisionRow>;
};

/** The agent's decisions: history over REST, what is newer from the feed. */
export function useDecisions(agent: Agent): DecisionBook {
  const live = useCalm(useDecisionsOf(agent.id), REDRAW_MS);
  const query = useQuery({ queryKey: ["decisions", agent.id], queryFn: () => getDecisions(agent.id), staleTime: Number.POSITIVE_INFINITY });
  return useMemo(() => bookOf([...(query.data?.items ?? []), ...live]), [query.data, live]);
}

/** The last word on each decision counts. */
export function bookOf(all: readonly DecisionRow[]): DecisionBook {
  const byId = new Map<string, DecisionRow>();
  for (const row of all) byId.set(row.decision_id, row);
  const rows = [...byId.values()].toSorted((a, b) => a.bar_ns - b.bar_ns || a.seq - b.seq);
  return { rows, byId, byBar: new Map(rows.map((row) => [row.bar_ns, row])) };
}
