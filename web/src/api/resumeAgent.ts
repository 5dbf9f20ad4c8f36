import type { AgentCommandAnswer } from "@/contract/generated";

import { call } from "./client";

export function postResumeAgent(agent: string): Promise<AgentCommandAnswer> {
  return call(`/api/agents/${encodeURIComponent(agent)}/resume`, { method: "POST" });
}
