import type { DecisionDetail } from "@/contract/generated";

import { call } from "./client";

/** Everything of the Why card. */
export function getDecision(id: string): Promise<DecisionDetail> {
  return call(`/api/decisions/${encodeURIComponent(id)}`);
}
