import { points, unbroken } from "@/components/format/number";
import type { DriverShare, Explanation } from "@/contract/generated";

import styles from "./WhyParts.module.css";

const SHOWN = 5;
const COUNT = ["No", "One", "Two", "Three", "Four", "Five"];

function tone(effect: number): string {
  return (effect < 0 ? styles.sell : styles.buy) ?? "";
}

/** Decimals such that the printed parts still tell something: whole points, tenths where all effects are small. */
function decimalsFor(explanation: Explanation): number {
  return Math.max(...explanation.drivers.map((each) => Math.abs(each.effect)), Math.abs(explanation.total_effect)) < 0.1 ? 1 : 0;
}

/** The inputs that moved the decision most, and what all together came to. The printed parts add up to the printed sum. */
export function WhyDrivers({ explanation }: { explanation: Explanation }) {
  const shown = explanation.drivers.slice(0, SHOWN);
  const decimals = decimalsFor(explanation);
  const largest = Math.max(...shown.map((each) => Math.abs(each.effect)), 1e-9);
  return (
    <section className={styles.part}>
      <div className={styles.title}>
        <h4>
          {shown.length === 1 ? "Top driver" : `Top ${(COUNT[shown.length] ?? String(shown.length)).toLowerCase()} drivers`}
        </h4>
        <span>effect on target weight</span>
      </div>
      <ul className={styles.drivers}>
        {shown.map((driver) => (
          <Driver key={driver.feature} driver={driver} largest={largest} decimals={decimals} />
        ))}
      </ul>
      <div className={styles.sum}>
        <span>other inputs {points(othersOf(explanation, shown, decimals), decimals)}</span>
        <span>
          sum <b className={tone(explanation.total_effect)}>{points(explanation.total_effect, decimals)}</b>
        </span>
      </div>
      {explanation.measured !== "" && <p className={styles.measured}>{unbroken(explanation.measured)}</p>}
      {explanation.flip !== "" && (
        <p className={styles.flip}>
          <span>Would flip if</span> {unbroken(explanation.flip)}
        </p>
      )}
    </section>
  );
}

function Driver({ driver, largest, decimals }: { driver: DriverShare; largest: number; decimals: number }) {
  const width = (Math.abs(driver.effect) / largest) * 48;
  return (
    <li className={styles.driver}>
      <span className={styles.label}>{driver.label}</span>
      <span className={styles.text}>{unbroken(driver.text)}</span>
      <svg className={styles.effect} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect className={styles.zero} x="49.6" width="0.8" height="10" />
        <rect className={tone(driver.effect)} x={driver.effect < 0 ? 50 - width : 50} width={width} y="0" height="10" />
      </svg>
      <span className={`${styles.points} ${tone(driver.effect)}`}>{points(driver.effect, decimals)}</span>
    </li>
  );
}

/** What is left of the printed sum after the printed drivers, so that what people read adds up. */
export function othersOf(explanation: Explanation, shown: readonly DriverShare[], decimals: number): number {
  const unit = 100 * 10 ** decimals;
  const printed = (value: number): number => Math.sign(value) * Math.round(Math.abs(value) * unit);
  const rest = printed(explanation.total_effect) - shown.reduce((sum, each) => sum + printed(each.effect), 0);
  return rest / unit;
}
