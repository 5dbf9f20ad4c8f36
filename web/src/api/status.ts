import type { Status } from "@/contract/generated";

import { call } from "./client";

export function getStatus(): Promise<Status> {
  return call("/api/status", { timeoutMs: 3_000 });
}
