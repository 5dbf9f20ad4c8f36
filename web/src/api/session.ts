import type { SessionAnswer, SessionRequest } from "@/contract/generated";

import { call } from "./client";

/** The start token for a session. */
export function postSession(token: string): Promise<SessionAnswer> {
  const body: SessionRequest = { token };
  return call("/api/session", { method: "POST", body, anonymous: true });
}
