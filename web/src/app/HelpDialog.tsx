import { Dialog } from "@/components/Dialog";

import styles from "./HelpDialog.module.css";

const KEYS: readonly (readonly [readonly string[], string])[] = [
  [["1", "2", "3", "4", "5"], "tabs"],
  [["[", "]"], "decision before, decision after"],
  [["P"], "pause or resume the agent in focus"],
  [["/"], "filter"],
  [["?"], "this list"],
  [["Alt", "Shift", "K"], "kill: block every new order"],
];

export function HelpDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog title="Keys" open={open} onClose={onClose}>
      <dl className={styles.keys}>
        {KEYS.map(([keys, text]) => (
          <div key={text} className={styles.row}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
