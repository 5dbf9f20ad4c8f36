import { Icon, Solid } from "@/components/Icon";
import { Sentence } from "@/components/Sentence";
import { killWords } from "@/live/killFlow";

import { kill } from "./kill";
import styles from "./KillButton.module.css";
import { useKillView } from "./useKillView";

/** The only filled red of the page. One click, no question. */
export function KillButton() {
  const { view } = useKillView();
  const halted = view.phase === "halted";
  const words = killWords(view);
  return (
    <div className={styles.place}>
      <button
        type="button"
        className={styles.kill}
        data-phase={view.phase}
        aria-label={view.phase === "ready" ? "Kill: block every new order" : words}
        aria-keyshortcuts="Alt+Shift+K"
        title="Blocks every new order, cancels entries, keeps protective stops. Alt+Shift+K"
        aria-disabled={halted}
        onClick={() => void (halted || kill())}
      >
        {halted ? <Icon name="lock" size={14} /> : <Solid name="stop" size={13} />}
        <span>{words}</span>
      </button>
      {view.phase === "not_confirmed" && (
        <div className={styles.fallback} role="alert">
          <b>The platform has not confirmed the kill.</b> <Sentence text={view.cause} /> Run <code>rlbot kill</code> in its folder, or cancel the
          orders in the broker's own program. This page keeps trying.
        </div>
      )}
    </div>
  );
}
