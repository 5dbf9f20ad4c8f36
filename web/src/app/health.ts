import { plural } from "@/components/format/number";
import type { Agent, AgentState, Component, ComponentState } from "@/contract/generated";

const WORST: readonly ComponentState[] = ["error", "warn", "busy", "ok", "off"];
const FEED = "feed";
const LATE_MS = 5_000;

export const AGENT_WORDS: Record<AgentState, string> = {
  trading: "trading",
  warming: "warming up",
  paused: "paused",
  paused_by_kill: "paused by kill",
  halted: "halted",
  failed: "failed",
  stopped: "stopped",
};

const WRITTEN: Record<string, string> = { mqtt: "MQTT" };

export function titleOf(name: string): string {
  return WRITTEN[name] ?? name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");
}

/** What the strip shows: parts in use, and the feed always, for an ended feed is news. Agents are counted on their own. */
export function partsShown(components: readonly Component[]): readonly Component[] {
  return components.filter((each) => !/^agent[.:]/.test(each.name) && (each.state !== "off" || each.name === FEED));
}

/** Agents in one phrase, the least usual state first: `2 of 3 trading`, `3 paused by kill`, `1 halted, 2 trading`. */
export function agentWords(agents: readonly Agent[]): { state: ComponentState; words: string } {
  const counts = new Map<AgentState, number>();
  for (const { state } of agents) counts.set(state, (counts.get(state) ?? 0) + 1);
  const order: readonly AgentState[] = ["failed", "halted", "paused_by_kill", "paused", "warming", "stopped", "trading"];
  const found = order.filter((state) => counts.has(state));
  const first = found[0] ?? "stopped";
  const words = found.map((state) => `${counts.get(state)} ${AGENT_WORDS[state]}`).join(", ");
  const look: Record<AgentState, ComponentState> = {
    trading: "ok",
    warming: "busy",
    paused: "warn",
    paused_by_kill: "warn",
    halted: "error",
    failed: "error",
    stopped: "off",
  };
  return { state: look[first], words };
}

/** The phone's line: what is worst, and how much else is well. */
export function healthLine(components: readonly Component[], agents: readonly Agent[]): { state: ComponentState; words: string; others: string } {
  const lines = partsShown(components).map((each) => ({ state: each.state, words: `${titleOf(each.name)} ${feedWords(each)}`.trim() }));
  const own = agentWords(agents);
  if (agents.length > 0) lines.push({ state: own.state, words: `Agents: ${own.words}` });
  const rank = (state: ComponentState): number => (state === "off" ? 1.5 : WORST.indexOf(state));
  const sorted = lines.toSorted((a, b) => rank(a.state) - rank(b.state));
  const fine = lines.filter((each) => each.state === "ok" || each.state === "busy").length;
  const [worst] = sorted;
  if (!worst || fine === lines.length) return { state: "ok", words: `${plural(fine, "system")} ok`, others: "" };
  return { state: worst.state, words: worst.words, others: `${plural(fine, "other system")} ok` };
}

/** What a part says of itself in a few words; an ended feed says that first, and what follows a colon is for its details. */
export function feedWords(component: Component): string {
  if (component.name === FEED && component.state === "off") return /^(no bar yet|not used)/.test(component.detail) ? component.detail : "ended";
  if (component.name === FEED) return (component.detail || component.state).split(": ")[0] ?? "";
  return component.detail || component.state;
}

/** The age beside a part's name, null for none: what beats each second has one only where it is late, or not well. */
export function ageShown(component: Component, ageMs: number | null): number | null {
  if (component.state === "off" || ageMs === null) return null;
  const beats = component.name !== FEED && component.state === "ok";
  return beats && ageMs < LATE_MS ? null : ageMs;
}

/** When the newest of them was true; null where there are none. */
export function newestOf(agents: readonly Agent[]): number | null {
  return agents.length === 0 ? null : Math.max(...agents.map((agent) => agent.as_of_ns));
}
