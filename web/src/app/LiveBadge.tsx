import { Glyph } from "@/components/Glyph";
import { age, clock, zoneName } from "@/components/format/time";
import type { Link } from "@/live/freshness";
import { usePreferences } from "@/live/preferences";
import { useLink, usePlatformNow } from "@/live/selectors";
import { useLive } from "@/live/store";

import styles from "./LiveBadge.module.css";

const WORDS: Record<Link, string> = { live: "Online", stale: "Stale", down: "Offline" };

/** By the age of the last heartbeat, not by what the socket believes. */
export function LiveBadge({ onHelp }: { onHelp: () => void }) {
  const { link, ageMs } = useLink();
  const connection = useLive((state) => state.connection);
  const zone = usePreferences((state) => state.zone);
  const now = usePlatformNow();
  return (
    <footer className={styles.badge}>
      <span className={styles.link} data-link={link}>
        <Glyph shape={link === "live" ? "dot" : link === "stale" ? "triangle" : "square"} tone={link === "live" ? "ok" : link === "stale" ? "warn" : "bad"} size={9} />
        {WORDS[link]} <span className={styles.soft}>{connection === "open" || ageMs !== null ? age(ageMs) : connection}</span>
      </span>
      <time className={styles.soft}>
        {clock(now, zone)} {zoneName(zone)}
      </time>
      <div className={styles.small}>
        <button type="button" className={styles.help} onClick={onHelp} aria-keyshortcuts="?">
          Keys ?
        </button>
        <a className={styles.credit} href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
          Charts by TradingView
        </a>
      </div>
    </footer>
  );
}
