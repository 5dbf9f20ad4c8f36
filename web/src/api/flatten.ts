import type { FlattenAnswer } from "@/contract/generated";

import { call } from "./client";

/** Close every position. */
export function postFlatten(): Promise<FlattenAnswer> {
  return call("/api/flatten", { method: "POST", body: {} });
}
