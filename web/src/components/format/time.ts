/** Times as people read them. Wire times are UTC nanoseconds; everything here takes milliseconds unless it says ns. */
import { UNKNOWN, unit } from "./number";

export type Zone = "America/New_York" | "local";

export const NS_PER_MS = 1e6;

export function msOf(ns: number): number {
  return ns / NS_PER_MS;
}

/** `0.4 s`, `48 s`, `17 min`, `3 h`, `5 d`. */
export function age(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return UNKNOWN;
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95) return unit(seconds.toFixed(1), "s");
  if (seconds < 119.5) return unit(seconds.toFixed(0), "s");
  if (seconds < 7170) return unit((seconds / 60).toFixed(0), "min");
  if (seconds < 172_800) return unit((seconds / 3600).toFixed(0), "h");
  return unit((seconds / 86_400).toFixed(0), "d");
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: Zone | "UTC", options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = zone + JSON.stringify(options);
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat("en-GB", { ...options, ...(zone === "local" ? {} : { timeZone: zone }) });
    formats.set(key, made);
  }
  return made;
}

const CLOCK: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
const HOUR: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DAY: Intl.DateTimeFormatOptions = { day: "numeric", month: "short" };
const DAY_YEAR: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric" };
const MILLIS: Intl.DateTimeFormatOptions = { ...CLOCK, fractionalSecondDigits: 3 };

/** `13:45:00`. */
export function clock(ms: number, zone: Zone): string {
  return format(zone, CLOCK).format(ms);
}

/** `13:45:00.009`. */
export function clockMillis(ms: number, zone: Zone): string {
  return format(zone, MILLIS).format(ms);
}

/** `13:45`. */
export function hourMinute(ms: number, zone: Zone): string {
  return format(zone, HOUR).format(ms);
}

/** Three letters a month: the dates of a column stand under each other, and as the chart's axis has them. */
function dated(zone: Zone | "UTC", options: Intl.DateTimeFormatOptions, ms: number): string {
  return format(zone, options).format(ms).replace("Sept", "Sep");
}

/** `13 Apr`. */
export function day(ms: number, zone: Zone | "UTC"): string {
  return dated(zone, DAY, ms);
}

/** `Wed 13 Apr`, of a time that is already shifted to its zone. */
export function weekday(ms: number): string {
  return dated("UTC", { weekday: "short", day: "numeric", month: "short" }, ms).replace(",", "");
}

/** `13 Apr 2022`. */
export function dayYear(ms: number, zone: Zone | "UTC"): string {
  return dated(zone, DAY_YEAR, ms);
}

/** `Apr 2022`. */
export function monthYear(ms: number): string {
  return dated("UTC", { month: "short", year: "numeric" }, ms);
}

/** `13 Apr 22`: for narrow columns. */
export function dayShort(ms: number, zone: Zone | "UTC"): string {
  return dated(zone, { ...DAY, year: "2-digit" }, ms);
}

/** What a bar of this interval is called: its session for daily bars, its start for the others. */
export function barName(ms: number, daily: boolean, zone: Zone): string {
  return daily ? dayYear(ms, "UTC") : hourMinute(ms, zone);
}

/** `ET` or the browser's own abbreviation. */
export function zoneName(zone: Zone): string {
  if (zone === "America/New_York") return "ET";
  const parts = format(zone, { timeZoneName: "short" }).formatToParts(0);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? "local";
}

/** Milliseconds to add to UTC to read the zone's wall clock off UTC fields. */
export function zoneOffsetMs(ms: number, zone: Zone): number {
  const parts = format(zone, { ...CLOCK, year: "numeric", month: "numeric", day: "numeric" }).formatToParts(ms);
  const read = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(read("year"), read("month") - 1, read("day"), read("hour"), read("minute"), read("second"));
  return wall - Math.floor(ms / 1000) * 1000;
}
