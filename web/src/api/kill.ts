import type { KillAnswer } from "@/contract/generated";

import { call } from "./client";

/** Block orders at once. Idempotent; works with the live feed down. */
export function postKill(): Promise<KillAnswer> {
  return call("/api/kill", { method: "POST", timeoutMs: 4_000 });
}
