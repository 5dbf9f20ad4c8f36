import { useEffect, useRef, useState } from "react";

import styles from "./HoldButton.module.css";

type Props = { seconds: number; onHeld: () => void; children: string; disabled?: boolean };

/** Does its work only after being held; letting go early does nothing. Space or Enter can be held as well. */
export function HoldButton({ seconds, onHeld, children, disabled = false }: Props) {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const [holding, setHolding] = useState(false);

  const release = (): void => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    setHolding(false);
  };
  const press = (): void => {
    if (disabled || timer.current !== null) return;
    setHolding(true);
    timer.current = setTimeout(() => {
      release();
      onHeld();
    }, seconds * 1000);
  };
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );

  return (
    <button
      type="button"
      className={styles.hold}
      data-holding={holding}
      disabled={disabled}
      onPointerDown={press}
      onPointerUp={release}
      onPointerLeave={release}
      onPointerCancel={release}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key === " " || event.key === "Enter") {
          event.preventDefault();
          press();
        }
      }}
      onKeyUp={release}
      onBlur={release}
    >
      <span className={styles.text}>{children}</span>
    </button>
  );
}
