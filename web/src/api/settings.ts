import type { SettingsAnswer } from "@/contract/generated";

import { call } from "./client";

export function getSettings(agent: string): Promise<SettingsAnswer> {
  return call(`/api/agents/${encodeURIComponent(agent)}/settings`);
}
