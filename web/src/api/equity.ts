import type { Equity } from "@/contract/generated";

import { call, query } from "./client";

/** An agent's curve; the account's without an agent. */
export function getEquity(agent = ""): Promise<Equity> {
  return call(`/api/equity${query({ agent })}`);
}
