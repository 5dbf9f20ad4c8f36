import type { Presets } from "@/contract/generated";

import { call } from "./client";

export function getPresets(): Promise<Presets> {
  return call("/api/presets");
}
