import type { DatasetRows } from "@/contract/generated";

import { call, query } from "./client";

export function getDatasetRows(name: string, offset: number, limit: number): Promise<DatasetRows> {
  return call(`/api/datasets/${encodeURIComponent(name)}/rows${query({ offset, limit })}`);
}
