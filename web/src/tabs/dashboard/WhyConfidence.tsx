import { Meter } from "@/components/Meter";
import { decimal } from "@/components/format/number";
import type { DecisionRow, Explanation } from "@/contract/generated";

import styles from "./WhyParts.module.css";

const FAR = 3;

/** How decisive the policy was and how well it knows such markets. Not a probability of profit. */
export function WhyConfidence({ row, explanation, output }: { row: DecisionRow; explanation: Explanation | null; output: readonly number[] }) {
  const distance = explanation?.distance ?? null;
  if (row.reason !== "policy" && row.reason !== "baseline" && row.reason !== "script") return null; // nobody was asked
  if (row.reason === "baseline" || row.reason === "script") {
    return (
      <section className={styles.part}>
        <div className={styles.title}>
          <h4>{row.reason === "baseline" ? "A fixed rule" : "Replayed decisions"}</h4>
          <span>nothing learned to be confident of</span>
        </div>
      </section>
    );
  }
  const decisiveness = row.confidence ?? 0;
  return (
    <section className={styles.part}>
      <div className={styles.title}>
        <h4>Confidence {decimal(decisiveness)}</h4>
        <span>decisiveness, not a chance of profit</span>
      </div>
      <dl className={styles.metered}>
        <dt>Decisiveness</dt>
        <dd>
          <Meter value={decisiveness} label={`Decisiveness ${decimal(decisiveness)}`} />
        </dd>
        <dd className={styles.value}>{decimal(decisiveness)}</dd>
        <dd className={styles.note}>{runnerUp(output)}</dd>
        {distance !== null && (
          <>
            <dt>Inside training data</dt>
            <dd>
              <Meter value={1 / Math.max(1, distance)} label={`Distance ${decimal(distance, 1)}`} />
            </dd>
            <dd className={styles.value}>{decimal(1 / Math.max(1, distance))}</dd>
            <dd className={distance > FAR ? styles.warn : styles.note}>{distanceWords(distance)}</dd>
          </>
        )}
        {explanation && explanation.skill !== "" && (
          <>
            <dt>Skill</dt>
            <dd className={styles.wide}>{explanation.skill}</dd>
          </>
        )}
      </dl>
    </section>
  );
}

function distanceWords(distance: number): string {
  if (distance > FAR) return `far: ${decimal(distance, 1)}× typical`;
  return `${decimal(distance, 1)}× typical`;
}

/** PPO gives a probability for each of its target weights; the second best says how close the call was. */
function runnerUp(output: readonly number[]): string {
  const isDistribution = output.length > 2 && Math.abs(output.reduce((sum, each) => sum + each, 0) - 1) < 1e-3;
  if (!isDistribution) return "";
  const second = output.toSorted((a, b) => b - a)[1] ?? 0;
  return `runner-up: ${decimal(second)}`;
}
