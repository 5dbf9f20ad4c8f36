import type { UTCTimestamp } from "lightweight-charts";

import { type Zone, zoneOffsetMs } from "@/components/format/time";
import type { Interval } from "@/contract/generated";

const HOUR_MS = 3_600_000;

/**
 * The chart reads all times as UTC. Intraday bars are shifted to the wall clock of the chosen zone, so that days and hours
 * fall where people expect them; daily bars carry their session date at 00:00 UTC and stay.
 */
export class ChartTimes {
  private readonly offsets = new Map<number, number>();

  constructor(
    private readonly interval: Interval,
    private readonly zone: Zone,
  ) {}

  of(ns: number): UTCTimestamp {
    const ms = Math.round(ns / 1e6);
    if (this.interval === "1d") return Math.floor(ms / 1000) as UTCTimestamp;
    const hour = Math.floor(ms / HOUR_MS);
    let offset = this.offsets.get(hour);
    if (offset === undefined) {
      offset = zoneOffsetMs(hour * HOUR_MS, this.zone);
      this.offsets.set(hour, offset);
    }
    return Math.floor((ms + offset) / 1000) as UTCTimestamp;
  }
}
