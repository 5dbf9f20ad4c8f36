import type { Bars, Interval } from "@/contract/generated";

import { call, query } from "./client";

/** Bars with their indicators; `toNs` gives those before it. */
export function getBars(symbol: string, interval: Interval, toNs?: number): Promise<Bars> {
  return call(`/api/bars${query({ symbol, interval, to: toNs })}`);
}
