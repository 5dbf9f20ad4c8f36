/** The tokens that the canvas needs: it cannot read CSS variables by itself. */
const NAMES = {
  panel: "--panel",
  raise: "--raise",
  line: "--line",
  line2: "--track",
  tx: "--tx",
  tx2: "--tx2",
  tx3: "--tx3",
  buy: "--buy",
  sell: "--sell",
  warn: "--warn",
  bad: "--bad",
  ema10: "--ema10",
  ema50: "--ema50",
  up: "--candle-up",
  down: "--candle-down",
  sans: "--sans",
} as const;

export type Colours = Record<keyof typeof NAMES, string>;

export function readColours(element: Element): Colours {
  const computed = getComputedStyle(element);
  const entries = Object.entries(NAMES).map(([key, name]) => [key, computed.getPropertyValue(name).trim()]);
  return Object.fromEntries(entries) as Colours;
}

/** `#rrggbb` or `#rgb` with an opacity of 0..1. */
export function faded(colour: string, opacity: number): string {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(colour);
  const full = short ? `#${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}` : colour;
  const alpha = Math.round(opacity * 255)
    .toString(16)
    .padStart(2, "0");
  return /^#[0-9a-f]{6}$/i.test(full) ? full + alpha : colour;
}
