import type { Models } from "@/contract/generated";

import { call } from "./client";

export function getModels(agent: string): Promise<Models> {
  return call(`/api/models/${encodeURIComponent(agent)}`);
}
