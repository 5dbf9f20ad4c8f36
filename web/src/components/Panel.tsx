import type { ReactNode } from "react";

import { Age } from "./Age";
import styles from "./Panel.module.css";

type Props = {
  title: ReactNode;
  /** Read out as the region's name. */
  label: string;
  note?: ReactNode;
  aside?: ReactNode;
  /** Milliseconds since the panel's data was true; null where nothing has come yet, undefined where age means nothing. */
  ageMs?: number | null | undefined;
  staleAfterMs?: number;
  controls?: ReactNode;
  /** The body may scroll and holds nothing to press: then the keyboard must reach it. */
  scrolls?: boolean;
  className?: string | undefined;
  bodyClassName?: string | undefined;
  children: ReactNode;
};

/** A titled box whose header closes with the age of what it shows. */
export function Panel({ title, label, note, aside, ageMs, staleAfterMs, controls, scrolls = false, className, bodyClassName, children }: Props) {
  return (
    <section className={`${styles.panel} ${className ?? ""}`} aria-label={label}>
      <header className={styles.header}>
        <h2 className={styles.title}>{title}</h2>
        {note !== undefined && note !== "" && <div className={styles.note}>{note}</div>}
        <div className={styles.aside}>
          {aside}
          {ageMs !== undefined && <Age ms={ageMs} staleAfterMs={staleAfterMs} />}
          {controls}
        </div>
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <div tabIndex={scrolls ? 0 : undefined} className={`${styles.body} ${bodyClassName ?? ""}`}>{children}</div>
    </section>
  );
}
