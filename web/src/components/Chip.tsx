import type { ReactNode } from "react";

import styles from "./Chip.module.css";

/** A short word in a box: a mode, a label. */
export function Chip({ children, kind = "plain", title }: { children: ReactNode; kind?: "plain" | "warn" | "loud" | "hatch"; title?: string }) {
  return (
    <span className={`${styles.chip} ${styles[kind]}`} title={title}>
      {children}
    </span>
  );
}
