import type { Level, Logs } from "@/contract/generated";

import { call, query } from "./client";

export type LogFilter = { level?: Level; component?: string; agent?: string; correlation_id?: string; before?: number };

/** Newest first. */
export function getLogs(filter: LogFilter): Promise<Logs> {
  return call(`/api/logs${query({ ...filter, limit: 500 })}`);
}
