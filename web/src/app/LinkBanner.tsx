import { Glyph } from "@/components/Glyph";
import { age, clock, zoneName } from "@/components/format/time";
import { usePreferences } from "@/live/preferences";
import { useLink } from "@/live/selectors";
import { useLive } from "@/live/store";

import styles from "./LinkBanner.module.css";

/** While the platform is not heard: how old everything on the page is, and how to stop it all the same. */
export function LinkBanner() {
  const { link, ageMs } = useLink();
  const beatMs = useLive((state) => state.beatMs);
  const zone = usePreferences((state) => state.zone);
  if (link !== "down" || beatMs === null) return null;
  return (
    <section className={styles.banner} role="alert" aria-label="Not connected">
      <span className={styles.word}>
        <Glyph shape="square" tone="bad" /> NOT CONNECTED
      </span>
      <p>
        The platform was last heard {age(ageMs)} ago, at {clock(beatMs, zone)} {zoneName(zone)}. What stands here is from then; orders at the broker
        may have changed since.
      </p>
      <p className={styles.way}>
        This page keeps trying. To stop trading now, run <code>rlbot kill</code> in the platform's folder.
      </p>
    </section>
  );
}
