import { Glyph } from "@/components/Glyph";
import { Icon } from "@/components/Icon";
import { Chip } from "@/components/Chip";
import { decimal, percent, unbroken } from "@/components/format/number";
import { age, clock, day, dayYear, zoneName } from "@/components/format/time";
import type { DecisionDetail, DecisionReason, DecisionRow } from "@/contract/generated";
import { usePreferences } from "@/live/preferences";
import { usePlatformNow } from "@/live/selectors";
import { useLive } from "@/live/store";

import styles from "./WhyCard.module.css";
import { WhyConfidence } from "./WhyConfidence";
import { WhyDrivers } from "./WhyDrivers";
import { WhyOutcome } from "./WhyOutcome";
import { WeightBar } from "./WeightBar";

const DAY_NS = 86_400e9;

/** What became of an order that did not become a position. */
const UNDONE = new Set(["refused", "rejected", "cancelled"]);

const REASONS: Partial<Record<DecisionReason, string>> = {
  warming: "The features are still warming up, so it holds.",
  paused: "The agent is paused, so it holds.",
  halted: "Trading is halted, so it holds.",
  failed: "The policy failed on this bar, so it holds.",
  script: "Replayed from a file of decisions.",
  baseline: "A fixed rule, not a learned policy.",
};

/** One decision: what, why, how sure, what moved it, what became of it. */
export function WhyCard({ row, detail, gates = "" }: { row: DecisionRow; detail: DecisionDetail | null; gates?: string }) {
  const fed = useLive((state) => state.explanations.get(row.decision_id) ?? null);
  const explanation = detail?.explanation ?? fed;
  const sentence = explanation?.sentence || row.sentence || REASONS[row.reason] || detail?.unexplained || "The reason is being worked out.";
  return (
    <article className={styles.card}>
      <Head row={row} quantity={detail?.order.quantity ?? 0} />
      <WeightBar from={row.current_weight} to={row.target_weight} action={row.action} />
      <p className={styles.sentence}>{unbroken(sentence)}</p>
      <WhyConfidence row={row} explanation={explanation} output={detail?.output ?? []} />
      {explanation && explanation.drivers.length > 0 && <WhyDrivers explanation={explanation} />}
      {detail && <WhyOutcome detail={detail} gates={gates} />}
    </article>
  );
}

function Head({ row, quantity }: { row: DecisionRow; quantity: number }) {
  const zone = usePreferences((state) => state.zone);
  const now = usePlatformNow();
  const verb = { buy: "Buy", sell: "Sell", hold: "Hold" }[row.action];
  const daily = row.bar_ns % DAY_NS === 0;
  const ms = row.bar_ns / 1e6;
  const when = daily ? dayYear(ms, "UTC") : `${day(ms, zone)} ${clock(ms, zone)} ${zoneName(zone)}`;
  const undone = UNDONE.has(row.order) ? row.order : "";
  return (
    <header>
      <div className={styles.head}>
        <h3 className={styles.hero}>
          {row.action === "hold" ? (
            <Glyph shape="dash" tone="muted" size={14} />
          ) : (
            <Glyph shape={row.action === "buy" ? "up" : "down"} tone={row.action} hollow={row.simulated} size={14} />
          )}
          {verb} {quantity > 0 && row.action !== "hold" ? `${decimal(quantity, 0)} ` : ""}
          {row.symbol}
          {undone !== "" && <Chip kind="warn">{undone}</Chip>}
        </h3>
        <div className={styles.weights}>
          {percent(row.current_weight)} <Icon name="arrow" size={14} /> <b>{percent(row.target_weight)}</b>
        </div>
      </div>
      <div className={styles.sub}>
        <span>
          {row.agent_id} · {when} · {age(now - row.as_of_ns / 1e6)} ago
        </span>
        <span className={styles.tags}>
          {row.in_sample && <Chip title="The model was trained on this bar">IN SAMPLE</Chip>}
          target weight
        </span>
      </div>
    </header>
  );
}
