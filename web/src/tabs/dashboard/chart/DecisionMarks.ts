import type {
  IChartApi,
  IPrimitivePaneView,
  ISeriesApi,
  ISeriesPrimitive,
  PrimitiveHoveredItem,
  SeriesAttachedParameter,
  Time,
  UTCTimestamp,
} from "lightweight-charts";

import { axisTag, edgeFade, layer } from "./canvas";
import type { Colours } from "./colours";
import type { Mark } from "./marks";
import { type Box, overlap } from "./tagPlace";

export type PlacedMark = Mark & { time: UTCTimestamp; high: number; low: number };
type Drawn = { mark: PlacedMark; x: number; y: number; half: number };

const REACH_PX = 10;
const RING = 7;

/** Buy ▲ below, sell ▼ above the bar; hollow is simulated, crossed is refused; a ring around the decision being explained. */
export class DecisionMarks implements ISeriesPrimitive<Time> {
  private chart: IChartApi | null = null;
  private series: ISeriesApi<"Candlestick"> | null = null;
  private redraw: (() => void) | null = null;
  private marks: PlacedMark[] = [];
  private drawn: Drawn[] = [];
  private chosen: { id: string; time: UTCTimestamp; label: string; tone: "buy" | "sell" | "hold" } | null = null;
  private readonly views: readonly IPrimitivePaneView[] = [layer("top", (context) => this.draw(context))];
  private readonly axis: readonly IPrimitivePaneView[] = [layer("normal", (context, _, height) => this.drawTag(context, height))];

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

  show(marks: PlacedMark[]): void {
    this.marks = marks;
    this.redraw?.();
  }

  choose(chosen: DecisionMarks["chosen"]): void {
    this.chosen = chosen;
    this.redraw?.();
  }

  recolour(colours: Colours): void {
    this.colours = colours;
    this.redraw?.();
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.views;
  }

  timeAxisPaneViews(): readonly IPrimitivePaneView[] {
    return this.axis;
  }

  hitTest(x: number, y: number): PrimitiveHoveredItem | null {
    const hit = this.drawn.findLast((each) => Math.abs(each.x - x) <= REACH_PX && Math.abs(each.y - y) <= REACH_PX);
    return hit ? { externalId: hit.mark.id, zOrder: "top", cursorStyle: "pointer" } : null;
  }

  /** Whether a marker, or the ring around the chosen one, lies under the box. */
  under(box: Box): boolean {
    return this.place().some(({ mark, x, y, half }) => {
      const reach = half + (mark.id === this.chosen?.id ? RING + 1 : 1);
      return overlap({ left: x - reach, right: x + reach, top: y - reach, bottom: y + reach }, box);
    });
  }

  chosenX(): number | null {
    const scale = this.chart?.timeScale();
    const x = this.chosen && scale ? scale.timeToCoordinate(this.chosen.time) : null;
    return x !== null && scale && x >= 0 && x <= scale.width() ? x : null; // the axis would pin it to its edge
  }

  chosenColour(): string {
    if (this.chosen?.tone === "buy") return this.colours.buy;
    return this.chosen?.tone === "sell" ? this.colours.sell : this.colours.tx2;
  }

  private drawTag(context: CanvasRenderingContext2D, height: number): void {
    edgeFade(context, height, this.colours.panel);
    const x = this.chosenX();
    if (x === null || !this.chosen) return;
    const { panel, sans } = this.colours;
    axisTag(context, this.chosen.label, { x, y: height / 2, align: "center" }, { fill: this.chosenColour(), text: panel, behind: panel, font: sans });
  }

  private draw(context: CanvasRenderingContext2D): void {
    this.drawn = this.place();
    for (const each of this.drawn) {
      const colour = each.mark.side === "buy" ? this.colours.buy : this.colours.sell;
      triangle(context, each, colour, this.colours.panel);
      if (each.mark.crossed) cross(context, each, this.colours.tx);
      if (each.mark.id === this.chosen?.id) ring(context, each, colour);
    }
  }

  private place(): Drawn[] {
    const range = this.chart?.timeScale().getVisibleRange();
    if (!range || !this.chart || !this.series) return [];
    const spacing = this.chart.timeScale().options().barSpacing;
    const scale = Math.max(0.6, Math.min(1.15, spacing / 7));
    const placed: Drawn[] = [];
    for (const mark of this.marks) {
      if (mark.time < (range.from as number) || mark.time > (range.to as number)) continue;
      const x = this.chart.timeScale().timeToCoordinate(mark.time);
      const edge = this.series.priceToCoordinate(mark.side === "buy" ? mark.low : mark.high);
      if (x === null || edge === null) continue;
      const half = (mark.crossed ? 3.2 : 4 + 3 * mark.confidence) * scale;
      placed.push({ mark, x, y: mark.side === "buy" ? edge + half + 3 : edge - half - 3, half });
    }
    return placed;
  }
}

function triangle(context: CanvasRenderingContext2D, { mark, x, y, half }: Drawn, colour: string, behind: string): void {
  const tip = mark.side === "buy" ? -half : half;
  context.beginPath();
  context.moveTo(x, y + tip);
  context.lineTo(x + half * 1.1, y - tip);
  context.lineTo(x - half * 1.1, y - tip);
  context.closePath();
  context.lineJoin = "round";
  context.fillStyle = mark.hollow || mark.crossed ? behind : colour;
  context.strokeStyle = colour;
  context.lineWidth = 1.4;
  context.fill();
  context.stroke();
}

function cross(context: CanvasRenderingContext2D, { x, y, half }: Drawn, colour: string): void {
  const arm = half + 1;
  context.beginPath();
  context.moveTo(x - arm, y - arm);
  context.lineTo(x + arm, y + arm);
  context.moveTo(x + arm, y - arm);
  context.lineTo(x - arm, y + arm);
  context.strokeStyle = colour;
  context.lineWidth = 1.1;
  context.stroke();
}

function ring(context: CanvasRenderingContext2D, { x, y, half }: Drawn, colour: string): void {
  context.beginPath();
  context.arc(x, y, half + RING, 0, Math.PI * 2);
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.stroke();
}
