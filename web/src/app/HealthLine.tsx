import { Glyph } from "@/components/Glyph";
import { clock, zoneName } from "@/components/format/time";
import type { Component } from "@/contract/generated";
import { PART_LOOK } from "@/live/partLook";
import { usePreferences } from "@/live/preferences";
import { useLink, usePlatformNow } from "@/live/selectors";
import { useLive } from "@/live/store";

import { AlertsBell } from "./AlertsBell";
import styles from "./HealthLine.module.css";
import { healthLine } from "./health";

const NONE: readonly Component[] = [];

/** Where the top bar has no room for the strip: the worst first, the rest counted, the alerts, the time. */
export function HealthLine() {
  const components = useLive((state) => state.status?.components ?? NONE);
  const agents = useLive((state) => state.agents);
  const zone = usePreferences((state) => state.zone);
  const now = usePlatformNow();
  const { link } = useLink();
  const { state, words, others } = healthLine(components, agents);
  const look = PART_LOOK[state];
  return (
    <section className={styles.line} aria-label="Health in a line">
      {link === "live" ? (
        <>
          <Glyph shape={look.shape} tone={look.tone} />
          <span className={styles.words}>
            <span className={styles.worst} data-state={state}>
              {words}
            </span>
            {others !== "" && <span>{others}</span>}
          </span>
        </>
      ) : (
        <>
          <Glyph shape={link === "stale" ? "triangle" : "square"} tone={link === "stale" ? "warn" : "bad"} />
          <span className={styles.worst} data-state={link === "stale" ? "warn" : "error"}>
            {link === "stale" ? "Connection stale" : "Not connected"}
          </span>
        </>
      )}
      <span className={styles.end}>
        <AlertsBell />
        <time>
          {clock(now, zone)} {zoneName(zone)}
        </time>
      </span>
    </section>
  );
}
