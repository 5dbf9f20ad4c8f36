import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";

import { getLogs } from "@/api/logs";
import type { Level, LogLine } from "@/contract/generated";
import { want } from "@/live/channels";
import { useLive } from "@/live/store";

/** Lines of this level and above, oldest first: history over REST, what is newer from the feed. */
export function useLogLines(level: Level): { lines: readonly LogLine[]; counts: Record<string, number>; reason: string; error: string } {
  const live = useLive((state) => state.logs);
  const history = useQuery({ queryKey: ["logs", level], queryFn: () => getLogs({ level }) });
  useEffect(() => want(`log:${level}`), [level]);
  const lines = useMemo(() => {
    const bySeq = new Map<number, LogLine>();
    for (const line of history.data?.items ?? []) bySeq.set(line.seq, line);
    for (const line of live) bySeq.set(line.seq, line);
    return [...bySeq.values()].toSorted((a, b) => a.seq - b.seq);
  }, [history.data, live]);
  return { lines, counts: history.data?.counts ?? {}, reason: history.data?.reason ?? "", error: history.error?.message ?? "" };
}
