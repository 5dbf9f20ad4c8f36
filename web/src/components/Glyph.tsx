import styles from "./Glyph.module.css";

export type Tone = "buy" | "sell" | "gain" | "loss" | "ok" | "warn" | "bad" | "neutral" | "muted";
export type Shape = "dot" | "ring" | "triangle" | "square" | "up" | "down" | "spin" | "pause" | "dash";

/** Shape and colour together carry a state; the word beside it says the same. */
export function Glyph({ shape, tone, hollow = false, size = 10 }: { shape: Shape; tone: Tone; hollow?: boolean; size?: number }) {
  const className = [styles.glyph, styles[tone], hollow ? styles.hollow : "", shape === "spin" ? styles.spin : ""].join(" ");
  return (
    <svg className={className} width={size} height={size} viewBox="0 0 10 10" aria-hidden="true" focusable="false">
      {shape === "dot" && <circle cx="5" cy="5" r="3.6" />}
      {shape === "ring" && <circle className={styles.stroke} cx="5" cy="5" r="3.4" strokeDasharray="1.8 1.6" />}
      {(shape === "triangle" || shape === "up") && <path d="M5 .9 9.5 9.1H.5z" />}
      {shape === "down" && <path d="M5 9.1.5.9h9z" />}
      {shape === "square" && <rect x="1" y="1" width="8" height="8" rx="1.2" />}
      {shape === "pause" && <path d="M2.2 1.4h1.9v7.2H2.2zM5.9 1.4h1.9v7.2H5.9z" />}
      {shape === "dash" && <rect x="1.5" y="4.3" width="7" height="1.4" />}
      {shape === "spin" && <path className={styles.stroke} d="M5 1.4A3.6 3.6 0 1 1 1.9 7" />}
    </svg>
  );
}
