import type { TrainingRuns } from "@/contract/generated";

import { call } from "./client";

export function getTraining(): Promise<TrainingRuns> {
  return call("/api/training");
}
