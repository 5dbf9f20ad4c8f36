import styles from "./Sparkline.module.css";

/** A line without axes: shape only. The figure it belongs to stands beside it in words. */
export function Sparkline({ values, width = 80, height = 30 }: { values: readonly number[]; width?: number; height?: number }) {
  if (values.length < 2) return <svg className={styles.line} width={width} height={height} aria-hidden="true" />;
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  const step = width / (values.length - 1);
  const y = (value: number): number => (span === 0 ? height / 2 : height - 2 - ((value - low) / span) * (height - 4));
  const path = values.map((value, index) => `${index === 0 ? "M" : "L"}${(index * step).toFixed(1)} ${y(value).toFixed(1)}`).join("");
  const start = y(values[0] ?? 0).toFixed(1);
  return (
    <svg className={styles.line} width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <path className={styles.base} d={`M0 ${start}H${width}`} />
      <path d={path} />
    </svg>
  );
}

/** Bars up and down from a zero line. */
export function BarSpark({ values, width = 132, height = 36 }: { values: readonly number[]; width?: number; height?: number }) {
  const recent = values.slice(-48);
  const largest = Math.max(...recent.map(Math.abs), 1e-12);
  const step = width / Math.max(recent.length, 1);
  return (
    <svg className={styles.bars} width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {recent.map((value, index) => {
        const size = (Math.abs(value) / largest) * (height / 2);
        return (
          <rect
            key={index}
            className={value < 0 ? styles.below : styles.above}
            x={index * step}
            y={value < 0 ? height / 2 : height / 2 - size}
            width={Math.max(step - 1.2, 1)}
            height={Math.max(size, 0.6)}
          />
        );
      })}
    </svg>
  );
}
