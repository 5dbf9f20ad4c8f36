import type { Decisions } from "@/contract/generated";

import { call, query } from "./client";

const MOST = 2_000; // as many as the platform keeps of an agent

/** The agent's decisions, newest first. */
export function getDecisions(agent: string): Promise<Decisions> {
  return call(`/api/decisions${query({ agent, limit: MOST })}`);
}
