import type { Datasets } from "@/contract/generated";

import { call } from "./client";

export function getDatasets(): Promise<Datasets> {
  return call("/api/datasets");
}
