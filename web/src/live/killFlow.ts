import type { KillProgress } from "@/contract/generated";

/** What this page itself knows of a kill it has sent. */
export type KillAttempt = { sentMs: number; failed: string } | null;

export type KillView =
  | { phase: "ready" }
  | { phase: "sending" }
  | { phase: "not_confirmed"; cause: string }
  | { phase: "orders_blocked" }
  | { phase: "cancelling"; done: number; total: number }
  | { phase: "halted"; confirmed: boolean };

const PATIENCE_MS = 2_000;

/** The newer of two reports: the feed's and the one that came back over REST. */
export function newest(feed: KillProgress | null, rest: KillProgress | null): KillProgress | null {
  if (!feed || !rest) return feed ?? rest;
  return rest.as_of_ns > feed.as_of_ns ? rest : feed;
}

/** What the button says. The platform's word counts; without it, our own attempt is "sending" for 2 s, then not confirmed. */
export function killView(attempt: KillAttempt, progress: KillProgress | null, nowMs: number): KillView {
  switch (progress?.stage) {
    case "orders_blocked":
      return { phase: "orders_blocked" };
    case "cancelling":
      return { phase: "cancelling", done: progress.entries_cancelled, total: progress.entries_total };
    case "halted":
      return { phase: "halted", confirmed: progress.confirmed_ns > 0 };
    case "off":
    case undefined:
      break;
  }
  if (!attempt) return { phase: "ready" };
  if (nowMs - attempt.sentMs < PATIENCE_MS) return { phase: "sending" };
  return { phase: "not_confirmed", cause: attempt.failed };
}

export function killWords(view: KillView): string {
  switch (view.phase) {
    case "ready":
      return "KILL";
    case "sending":
      return "Sending";
    case "not_confirmed":
      return "NOT CONFIRMED";
    case "orders_blocked":
      return "Orders blocked";
    case "cancelling":
      return `Cancelling ${view.done}/${view.total}`;
    case "halted":
      return "HALTED";
  }
}
