import type { Audit } from "@/contract/generated";

import { call } from "./client";

export function getAudit(): Promise<Audit> {
  return call("/api/audit?limit=200");
}
