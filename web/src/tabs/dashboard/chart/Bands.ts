import type { IChartApi, IPanePrimitive, IPrimitivePaneView, PaneAttachedParameter, Time, UTCTimestamp } from "lightweight-charts";

import { layer, tag, tagWidth, watermark } from "./canvas";
import { type Colours, faded } from "./colours";
import type { DecisionMarks } from "./DecisionMarks";
import { type Box, placeBeside } from "./tagPlace";

export type Stretch = { from: UTCTimestamp; to: UTCTimestamp };
export type BandState = { inSample: readonly Stretch[]; sessions: readonly UTCTimestamp[]; killed: { time: UTCTimestamp; label: string } | null; synthetic: boolean };

/** What runs through every pane: bars from a training range, the decision being explained, the moment of a kill. */
export class Bands implements IPanePrimitive<Time> {
  private chart: IChartApi | null = null;
  private redraw: (() => void) | null = null;
  private state: BandState = { inSample: [], sessions: [], killed: null, synthetic: false };
  private readonly views: readonly IPrimitivePaneView[] = [
    layer("bottom", (context, width, height) => this.drawBehind(context, width, height)),
    layer("top", (context, width, height) => this.drawKill(context, width, height)),
  ];

  constructor(
    private colours: Colours,
    private readonly marks: DecisionMarks,
    private readonly labelled: boolean,
    private readonly covers: (box: Box) => boolean,
  ) {}

  attached({ chart, requestUpdate }: PaneAttachedParameter<Time>): void {
    this.chart = chart as IChartApi;
    this.redraw = requestUpdate;
  }

  detached(): void {
    this.chart = null;
  }

  show(state: BandState): void {
    this.state = state;
    this.redraw?.();
  }

  recolour(colours: Colours): void {
    this.colours = colours;
    this.redraw?.();
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.views;
  }

  private x(time: UTCTimestamp): number | null {
    return this.chart?.timeScale().timeToCoordinate(time) ?? null;
  }

  private drawBehind(context: CanvasRenderingContext2D, width: number, height: number): void {
    const half = Math.max(3, (this.chart?.timeScale().options().barSpacing ?? 6) / 2);
    for (const { from, to } of this.state.inSample) {
      const left = this.x(from);
      const right = this.x(to);
      if (left === null || right === null) continue;
      context.fillStyle = faded(this.colours.raise, 0.75);
      context.fillRect(left - half, 0, right - left + 2 * half, height);
      if (this.labelled) this.drawLabel(context, Math.max(left, 0), right, height);
    }
    if (this.labelled && this.state.synthetic) watermark(context, "SYNTHETIC", width, height, faded(this.colours.warn, 0.16), this.colours.sans);
    this.drawSessions(context, half, height);
    const chosen = this.marks.chosenX();
    if (chosen !== null) {
      context.fillStyle = faded(this.marks.chosenColour(), 0.2);
      context.fillRect(chosen - half, 0, 2 * half, height);
    }
  }

  private drawSessions(context: CanvasRenderingContext2D, half: number, height: number): void {
    context.strokeStyle = this.colours.line2;
    context.lineWidth = 1;
    context.setLineDash([3, 4]);
    context.beginPath();
    for (const start of this.state.sessions) {
      const x = this.x(start);
      if (x === null || x < 0) continue;
      context.moveTo(Math.round(x - half) + 0.5, 0);
      context.lineTo(Math.round(x - half) + 0.5, height);
    }
    context.stroke();
    context.setLineDash([]);
  }

  private drawLabel(context: CanvasRenderingContext2D, left: number, right: number, height: number): void {
    if (right - left < 72) return;
    context.font = `600 11px ${this.colours.sans}`;
    context.fillStyle = this.colours.tx3;
    context.fillText("IN SAMPLE", left + 8, height - 8);
  }

  private drawKill(context: CanvasRenderingContext2D, width: number, height: number): void {
    if (!this.state.killed) return;
    const x = Math.min(this.x(this.state.killed.time) ?? width - 2, width - 2);
    context.fillStyle = this.colours.bad;
    context.fillRect(x - 1, 0, 2, height);
    if (!this.labelled) return;
    const { bad, panel, sans } = this.colours;
    const wide = tagWidth(context, this.state.killed.label, sans);
    const right = x - 4 < wide ? x + 4 + wide : x - 4; // beside the line on the side that has room
    const y = placeBeside(right - wide, right, height, this.covers);
    tag(context, this.state.killed.label, right, y, { colour: bad, fill: bad, text: panel, font: sans });
  }
}
