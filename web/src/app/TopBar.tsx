import { Age } from "@/components/Age";
import { Chip } from "@/components/Chip";
import { signedMoney, signedPercent } from "@/components/format/number";
import type { Label } from "@/contract/generated";
import { usePriceAge } from "@/live/selectors";
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
      <span className={styles.bell}>
        <AlertsBell />
      </span>
      <KillButton />
    </header>
  );
}

const ABOUT: Record<Label, string> = {
  SIMULATED: "No order leaves this machine",
  SYNTHETIC: "An invented market: no price here was ever quoted",
  REPLAY: "Recorded bars, played at a chosen speed",
  "IN SAMPLE": "A model was trained on bars that these figures hold: they prove nothing",
};

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
        <Chip key={label} kind={label === "SYNTHETIC" ? "loud" : "plain"} title={ABOUT[label]}>
          {label}
        </Chip>
      ))}
    </div>
  );
}

function DayResult() {
  const account = useLive((state) => state.status?.account);
  const { ageMs, staleAfterMs } = usePriceAge(account?.as_of_ns);
  const pnl = account?.day_pnl ?? null;
  const tone = pnl === null || pnl === 0 ? "" : pnl > 0 ? styles.gain : styles.loss;
  return (
    <div className={styles.day}>
      <div className={styles.label}>
        Day P&amp;L {account && <Age ms={ageMs} staleAfterMs={staleAfterMs} />}
      </div>
      <div className={`${styles.number} ${ageMs !== null && ageMs >= staleAfterMs ? styles.stale : tone}`}>
        {signedMoney(pnl)} <span className={styles.small}>{signedPercent(account?.day_pnl_fraction)}</span>
      </div>
    </div>
  );
}
