import type { IPrimitivePaneView, ISeriesApi, ISeriesPrimitive, SeriesAttachedParameter, Time } from "lightweight-charts";

import { layer, rule, tag } from "./canvas";
import type { Colours } from "./colours";

export type Level = { price: number; text: string; tone: "buy" | "sell" | "last"; dash: "dotted" | "dashed" };

const DASH = { dotted: [1.5, 3], dashed: [5, 4] };

/** Horizontal lines with their words: the position's entry, its stop and profit, the last price. */
export class Levels implements ISeriesPrimitive<Time> {
  private series: ISeriesApi<"Candlestick"> | null = null;
  private redraw: (() => void) | null = null;
  private levels: readonly Level[] = [];
  private readonly views: readonly IPrimitivePaneView[] = [
    layer("normal", (context, width, height) => this.draw(context, width, height, "lines")),
    layer("top", (context, width, height) => this.draw(context, width, height, "words")),
  ];

  constructor(private colours: Colours) {}

  attached({ series, requestUpdate }: SeriesAttachedParameter<Time>): void {
    this.series = series as ISeriesApi<"Candlestick">;
    this.redraw = requestUpdate;
  }

  detached(): void {
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

  private draw(context: CanvasRenderingContext2D, width: number, height: number, what: "lines" | "words"): void {
    const { buy, sell, tx3, panel, sans } = this.colours;
    for (const level of this.levels) {
      const y = this.series?.priceToCoordinate(level.price);
      if (y === null || y === undefined || y < 0 || y > height) continue;
      const colour = level.tone === "buy" ? buy : level.tone === "sell" ? sell : tx3;
      if (what === "lines") rule(context, y, level.tone === "last" ? 0 : width * 0.55, width, colour, DASH[level.dash]);
      else if (level.text !== "") tag(context, level.text, width - 8, Math.max(10, Math.min(height - 10, y)), { colour, fill: panel, text: colour, font: sans });
    }
  }
}
