import styles from "./Age.module.css";
import { Glyph } from "./Glyph";
import { age } from "./format/time";

/** How old the data beside it is; past `staleAfterMs` it says so with a triangle. */
export function Age({ ms, staleAfterMs = 15_000 }: { ms: number | null; staleAfterMs?: number | undefined }) {
  if (ms === null) return <span className={styles.age}>no data yet</span>;
  if (ms < staleAfterMs) return <span className={styles.age}>{age(ms)}</span>;
  return (
    <span className={styles.stale}>
      <Glyph shape="triangle" tone="warn" size={9} /> stale {age(ms)}
    </span>
  );
}
