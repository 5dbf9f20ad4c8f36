import { useMemo } from "react";

import { useNow } from "@/components/useNow";
import type { Agent, DecisionRow, Halt, Interval, Status } from "@/contract/generated";

import { ageMs, type Link, linkOf, priceStaleAfterMs, staleAfterMs } from "./freshness";
import { useSelection } from "./selection";
import { useLive } from "./store";

/** The agent in focus: the chosen one, else the first. */
export function useFocusAgent(): Agent | null {
  const chosen = useSelection((state) => state.agentId);
  return useLive((state) => state.agents.find((agent) => agent.id === chosen) ?? state.agents[0] ?? null);
}

/** The link by the age of the last heartbeat, and that age. */
export function useLink(): { link: Link; ageMs: number | null } {
  const now = useNow();
  const beatMs = useLive((state) => state.beatMs);
  const since = beatMs === null ? null : Math.max(0, now - beatMs);
  return { link: linkOf(since), ageMs: since };
}

/** Age of something the platform stamped with `as_of_ns`, and from when on it is called stale. */
export function useAge(asOfNs: number | null | undefined): { ageMs: number | null; staleAfterMs: number } {
  const now = useNow();
  const skew = useLive((state) => state.skewMs);
  const feed = useLive((state) => state.status?.feed.state);
  const { link } = useLink();
  return { ageMs: ageMs(asOfNs, now, skew), staleAfterMs: staleAfterMs(feed, link) };
}

/** The same of a price, and of what is worked out from prices. */
export function usePriceAge(asOfNs: number | null | undefined): { ageMs: number | null; staleAfterMs: number } {
  const { ageMs: age } = useAge(asOfNs);
  const feed = useLive((state) => state.status?.feed);
  const { link } = useLink();
  return { ageMs: age, staleAfterMs: priceStaleAfterMs(feed, link) };
}

/** The platform's clock, for "17 min ago". */
export function usePlatformNow(): number {
  const now = useNow();
  return now + useLive((state) => state.skewMs);
}

/** The decisions of one agent, oldest first. */
export function useDecisionsOf(agentId: string | null): readonly DecisionRow[] {
  const all = useLive((state) => state.decisions);
  return useMemo(() => all.filter((row) => row.agent_id === agentId), [all, agentId]);
}

/** Whether the platform has bars of this series: only then is it worth asking for them. */
export function useSeriesThere(symbol: string, interval: Interval): boolean {
  return useLive((state) => state.status?.series.includes(`${symbol} ${interval}`) ?? false);
}

/** A halt of the whole account that is not the kill switch: a rule. */
export function ruleHalt(status: Status | null): Halt | null {
  if (!status || status.killed || !status.halted) return null;
  return status.halts.find((halt) => halt.agent_id === "") ?? null;
}
