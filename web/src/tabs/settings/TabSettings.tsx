import { Appearance } from "./Appearance";
import { Health } from "./Health";
import { SessionPanel } from "./SessionPanel";
import styles from "./TabSettings.module.css";

/** How this browser sees things, who is signed in, and the state of every part. Default export: loaded when first shown. */
export default function TabSettings() {
  return (
    <div className={styles.grid}>
      <h1 className="visually-hidden">Settings</h1>
      <div className={styles.column}>
        <Health />
        <SessionPanel />
      </div>
      <div className={styles.column}>
        <Appearance />
      </div>
    </div>
  );
}
