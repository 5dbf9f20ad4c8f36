import type { ReactNode } from "react";

import { BarSpark } from "@/components/Sparkline";
import { Age } from "@/components/Age";
import { basisPoints, decimal, percent, plural, signedSmall } from "@/components/format/number";
import { dayYear } from "@/components/format/time";
import type { Actions, Agent, Metrics } from "@/contract/generated";
import { useAge } from "@/live/selectors";
import { useLive } from "@/live/store";

import styles from "./MetricStrip.module.css";

const ACCOUNT = "";

/** The figures people ask for first. A ratio from too short a sample is muted and says so. */
export function MetricStrip({ agent }: { agent: Agent }) {
  const account = useLive((state) => state.metrics[ACCOUNT]);
  const own = useLive((state) => state.metrics[agent.id]);
  const { ageMs, staleAfterMs } = useAge(account?.as_of_ns ?? own?.as_of_ns);
  const shown = account ?? own;
  return (
    <section className={styles.strip} aria-label="Figures of the run">
      <Ratio
        name={shown?.agent ? `Sharpe, ${shown.agent}` : "Sharpe, account"}
        warning={<SeenBefore fraction={shown?.in_sample ?? 0} />}
        value={shown?.sharpe}
        metrics={shown}
        note={interval(shown)}
      />
      <Ratio name="Sortino" value={shown?.sortino} metrics={shown} note={!shown ? "" : shown.enough ? plural(shown.days, "day") : shown.note || tooShort(shown)} />
      <Cell name="Max drawdown" note={shown?.max_drawdown_ns ? dayYear(shown.max_drawdown_ns / 1e6, "UTC") : ""}>
        {percent(shown?.max_drawdown === null || shown?.max_drawdown === undefined ? null : -shown.max_drawdown, 1)}
      </Cell>
      <Cell name="Win rate" note={shown ? `${shown.wins} of ${shown.closed} closed` : ""}>
        {percent(shown?.win_rate)}
      </Cell>
      <ActionMix actions={shown?.actions} decisions={shown?.decisions ?? 0} />
      <Reward agent={agent} metrics={own} />
      <div className={styles.age}>
        <Age ms={ageMs} staleAfterMs={staleAfterMs} />
      </div>
    </section>
  );
}

/** How many of the bars behind the figures a model was trained on; a small share is not nothing. */
function SeenBefore({ fraction }: { fraction: number }) {
  if (fraction <= 0) return null;
  return (
    <b className={styles.seen} title="A model was trained on so many of the bars behind these figures: they prove nothing">
      IN SAMPLE {fraction < 0.01 ? `< ${percent(0.01)}` : percent(fraction)}
    </b>
  );
}

function tooShort(metrics: Metrics): string {
  return `${plural(metrics.days, "day")}: too short`;
}

function interval(metrics: Metrics | undefined): string {
  if (metrics?.sharpe_low === null || metrics?.sharpe_low === undefined) return "";
  return `${percent(0.95)} CI ${decimal(metrics.sharpe_low, 1)} to ${decimal(metrics.sharpe_high, 1)}`;
}

function Cell({ name, warning, note = "", children, muted = false }: { name: string; warning?: ReactNode; note?: string; children: ReactNode; muted?: boolean }) {
  return (
    <div className={styles.cell}>
      <div className={styles.name}>
        {name} {warning}
      </div>
      <div className={styles.line}>
        <span className={styles.value} data-muted={muted}>
          {children}
        </span>
        {note !== "" && (
          <span className={styles.note} title={note}>
            {note}
          </span>
        )}
      </div>
    </div>
  );
}

type RatioProps = { name: string; warning?: ReactNode; value: number | null | undefined; metrics: Metrics | undefined; note: string };

function Ratio({ name, warning, value, metrics, note }: RatioProps) {
  return (
    <Cell name={name} warning={warning} note={note} muted={metrics !== undefined && !metrics.enough}>
      {decimal(value, 1)}
    </Cell>
  );
}

function ActionMix({ actions, decisions }: { actions: Actions | undefined; decisions: number }) {
  const { buy = 0, hold = 0, sell = 0 } = actions ?? {};
  const total = Math.max(buy + hold + sell, 1);
  return (
    <div className={styles.mix}>
      <div className={styles.name}>Actions, {plural(decisions, "decision")}</div>
      <svg className={styles.bar} viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect className={styles.hold} width="100" height="6" />
        <rect className={styles.buy} width={(buy / total) * 100} height="6" />
        <rect className={styles.sell} x={100 - (sell / total) * 100} width={(sell / total) * 100} height="6" />
      </svg>
      <div className={styles.counts}>
        <span>buy {decimal(buy, 0)}</span>
        <span>hold {decimal(hold, 0)}</span>
        <span>sell {decimal(sell, 0)}</span>
      </div>
    </div>
  );
}

/** PPO's reward and the rules' is a log return less a penalty, so basis points; SAC's has no unit. */
function rewardWords(agent: Agent, value: number | null | undefined): string {
  if (agent.algorithm === "sac") return signedSmall(value);
  return basisPoints(value);
}

function Reward({ agent, metrics }: { agent: Agent; metrics: Metrics | undefined }) {
  const rewards = metrics?.rewards.length ? metrics.rewards : agent.rewards;
  return (
    <div className={styles.reward}>
      <div>
        <div className={styles.name}>Reward per step</div>
        <div className={styles.line}>
          <span className={styles.value}>{rewardWords(agent, metrics?.reward_per_step)}</span>
          <span className={styles.note}>{agent.id}</span>
        </div>
      </div>
      <BarSpark values={rewards} />
    </div>
  );
}
