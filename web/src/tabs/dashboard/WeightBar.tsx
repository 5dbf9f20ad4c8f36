import { percent } from "@/components/format/number";
import type { Action } from "@/contract/generated";

import styles from "./WeightBar.module.css";

/** From what was held to what is wanted, on a scale of one budget (two-sided where an agent goes short). */
export function WeightBar({ from, to, action }: { from: number; to: number; action: Action }) {
  const low = Math.min(0, from, to);
  const span = Math.max(1, from, to) - low;
  const x = (weight: number): number => ((weight - low) / span) * 100;
  const kept = from * to > 0 ? Math.sign(to) * Math.min(Math.abs(from), Math.abs(to)) : 0;
  const changeFrom = x(Math.min(from, to));
  return (
    <svg className={styles.bar} viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label={`From ${percent(from)} to ${percent(to)}`}>
      <rect className={styles.track} width="100" height="8" />
      <rect className={styles.kept} x={Math.min(x(0), x(kept))} width={Math.abs(x(kept) - x(0))} height="8" />
      <rect className={styles[action]} x={changeFrom} width={x(Math.max(from, to)) - changeFrom} height="8" />
    </svg>
  );
}
