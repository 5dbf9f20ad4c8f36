import type { Level, LogLine } from "@/contract/generated";

export type LineFilter = { level: Level; source: string; words: string; trace: string };

export const LEVELS: readonly Level[] = ["debug", "info", "warning", "error"];

/** Lines at or above the level that have every word somewhere; a trace shows all of its lines. */
export function filtered(lines: readonly LogLine[], filter: LineFilter): readonly LogLine[] {
  const least = LEVELS.indexOf(filter.level);
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean);
  return lines.filter((line) => {
    if (filter.trace !== "") return line.correlation_id === filter.trace;
    if (LEVELS.indexOf(line.level) < least) return false;
    if (filter.source !== "" && line.component !== filter.source) return false;
    if (words.length === 0) return true;
    const text = `${line.component} ${line.event} ${line.text} ${line.agent_id} ${line.correlation_id}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
