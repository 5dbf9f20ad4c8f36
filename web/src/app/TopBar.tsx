import { Chip } from "@/components/Chip";
import { signedMoney, signedPercent } from "@/components/format/number";
import { useLive } from "@/live/store";

import { AlertsBell } from "./AlertsBell";
import { HealthStrip } from "./HealthStrip";
import { KillButton } from "./KillButton";
import { SymbolPrice } from "./SymbolPrice";
import styles from "./TopBar.module.css";

/** Mode and labels, price, health, the day, alerts, KILL: the same on every tab. */
export function TopBar() {
  return (
    <header className={styles.bar}>
      <ModeChips />
      <SymbolPrice />
      <HealthStrip />
      <DayResult />
      <AlertsBell />
      <KillButton />
    </header>
  );
}

function ModeChips() {
  const mode = useLive((state) => state.status?.mode);
  const labels = useLive((state) => state.status?.labels);
  if (!mode) return <span className={styles.mode}>–</span>;
  const others = (labels ?? []).filter((label) => !(label === "SIMULATED" && mode === "simulate"));
  return (
    <div className={styles.chips}>
      <span className={styles.mode} data-mode={mode}>
        {mode === "simulate" ? "SIMULATED" : mode.toUpperCase()}
      </span>
      {others.map((label) => (
        <Chip key={label} kind={label === "SYNTHETIC" ? "warn" : "plain"}>
          {label}
        </Chip>
      ))}
    </div>
  );
}

function DayResult() {
  const account = useLive((state) => state.status?.account);
  const pnl = account?.day_pnl ?? null;
  const tone = pnl === null || pnl === 0 ? "" : pnl > 0 ? styles.gain : styles.loss;
  return (
    <div className={styles.day}>
      <div className={styles.label}>Day P&amp;L</div>
      <div className={`${styles.number} ${tone}`}>
        {signedMoney(pnl)} <span className={styles.small}>{signedPercent(account?.day_pnl_fraction)}</span>
      </div>
    </div>
  );
}
