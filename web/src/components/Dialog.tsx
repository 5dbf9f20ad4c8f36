import { type ReactNode, useEffect, useRef } from "react";

import { Button } from "./Button";
import styles from "./Dialog.module.css";
import { Icon } from "./Icon";

type Props = { title: string; open: boolean; onClose: () => void; children: ReactNode };

/** The browser's own dialog: it traps the focus and closes on Escape. */
export function Dialog({ title, open, onClose, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    <dialog ref={ref} className={styles.dialog} aria-label={title} onClose={onClose}>
      <header className={styles.header}>
        <h2>{title}</h2>
        <Button kind="icon" aria-label={`Close ${title}`} onClick={onClose}>
          <Icon name="close" size={12} />
        </Button>
      </header>
      {open && children}
    </dialog>
  );
}
