import { type ReactNode, useId, useRef, useState } from "react";

import styles from "./Popover.module.css";

type Props = { label: string; className?: string | undefined; trigger: ReactNode; children: ReactNode };

/** A button whose details open below it; the browser closes them on Escape and on a press elsewhere. */
export function Popover({ label, className, trigger, children }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const place = (): void => {
    if (!button.current || !box.current) return;
    const { left, bottom } = button.current.getBoundingClientRect();
    const most = document.documentElement.clientWidth - box.current.offsetWidth - 12;
    box.current.style.left = `${Math.max(12, Math.min(left - 12, most))}px`;
    box.current.style.top = `${bottom + 8}px`;
  };
  return (
    <>
      <button ref={button} type="button" className={`${styles.trigger} ${className ?? ""}`} popoverTarget={id} aria-expanded={open}>
        {trigger}
      </button>
      <div
        ref={box}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className={styles.box}
        onToggle={(event) => {
          setOpen(event.newState === "open");
          if (event.newState === "open") place();
        }}
      >
        {open && children}
      </div>
    </>
  );
}
