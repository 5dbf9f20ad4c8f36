/** Numbers as people read them: true minus, explicit plus on changes, thin space before a unit, an en dash for what is not known. */

export const UNKNOWN = "–";
const MINUS = "−";
/** Narrow and unbroken: a line never ends between a number and its unit. */
const THIN = "\u202f";

const plain = new Map<number, Intl.NumberFormat>();

function group(value: number, decimals: number): string {
  let format = plain.get(decimals);
  if (!format) {
    format = new Intl.NumberFormat("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    plain.set(decimals, format);
  }
  return format.format(value);
}

function known(value: number | null | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** Whether the value would be printed as zero, so that it carries no sign. */
function printsAsZero(value: number, decimals: number): boolean {
  return Math.abs(value) < 0.5 * 10 ** -decimals;
}

function signOf(value: number, decimals: number, plus: boolean): string {
  if (printsAsZero(value, decimals)) return "";
  if (value < 0) return MINUS;
  return plus ? "+" : "";
}

/** `1,234.50`; negative with a true minus. */
export function decimal(value: number | null | undefined, decimals = 2): string {
  if (!known(value)) return UNKNOWN;
  return signOf(value, decimals, false) + group(Math.abs(value), decimals);
}

/** `+1.70`, `−0.06`, `0.00`. */
export function signed(value: number | null | undefined, decimals = 2): string {
  if (!known(value)) return UNKNOWN;
  return signOf(value, decimals, true) + group(Math.abs(value), decimals);
}

/** `+0.00017`, `−0.0015`: two significant digits, for values of unknown size. */
export function signedSmall(value: number | null | undefined): string {
  if (!known(value)) return UNKNOWN;
  if (value === 0) return "0";
  const decimals = Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(Math.abs(value)))));
  return signed(value, decimals);
}

/** `$1,222.72`. */
export function money(value: number | null | undefined, decimals = 2): string {
  if (!known(value)) return UNKNOWN;
  return `${signOf(value, decimals, false)}$${group(Math.abs(value), decimals)}`;
}

/** `+$1,222.72`, `−$7.12`. */
export function signedMoney(value: number | null | undefined, decimals = 2): string {
  if (!known(value)) return UNKNOWN;
  return `${signOf(value, decimals, true)}$${group(Math.abs(value), decimals)}`;
}

/** A fraction as `50 %`. */
export function percent(fraction: number | null | undefined, decimals = 0): string {
  if (!known(fraction)) return UNKNOWN;
  return `${decimal(fraction * 100, decimals)}${THIN}%`;
}

/** A fraction as `+1.49 %`. */
export function signedPercent(fraction: number | null | undefined, decimals = 2): string {
  if (!known(fraction)) return UNKNOWN;
  return `${signed(fraction * 100, decimals)}${THIN}%`;
}

/** A fraction of weight as `−14 pp`. */
export function points(fraction: number | null | undefined, decimals = 0): string {
  if (!known(fraction)) return UNKNOWN;
  return `${signed(fraction * 100, decimals)}${THIN}pp`;
}

/** `+1.7 bp` from a fraction. */
export function basisPoints(fraction: number | null | undefined, decimals = 1): string {
  if (!known(fraction)) return UNKNOWN;
  return `${signed(fraction * 1e4, decimals)}${THIN}bp`;
}

/** A value with its unit behind a thin space. */
export function unit(value: string, name: string): string {
  return `${value}${THIN}${name}`;
}

/** A sentence of the platform, whose numbers keep their units and whose comparisons their numbers on one line. */
export function unbroken(sentence: string): string {
  return sentence.replaceAll("\u2009", THIN).replaceAll(/ ([<>≤≥×]) /g, "\u00a0$1\u00a0");
}

const MOST_SHORT = 2; // decimals before `k` or `M`; with more the whole number reads easier

/** `100k`, `104k`; `99.98k`, `100.00k`; `100,005`, `100,010`: one axis, rising, with so many decimals that neighbours differ. */
export function axisWords(values: readonly number[]): string[] {
  const size = Math.max(...values.map(Math.abs));
  const gap = Math.min(...values.slice(1).map((value, index) => value - (values[index] ?? value)));
  const decimals = (unitSize: number): number => (gap > 0 && Number.isFinite(gap) ? Math.max(0, Math.ceil(-Math.log10(gap / unitSize) - 1e-9)) : 0);
  const shorter = Number.isFinite(gap) ? ([[1e6, "M", 1e6], [1e3, "k", 1e4]] as const) : [];
  const [unitSize, name] = shorter.find(([each, , from]) => size >= from && decimals(each) <= MOST_SHORT) ?? [1, ""];
  return values.map((value) => `${decimal(value / unitSize, decimals(unitSize))}${name}`);
}

/** `1 hold`, `3 holds`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${group(count, 0)} ${count === 1 ? one : many}`;
}
