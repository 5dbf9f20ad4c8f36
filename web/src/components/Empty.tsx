import type { ReactNode } from "react";

import styles from "./Empty.module.css";

/** Nothing here yet, and what to do about it. */
export function Empty({ children, command }: { children: ReactNode; command?: string | undefined }) {
  return (
    <div className={styles.empty}>
      <p>{children}</p>
      {command !== undefined && <code className={styles.command}>{command}</code>}
    </div>
  );
}

/** A request failed: the cause in words, and a way to try again. */
export function Failed({ message, onRetry }: { message: string; onRetry?: () => void }) {
  return (
    <div className={styles.empty} role="status">
      <p>{message}</p>
      {onRetry && (
        <button type="button" className={styles.retry} onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
