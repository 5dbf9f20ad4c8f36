import { useState } from "react";

import { Dialog } from "@/components/Dialog";
import { Empty } from "@/components/Empty";
import { Glyph, type Shape, type Tone } from "@/components/Glyph";
import { Icon } from "@/components/Icon";
import { Sentence } from "@/components/Sentence";
import { age } from "@/components/format/time";
import type { Severity } from "@/contract/generated";
import { usePlatformNow } from "@/live/selectors";
import { useLive } from "@/live/store";

import styles from "./AlertsBell.module.css";

export const SEVERITY: Record<Severity, { shape: Shape; tone: Tone }> = {
  info: { shape: "dot", tone: "neutral" },
  warning: { shape: "triangle", tone: "warn" },
  critical: { shape: "square", tone: "bad" },
};

/** Counts what came since it was last opened. */
export function AlertsBell() {
  const alerts = useLive((state) => state.alerts);
  const [open, setOpen] = useState(false);
  const [seen, setSeen] = useState(0);
  const fresh = alerts.filter((alert) => alert.seq > seen && alert.severity !== "info").length;
  const close = (): void => {
    setSeen(alerts.at(-1)?.seq ?? seen);
    setOpen(false);
  };
  return (
    <>
      <button type="button" className={styles.bell} aria-label={`Alerts, ${fresh} new`} onClick={() => setOpen(true)}>
        <Icon name="bell" size={18} />
        {fresh > 0 && <span className={styles.count}>{fresh > 99 ? "99" : fresh}</span>}
      </button>
      <Dialog title="Alerts" open={open} onClose={close}>
        <AlertList />
      </Dialog>
    </>
  );
}

function AlertList() {
  const alerts = useLive((state) => state.alerts);
  const now = usePlatformNow();
  if (alerts.length === 0) return <Empty>No alerts. What needs you will be named here.</Empty>;
  return (
    <ul className={styles.list}>
      {alerts.toReversed().map((alert) => (
        <li key={alert.seq} className={styles.item}>
          <Glyph {...SEVERITY[alert.severity]} />
          <span>
            <Sentence text={alert.text} /> <span className={styles.code}>{alert.code}</span>
          </span>
          <span className={styles.age}>{age(now - alert.as_of_ns / 1e6)}</span>
        </li>
      ))}
    </ul>
  );
}
