import type { ReactNode } from "react";

import styles from "./Empty.module.css";
import { Sentence } from "./Sentence";

/** Nothing here yet, and what to do about it. */
export function Empty({ children, command }: { children: ReactNode; command?: string | undefined }) {
  return (
    <div className={styles.empty}>
      <p>{typeof children === "string" ? <Sentence text={children} /> : children}</p>
      {command !== undefined && <code className={styles.command}>{command}</code>}
    </div>
  );
}

/** A request failed: the cause in words, and a way to try again. */
export function Failed({ message, onRetry }: { message: string; onRetry?: () => void }) {
  return (
    <div className={styles.empty} role="status">
      <p>
        <Sentence text={message} />
      </p>
      {onRetry && (
        <button type="button" className={styles.retry} onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
