import { useNow } from "@/components/useNow";
import type { KillProgress } from "@/contract/generated";
import { killView, type KillView, newest } from "@/live/killFlow";
import { useLive } from "@/live/store";

import { useKill } from "./kill";

/** The kill as this page sees it, from feed, REST and its own attempt. */
export function useKillView(): { view: KillView; progress: KillProgress | null } {
  const now = useNow();
  const feed = useLive((state) => state.status?.kill ?? null);
  const { attempt, progress: rest } = useKill();
  const progress = newest(feed, rest);
  return { view: killView(attempt, progress, now), progress };
}
