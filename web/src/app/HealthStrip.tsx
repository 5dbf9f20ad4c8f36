import { Age } from "@/components/Age";
import { Glyph, type Shape, type Tone } from "@/components/Glyph";
import { clock } from "@/components/format/time";
import type { Component, ComponentState } from "@/contract/generated";
import { usePreferences } from "@/live/preferences";
import { useAge, useLink, usePlatformNow } from "@/live/selectors";
import { useLive } from "@/live/store";

import styles from "./HealthStrip.module.css";

const LOOK: Record<ComponentState, { shape: Shape; tone: Tone }> = {
  ok: { shape: "dot", tone: "ok" },
  busy: { shape: "spin", tone: "neutral" },
  warn: { shape: "triangle", tone: "warn" },
  error: { shape: "square", tone: "bad" },
  off: { shape: "dash", tone: "muted" },
};
/** With the link gone nobody knows how a part is; what it said last stands beside its age. */
const UNHEARD = { shape: "ring", tone: "warn" } as const;
const WORST: readonly ComponentState[] = ["error", "warn", "busy", "ok", "off"];
const NONE: readonly Component[] = [];

function titleOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");
}

/** Agents are named `agent.ID` or `agent:ID` among the components; the rail shows them one by one. */
function isAgent(component: Component): boolean {
  return /^agent[.:]/.test(component.name);
}

/** One column a component, label above value, all on two baselines. Agents are counted together; what is not used is left to Settings. */
export function HealthStrip() {
  const components = useLive((state) => state.status?.components ?? NONE);
  const agents = useLive((state) => state.agents);
  const trading = agents.filter((agent) => agent.state === "trading" || agent.state === "warming").length;
  const stopped = agents.every((agent) => agent.state === "stopped");
  const shown = components.filter((component) => component.state !== "off" && !isAgent(component));
  return (
    <ul className={styles.strip} aria-label="Health">
      {shown.map((component) => (
        <Cell key={component.name} component={component} />
      ))}
      {agents.length > 0 && (
        <li className={styles.cell}>
          <div className={styles.label}>Agents</div>
          <div className={styles.value}>
            <Glyph shape={trading > 0 ? "dot" : "pause"} tone={trading > 0 ? "ok" : "neutral"} size={9} />
            {trading > 0 ? `${trading} of ${agents.length}` : `${agents.length} ${stopped ? "stopped" : "paused"}`}
          </div>
        </li>
      )}
    </ul>
  );
}

function Cell({ component }: { component: Component }) {
  const { ageMs } = useAge(component.as_of_ns);
  const { link } = useLink();
  const look = link === "live" ? LOOK[component.state] : UNHEARD;
  return (
    <li className={styles.cell} title={`${titleOf(component.name)}: ${component.detail}`}>
      <div className={styles.label}>
        {titleOf(component.name)}
        {ageMs !== null && ageMs > 5_000 && component.state !== "off" && (
          <span className={styles.age}>
            <Age ms={ageMs} staleAfterMs={Number.POSITIVE_INFINITY} />
          </span>
        )}
      </div>
      <div className={styles.value} data-state={component.state}>
        <Glyph shape={look.shape} tone={look.tone} size={9} />
        <span className={styles.detail}>{component.detail || component.state}</span>
        <span className="visually-hidden">{component.state}</span>
      </div>
    </li>
  );
}

/** The phone's one line: the worst first, the rest counted. */
export function HealthLine() {
  const components = useLive((state) => state.status?.components ?? NONE);
  const zone = usePreferences((state) => state.zone);
  const now = usePlatformNow();
  const { link } = useLink();
  const used = components.filter((component) => component.state !== "off");
  const worst = used.toSorted((a, b) => WORST.indexOf(a.state) - WORST.indexOf(b.state))[0];
  const look = LOOK[worst?.state ?? "off"];
  const bad = worst !== undefined && worst.state !== "ok" && worst.state !== "busy";
  const fine = used.filter((component) => component.state === "ok" || component.state === "busy").length;
  return (
    <section className={styles.line} aria-label="Health in a line">
      {link === "live" ? (
        <>
          <Glyph shape={look.shape} tone={look.tone} />
          <span className={styles.worst} data-state={worst?.state}>
            {bad ? `${titleOf(worst.name)} ${worst.detail}` : `${fine} systems ok`}
          </span>
          {bad && <span>{fine} others ok</span>}
        </>
      ) : (
        <>
          <Glyph shape={link === "stale" ? "triangle" : "square"} tone={link === "stale" ? "warn" : "bad"} />
          <span className={styles.worst} data-state={link === "stale" ? "warn" : "error"}>
            {link === "stale" ? "Connection stale" : "Not connected"}
          </span>
        </>
      )}
      <time className={styles.time}>{clock(now, zone)}</time>
    </section>
  );
}
