import type { ReactNode } from "react";

import { Icon } from "@/components/Icon";
import { basisPoints, decimal, money, plural, signed, signedMoney, unit } from "@/components/format/number";
import type { DecisionDetail, OrderOutcome } from "@/contract/generated";

import styles from "./WhyParts.module.css";

const VERB = { buy: "buying", sell: "selling", hold: "holding" };

/** What risk, broker and market made of it. */
export function WhyOutcome({ detail, gates }: { detail: DecisionDetail; gates: string }) {
  const { order, outcome, decision } = detail;
  return (
    <section className={styles.part}>
      <dl className={styles.facts}>
        <Fact name="Risk" kind="wrapped">
          <Risk order={order} />
        </Fact>
        {order.expected_cost !== null && (
          <Fact name="Expected cost" note={costNote(order)}>
            {money(order.expected_cost)}
          </Fact>
        )}
        {order.filled > 0 && (
          <Fact name="Fill" note={order.slippage_bps === null ? "" : `slippage ${basisPoints(order.slippage_bps / 1e4)}`}>
            {decimal(order.filled, 0)} @ {decimal(order.fill_price)}
          </Fact>
        )}
        <Fact name="Outcome so far" note={outcome.amount === null ? "" : `vs. not ${VERB[decision.action]}, at ${decimal(outcome.price)}`}>
          {outcome.amount === null ? "not known yet" : <Result amount={outcome.amount} />}
        </Fact>
        {outcome.reward !== null && (
          <Fact name="Reward" note={rewardParts(outcome.reward_parts)} kind="parts">
            {inPoints(outcome.reward_parts) ? basisPoints(outcome.reward) : signed(outcome.reward, 4)}
          </Fact>
        )}
        <Fact name={decision.reason === "baseline" ? "Rule" : "Model"} kind="wrapped">
          {decision.version || "none"}{" "}
          {decision.reason === "policy" && (
            <span className={styles.soft}>
              {gates} <span className={detail.proven ? "" : styles.warn}>{detail.proven ? "passed its gates" : "not proven, never live"}</span>
            </span>
          )}
        </Fact>
      </dl>
    </section>
  );
}

/** A reward made of log returns is read in basis points; a differential Sharpe has no unit. */
function inPoints(parts: Readonly<Record<string, number>>): boolean {
  return "log_return" in parts;
}

function rewardParts(parts: Readonly<Record<string, number>>): string {
  const words = inPoints(parts) ? (value: number) => signed(value * 1e4, 1) : (value: number) => signed(value, 4);
  return Object.entries(parts)
    .filter(([, value]) => !/^0\.0+$/.test(words(value)))
    .map(([name, value]) => `${name.replace("_penalty", "").replaceAll("_", " ")} ${words(value)}`)
    .join(", ");
}

function Fact({ name, note = "", kind, children }: { name: string; note?: string; kind?: "wrapped" | "parts"; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd className={kind && styles[kind]} title={note === "" ? undefined : note}>
        {children} {note !== "" && <span className={styles.aside}>{note}</span>}
      </dd>
    </div>
  );
}

function Risk({ order }: { order: OrderOutcome }) {
  if (order.state === "none") return <>no order needed</>;
  if (order.state === "refused" || order.state === "rejected") {
    return (
      <>
        <span className={styles.bad}>
          <Icon name="cross" size={11} />
        </span>{" "}
        {order.state}: {order.reason || order.rule}
      </>
    );
  }
  return (
    <>
      <span className={styles.ok}>
        <Icon name="check" size={12} />
      </span>{" "}
      approved{order.rules_passed > 0 ? `, ${plural(order.rules_passed, "rule")} passed` : ""}
      {order.filled === 0 && <span className={styles.aside}> {order.state.replaceAll("_", " ")}</span>}
    </>
  );
}

function costNote(order: OrderOutcome): string {
  if (order.expected_cost === null || !order.notional) return "";
  return `${unit(decimal((order.expected_cost / order.notional) * 1e4, 1), "bp")} of ${money(order.notional, 0)}`;
}

function Result({ amount }: { amount: number }) {
  return <span className={amount < 0 ? styles.loss : styles.gain}>{signedMoney(amount)}</span>;
}
