import type { IPrimitivePaneRenderer, IPrimitivePaneView, PrimitivePaneViewZOrder } from "lightweight-charts";

import { faded } from "./colours";

type Target = Parameters<IPrimitivePaneRenderer["draw"]>[0];
export type Draw = (context: CanvasRenderingContext2D, width: number, height: number) => void;

/** A layer of a pane, drawn in CSS pixels. */
export function layer(zOrder: PrimitivePaneViewZOrder, draw: Draw): IPrimitivePaneView {
  const renderer: IPrimitivePaneRenderer = {
    draw(target: Target) {
      target.useMediaCoordinateSpace(({ context, mediaSize }) => {
        context.save();
        draw(context, mediaSize.width, mediaSize.height);
        context.restore();
      });
    },
  };
  return { zOrder: () => zOrder, renderer: () => renderer };
}

/** A dashed or dotted horizontal line. */
export function rule(context: CanvasRenderingContext2D, y: number, from: number, to: number, colour: string, dash: number[]): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(from, Math.round(y) + 0.5);
  context.lineTo(to, Math.round(y) + 0.5);
  context.stroke();
  context.setLineDash([]);
}

/** How wide `tag` will be. */
export function tagWidth(context: CanvasRenderingContext2D, text: string, font: string): number {
  context.font = `600 11px ${font}`;
  return context.measureText(text).width + 14;
}

/** A boxed label whose right edge stands at `right`. */
export function tag(
  context: CanvasRenderingContext2D,
  text: string,
  right: number,
  y: number,
  look: { colour: string; fill: string; text: string; font: string },
): void {
  const width = tagWidth(context, text, look.font);
  context.fillStyle = look.fill;
  context.strokeStyle = look.colour;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(Math.round(right - width) + 0.5, Math.round(y - 9) + 0.5, width, 18, 4);
  context.fill();
  context.stroke();
  context.fillStyle = look.text;
  context.textBaseline = "middle";
  context.fillText(text, right - width + 7, y + 0.5);
}

/** A word across the pane, behind everything. */
export function watermark(context: CanvasRenderingContext2D, text: string, width: number, height: number, colour: string, font: string): void {
  context.font = `700 ${Math.round(Math.min(width / 8, height / 3))}px ${font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = colour;
  context.fillText(text, width / 2, height / 2);
  context.textAlign = "start";
  context.textBaseline = "alphabetic";
}

/** A solid label on an axis; what the axis itself wrote around it fades out, so that no half of a word sticks out. */
export function axisTag(
  context: CanvasRenderingContext2D,
  text: string,
  place: { x: number; y: number; align: "left" | "center" },
  look: { fill: string; text: string; behind: string; font: string },
): void {
  context.font = `600 11px ${look.font}`;
  const width = context.measureText(text).width + 14;
  const left = Math.round(place.align === "center" ? Math.max(0, place.x - width / 2) : place.x);
  const top = Math.round(place.y - TAG_HEIGHT / 2);
  if (place.align === "center") fade(context, { left: left - FADE, top: top - 2, width: width + 2 * FADE, height: TAG_HEIGHT + 4 }, "x", look.behind);
  else fade(context, { left, top: top - FADE / 2, width: 200, height: TAG_HEIGHT + FADE }, "y", look.behind);
  context.fillStyle = look.fill;
  context.beginPath();
  context.roundRect(left, top, width, TAG_HEIGHT, 4);
  context.fill();
  context.fillStyle = look.text;
  context.textBaseline = "middle";
  context.fillText(text, left + 7, top + TAG_HEIGHT / 2 + 0.5);
}

/** What runs over the left edge of the time axis fades out instead of being cut. */
export function edgeFade(context: CanvasRenderingContext2D, height: number, behind: string): void {
  const gradient = context.createLinearGradient(0, 0, FADE, 0);
  gradient.addColorStop(0, behind);
  gradient.addColorStop(1, faded(behind, 0));
  context.fillStyle = gradient;
  context.fillRect(0, 1, FADE, height - 1);
}

const TAG_HEIGHT = 18;
const FADE = 26;

/** Covers a box, less and less towards the two ends of one direction. */
function fade(context: CanvasRenderingContext2D, box: { left: number; top: number; width: number; height: number }, along: "x" | "y", colour: string): void {
  const { left, top, width, height } = box;
  const gradient = along === "x" ? context.createLinearGradient(left, 0, left + width, 0) : context.createLinearGradient(0, top, 0, top + height);
  const full = FADE / 2 / (along === "x" ? width : height);
  for (const [stop, opacity] of [
    [0, 0],
    [full, 1],
    [1 - full, 1],
    [1, 0],
  ] as const)
    gradient.addColorStop(stop, faded(colour, opacity));
  context.fillStyle = gradient;
  context.fillRect(left, top, width, height);
}
