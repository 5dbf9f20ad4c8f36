import { useMeasure } from "@/components/useMeasure";
import { axisWords, percent } from "@/components/format/number";
import { day, hourMinute, monthYear } from "@/components/format/time";
import { usePreferences } from "@/live/preferences";

import styles from "./EquityChart.module.css";
import { type Curve, thin, ticks } from "./equityShape";

const MOST_POINTS = 400;
const AXIS = 62;
const FOOT = 18;
const BETWEEN = 14; // the lowest label of equity stands clear of the zero of the drawdown
const LEAST_PRINTED = 0.0005; // a smaller drawdown would read as a second zero
const DAY_NS = 86_400e9;
const YEAR_NS = 366 * DAY_NS;

/** Equity above, drawdown below, on one time axis. */
export function EquityChart({ curve, synthetic }: { curve: Curve; synthetic: boolean }) {
  const [place, size] = useMeasure();
  return (
    <div ref={place} className={styles.place}>
      {size && size.width > AXIS && <Drawing curve={curve} width={size.width} height={size.height} synthetic={synthetic} />}
    </div>
  );
}

function Drawing({ curve, width, height, synthetic }: { curve: Curve; width: number; height: number; synthetic: boolean }) {
  const at = thin(curve.t.length, MOST_POINTS);
  const plot = width - AXIS;
  const under = Math.max(24, (height - FOOT) * 0.24);
  const upper = height - FOOT - under - BETWEEN;
  const values = at.flatMap((index) => [curve.equity[index], curve.benchmark[index]]).filter((value) => typeof value === "number");
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const worst = Math.max(...curve.drawdown, 1e-6);

  const x = (order: number): number => (order / Math.max(at.length - 1, 1)) * (plot - 12) + 12;
  const y = (value: number): number => 6 + (1 - (value - low) / span) * (upper - 12);
  const top = upper + BETWEEN;
  const yDown = (drawdown: number): number => top + (drawdown / worst) * (under - 4);
  const path = (column: readonly (number | null)[], toY: (value: number) => number): string => {
    let pen = "M";
    let drawn = "";
    at.forEach((index, order) => {
      const value = column[index];
      if (typeof value !== "number") {
        pen = "M";
        return;
      }
      drawn += `${pen}${x(order).toFixed(1)} ${toY(value).toFixed(1)}`;
      pen = "L";
    });
    return drawn;
  };
  const down = path(curve.drawdown, yDown);
  const lastX = x(at.length - 1);
  const levels = ticks(low, low + span);
  const words = axisWords(levels);
  return (
    <svg className={styles.chart} width={width} height={height} role="img" aria-label={`${synthetic ? "SYNTHETIC. " : ""}${summary(curve)}`}>
      {synthetic && (
        <text className={styles.watermark} x={plot / 2} y={upper / 2} textAnchor="middle" dominantBaseline="central">
          SYNTHETIC
        </text>
      )}
      {levels.map((value, index) => (
        <g key={value}>
          <path className={styles.grid} d={`M0 ${y(value)}H${plot}`} />
          <text className={styles.axis} x={width - 12} y={y(value) + 4} textAnchor="end">
            {words[index]}
          </text>
        </g>
      ))}
      <path className={styles.benchmark} d={path(curve.benchmark, y)} />
      <path className={styles.equity} d={path(curve.equity, y)} />
      <circle className={styles.now} cx={lastX} cy={y(curve.equity.at(-1) ?? 0)} r="2.6" />
      <path className={styles.under} d={`${down}L${lastX.toFixed(1)} ${top}L${x(0).toFixed(1)} ${top}Z`} />
      <path className={styles.drawdown} d={down} />
      <text className={styles.axis} x={width - 12} y={top + 6} textAnchor="end">
        0
      </text>
      {worst >= LEAST_PRINTED && (
        <text className={styles.axis} x={width - 12} y={top + under} textAnchor="end">
          {percent(-worst, 1)}
        </text>
      )}
      <Days curve={curve} at={at} x={x} y={height - 5} plot={plot} />
    </svg>
  );
}

function Days({ curve, at, x, y, plot }: { curve: Curve; at: readonly number[]; x: (order: number) => number; y: number; plot: number }) {
  const long = (curve.t.at(-1) ?? 0) - (curve.t[0] ?? 0) > YEAR_NS;
  const count = Math.min(long ? 4 : 5, at.length);
  const orders = Array.from({ length: count }, (_, index) => Math.round(((index + 0.5) * at.length) / count));
  const zone = usePreferences((state) => state.zone);
  const span = (curve.t.at(-1) ?? 0) - (curve.t[0] ?? 0);
  const name = (order: number): string => {
    const ms = (curve.t[at[order] ?? 0] ?? 0) / 1e6;
    if (long) return monthYear(ms);
    return span < 2 * DAY_NS ? hourMinute(ms, zone) : day(ms, "UTC");
  };
  const places = orders.map((order) => ({ order, text: name(order), middle: Math.min(x(order), plot - 20) }));
  const shown = places.filter(({ middle, text }, index) => {
    const before = places[index - 1];
    return !before || (middle - before.middle > 46 && text !== before.text);
  });
  return shown.map(({ order, text, middle }) => (
    <text key={order} className={styles.axis} x={middle} y={y} textAnchor="middle">
      {text}
    </text>
  ));
}

function summary(curve: Curve): string {
  const worst = Math.max(...curve.drawdown, 0);
  return `Equity over ${curve.t.length} points, largest drawdown ${percent(worst, 1)}`;
}
