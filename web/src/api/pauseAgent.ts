import type { AgentCommandAnswer } from "@/contract/generated";

import { call } from "./client";

export function postPause(agent: string): Promise<AgentCommandAnswer> {
  return call(`/api/agents/${encodeURIComponent(agent)}/pause`, { method: "POST" });
}
