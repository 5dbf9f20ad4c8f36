import { type IChartApi, type MouseEventParams, TickMarkType, type Time, type UTCTimestamp } from "lightweight-charts";

import { day, dayYear, hourMinute, weekday, type Zone } from "@/components/format/time";
import type { DecisionRow, Interval } from "@/contract/generated";
import type { BarSeries, Change } from "@/live/bars";

import { Bands, type Stretch } from "./Bands";
import { buildChart, RIGHT_OFFSET, type SeriesSet } from "./build";
import type { Colours } from "./colours";
import { DecisionMarks, type PlacedMark } from "./DecisionMarks";
import { type Level, Levels } from "./Levels";
import { markOf } from "./marks";
import { line, pointsOf, stanceOf } from "./points";
import { ChartTimes } from "./times";

export type Pointer = { index: number; decisionId: string | null };

export type ChartEvents = {
  onPointer: (pointer: Pointer | null) => void;
  onPick: (decisionId: string) => void;
  onScrolledBack: (back: boolean) => void;
  onNeedOlder: () => void;
};

const MOST_SINGLE_UPDATES = 40;

/** The price chart, driven by hand: bars come in by subscription and never pass through React. */
export class PriceChart {
  private readonly chart: IChartApi;
  private readonly set: SeriesSet;
  private readonly marks: DecisionMarks;
  private readonly levels: Levels;
  private readonly bands: Bands[];
  private readonly times: ChartTimes;
  private readonly forget: () => void;
  private decisions: ReadonlyMap<number, DecisionRow> = new Map();
  private indexOf = new Map<number, number>();
  private drawn = false;
  private inForce: DecisionRow | undefined;
  private killed: { ns: number; label: string } | null = null;
  private lines: readonly Level[] = [];

  constructor(
    element: HTMLElement,
    private readonly series: BarSeries,
    colours: Colours,
    private readonly zone: Zone,
    full: boolean,
    private readonly events: ChartEvents,
  ) {
    const built = buildChart(element, colours, full);
    this.chart = built.chart;
    this.set = built.series;
    this.times = new ChartTimes(series.interval, zone);
    this.marks = new DecisionMarks(colours);
    this.levels = new Levels(colours);
    this.set.candles.attachPrimitive(this.marks);
    this.set.candles.attachPrimitive(this.levels); // after the marks: its words stay readable over them
    this.bands = this.chart.panes().map((pane, index) => {
      const band = new Bands(colours, this.marks, index === 0, (box) => this.marks.under(box) || this.levels.under(box));
      pane.attachPrimitive(band);
      return band;
    });
    this.chart.applyOptions(timeLook(series.interval));
    this.chart.subscribeCrosshairMove((event) => this.point(event));
    this.chart.subscribeClick((event) => this.pick(event));
    this.chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
      events.onScrolledBack(this.chart.timeScale().scrollPosition() < -1);
      if (range && range.from < 5 && this.series.more) events.onNeedOlder();
    });
    this.forget = series.subscribe((change) => this.take(change));
    this.drawAll();
  }

  remove(): void {
    this.forget();
    this.chart.remove();
  }

  paneTops(): number[] {
    let top = 0;
    return this.chart.panes().map((pane) => {
      const here = top;
      top += pane.getHeight() + 1;
      return here;
    });
  }

  showDecisions(decisions: ReadonlyMap<number, DecisionRow>): void {
    this.decisions = decisions;
    this.drawDecisions();
  }

  choose(row: DecisionRow | null): void {
    const label = row && (this.series.interval === "1d" ? day(row.bar_ns / 1e6, "UTC") : hourMinute(row.bar_ns / 1e6, this.zone));
    this.marks.choose(row && label ? { id: row.decision_id, time: this.times.of(row.bar_ns), label, tone: row.action } : null);
  }

  showLines(lines: readonly Level[]): void {
    this.lines = lines;
    this.drawLines();
  }

  showKill(killed: { ns: number; label: string } | null): void {
    this.killed = killed;
    this.drawBands();
  }

  goLive(): void {
    this.chart.timeScale().scrollToPosition(RIGHT_OFFSET, false);
  }

  goTo(barNs: number): void {
    const index = this.indexOf.get(barNs) ?? this.series.bars.t.findLastIndex((t) => t <= barNs);
    if (index < 0) return;
    const visible = this.chart.timeScale().getVisibleLogicalRange();
    const half = visible ? (visible.to - visible.from) / 2 : 60;
    if (visible && index > visible.from + 2 && index < visible.to - 2) return;
    this.chart.timeScale().setVisibleLogicalRange({ from: index - half, to: index + half });
  }

  private take(change: Change): void {
    if (!this.series.loaded) return; // live bars without their history would set the scale for both
    const { length } = this.series.bars.t;
    if (change.kind === "all" || length - change.index > MOST_SINGLE_UPDATES || change.index < length - 1 - MOST_SINGLE_UPDATES) {
      this.drawAll();
      return;
    }
    const known = this.indexOf.size;
    if (change.index < known - 1) {
      this.drawAll();
      return;
    }
    const points = pointsOf(this.series.bars, this.times, change.index);
    points.candles.forEach((candle, offset) => {
      this.set.candles.update(candle);
      for (const name of ["ema10", "ema50", "rsi", "macd", "signal", "histogram", "vix"] as const) {
        const point = points[name][offset];
        if (point) this.set[name].update(point);
      }
      this.indexOf.set(this.series.bars.t[change.index + offset] ?? 0, change.index + offset);
      this.drawStance(change.index + offset);
    });
    this.drawLines();
    if (length > known) this.drawBands();
  }

  private drawAll(): void {
    if (!this.series.loaded) return;
    const points = pointsOf(this.series.bars, this.times);
    this.set.candles.setData(points.candles);
    for (const name of ["ema10", "ema50", "rsi", "macd", "signal", "histogram", "vix"] as const) this.set[name].setData(points[name]);
    this.indexOf = new Map(this.series.bars.t.map((t, index) => [t, index]));
    this.drawDecisions();
    this.drawLines();
    this.drawBands();
    if (!this.drawn) this.goLive();
    this.drawn = true;
  }

  private drawDecisions(): void {
    if (!this.series.loaded) return;
    const { bars } = this.series;
    const { exposure, confidence } = stanceOf(bars, this.times, this.decisions);
    this.set.exposure.setData(exposure);
    this.set.confidence.setData(confidence);
    this.inForce = this.decisions.get(bars.t.findLast((t) => this.decisions.has(t)) ?? -1);
    const placed: PlacedMark[] = [];
    for (const row of this.decisions.values()) {
      const mark = markOf(row);
      const index = this.indexOf.get(row.bar_ns);
      if (mark && index !== undefined) placed.push({ ...mark, time: this.times.of(row.bar_ns), high: bars.h[index] ?? 0, low: bars.l[index] ?? 0 });
    }
    this.marks.show(placed);
  }

  /** A new bar goes on with the decision in force; the page hands in newer decisions a little later. */
  private drawStance(index: number): void {
    const t = this.series.bars.t[index] ?? 0;
    this.inForce = this.decisions.get(t) ?? this.inForce;
    const time = this.times.of(t);
    this.set.exposure.update(line(time, this.inForce?.current_weight));
    this.set.confidence.update(line(time, this.inForce?.confidence));
  }

  private drawLines(): void {
    const last = this.series.bars.c.at(-1);
    const newer = this.lines.some(({ tone }) => tone === "last");
    const lastLine: Level[] = newer || last === undefined ? [] : [{ price: last, text: "", tone: "last", dash: "dotted" }];
    this.levels.show([...lastLine, ...this.lines]);
  }

  private drawBands(): void {
    const { t, in_sample } = this.series.bars;
    const inSample: Stretch[] = [];
    let from = -1;
    for (let index = 0; index <= t.length; index += 1) {
      if (in_sample[index] && from < 0) from = index;
      if (!in_sample[index] && from >= 0) {
        inSample.push({ from: this.times.of(t[from] ?? 0), to: this.times.of(t[index - 1] ?? 0) });
        from = -1;
      }
    }
    const at = this.killed ? t.findLastIndex((each) => each <= (this.killed?.ns ?? 0)) : -1;
    const killed = this.killed && at >= 0 ? { time: this.times.of(t[at] ?? 0), label: this.killed.label } : null;
    const state = { inSample, killed, sessions: this.sessionStarts(), synthetic: this.series.synthetic };
    for (const band of this.bands) band.show(state);
  }

  /** First bars of the sessions after the first; daily bars have none to tell apart. */
  private sessionStarts(): UTCTimestamp[] {
    const { t } = this.series.bars;
    if (this.series.interval === "1d") return [];
    const dayOf = (ns: number): number => Math.floor(ns / 86_400e9);
    return t.filter((ns, index) => index > 0 && dayOf(ns) !== dayOf(t[index - 1] ?? 0)).map((ns) => this.times.of(ns));
  }

  private decisionAt(event: MouseEventParams<Time>): string | null {
    const hovered = event.hoveredInfo?.objectId;
    if (typeof hovered === "string") return hovered;
    const index = event.logical === undefined ? -1 : Math.round(event.logical);
    return this.decisions.get(this.series.bars.t[index] ?? -1)?.decision_id ?? null;
  }

  private point(event: MouseEventParams<Time>): void {
    const index = event.logical === undefined ? -1 : Math.round(event.logical);
    const inside = event.point !== undefined && index >= 0 && index < this.series.bars.t.length;
    this.events.onPointer(inside ? { index, decisionId: this.decisionAt(event) } : null);
  }

  private pick(event: MouseEventParams<Time>): void {
    const id = this.decisionAt(event);
    if (id) this.events.onPick(id);
  }
}

/** The axis reads session dates for daily bars and the wall clock for the others (times are already shifted). */
function timeLook(interval: Interval) {
  const daily = interval === "1d";
  return {
    timeScale: { timeVisible: !daily, secondsVisible: false, ...(daily ? {} : { tickMarkFormatter: intradayTick }) },
    localization: {
      timeFormatter: (time: Time) => {
        const ms = (time as UTCTimestamp) * 1000;
        return daily ? dayYear(ms, "UTC") : `${day(ms, "UTC")} ${new Date(ms).toISOString().slice(11, 16)}`;
      },
    },
  };
}

/** A new day is named in full; null leaves the axis its own words. */
function intradayTick(time: Time, kind: TickMarkType): string | null {
  return kind === TickMarkType.Time || kind === TickMarkType.TimeWithSeconds ? null : weekday((time as UTCTimestamp) * 1000);
}
