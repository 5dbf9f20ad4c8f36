import type { SettingsSchema } from "@/contract/generated";

import { call } from "./client";

export function getSettingsSchema(agent: string): Promise<SettingsSchema> {
  return call(`/api/agents/${encodeURIComponent(agent)}/settings/schema`);
}
