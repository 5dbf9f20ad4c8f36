import type { Decisions } from "@/contract/generated";

import { call, query } from "./client";

/** Newest first; `before` is the `seq` to go on from. */
export function getDecisions(agent: string, before?: number): Promise<Decisions> {
  return call(`/api/decisions${query({ agent, before, limit: 500 })}`);
}
