import type { IChartApi, IPrimitivePaneView, ISeriesApi, ISeriesPrimitive, SeriesAttachedParameter, Time } from "lightweight-charts";

import { decimal } from "@/components/format/number";

import { axisTag, layer, rule, tag, tagWidth } from "./canvas";
import { candleUnder } from "./candlesUnder";
import type { Colours } from "./colours";
import { type Box, overlap, placeTag } from "./tagPlace";

export type Level = { price: number; text: string; tone: "buy" | "sell" | "last"; dash: "dotted" | "dashed" };

const DASH = { dotted: [1.5, 3], dashed: [5, 4] };

/** Horizontal lines with their words: the position's entry, its stop and profit, the last price. */
export class Levels implements ISeriesPrimitive<Time> {
  private chart: IChartApi | null = null;
  private series: ISeriesApi<"Candlestick"> | null = null;
  /** Where each label stood last: it moves only when a candle reaches it. */
  private readonly places = new Map<number, number>();
  private words: readonly Box[] = [];
  private redraw: (() => void) | null = null;
  private levels: readonly Level[] = [];
  private readonly views: readonly IPrimitivePaneView[] = [
    layer("normal", (context, width, height) => this.draw(context, width, height, "lines")),
    layer("top", (context, width, height) => this.draw(context, width, height, "words")),
  ];

  private readonly axis: readonly IPrimitivePaneView[] = [layer("normal", (context, _, height) => this.drawLast(context, height))];

  constructor(private colours: Colours) {}

  attached({ chart, series, requestUpdate }: SeriesAttachedParameter<Time>): void {
    this.chart = chart as IChartApi;
    this.series = series as ISeriesApi<"Candlestick">;
    this.redraw = requestUpdate;
  }

  detached(): void {
    this.chart = null;
    this.series = null;
  }

  show(levels: readonly Level[]): void {
    this.levels = levels;
    this.redraw?.();
  }

  recolour(colours: Colours): void {
    this.colours = colours;
    this.redraw?.();
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.views;
  }

  priceAxisPaneViews(): readonly IPrimitivePaneView[] {
    return this.axis;
  }

  /** The newest price, also while older bars are shown. */
  private drawLast(context: CanvasRenderingContext2D, height: number): void {
    const last = this.levels.find((level) => level.tone === "last");
    const y = last && this.series?.priceToCoordinate(last.price);
    if (!last || y === null || y === undefined || y < 0 || y > height) return;
    const { tx, panel, sans } = this.colours;
    axisTag(context, decimal(last.price), { x: 4, y, align: "left" }, { fill: tx, text: panel, behind: panel, font: sans });
  }

  private draw(context: CanvasRenderingContext2D, width: number, height: number, what: "lines" | "words"): void {
    const { buy, sell, tx3, panel, sans } = this.colours;
    const taken: Box[] = [];
    this.levels.forEach((level, order) => {
      const y = this.series?.priceToCoordinate(level.price);
      if (y === null || y === undefined || y < 0 || y > height) return;
      const colour = level.tone === "buy" ? buy : level.tone === "sell" ? sell : tx3;
      if (what === "lines") rule(context, y, level.tone === "last" ? 0 : width * 0.3, width, colour, DASH[level.dash]);
      else if (level.text !== "") {
        const middle = Math.max(10, Math.min(height - 10, y));
        const box = placeTag(middle, tagWidth(context, level.text, sans), width, this.places.get(order) ?? null, taken, (each) => this.covers(each));
        taken.push(box);
        this.places.set(order, box.right);
        tag(context, level.text, box.right, middle, { colour, fill: panel, text: colour, font: sans });
      }
    });
    if (what === "words") this.words = taken;
  }

  /** Whether a candle or a label of a level lies under the box. */
  under(box: Box): boolean {
    return this.covers(box) || this.words.some((each) => overlap(each, box));
  }

  private covers(box: Box): boolean {
    return this.chart !== null && this.series !== null && candleUnder(this.chart, this.series, box);
  }
}
