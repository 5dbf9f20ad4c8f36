import styles from "./Meter.module.css";

/** A share of one as a thin bar. The number stands beside it. */
export function Meter({ value, label }: { value: number; label: string }) {
  const share = Math.max(0, Math.min(1, value));
  return (
    <svg className={styles.meter} viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label={label}>
      <rect className={styles.track} width="100" height="4" />
      <rect className={styles.fill} width={share * 100} height="4" />
    </svg>
  );
}
