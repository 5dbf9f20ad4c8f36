import { describe, expect, it } from "vitest";

import { age, barName, clock, day, dayShort, zoneOffsetMs } from "./time";

const THIN = "\u202f";
const SUMMER = Date.UTC(2022, 3, 13, 17, 45, 0);
const WINTER = Date.UTC(2022, 0, 13, 17, 45, 0);

describe("times", () => {
  it("shortens an age as it grows", () => {
    expect(age(400)).toBe(`0.4${THIN}s`);
    expect(age(48_000)).toBe(`48${THIN}s`);
    expect(age(17 * 60_000)).toBe(`17${THIN}min`);
    expect(age(5 * 3_600_000)).toBe(`5${THIN}h`);
    expect(age(4 * 86_400_000)).toBe(`4${THIN}d`);
    expect(age(null)).toBe("–");
  });

  it("never shows a negative age when the clocks differ", () => {
    expect(age(-300)).toBe(`0.0${THIN}s`);
  });

  it("knows daylight saving in New York", () => {
    expect(clock(SUMMER, "America/New_York")).toBe("13:45:00");
    expect(clock(WINTER, "America/New_York")).toBe("12:45:00");
    expect(zoneOffsetMs(SUMMER, "America/New_York")).toBe(-4 * 3_600_000);
    expect(zoneOffsetMs(WINTER, "America/New_York")).toBe(-5 * 3_600_000);
  });

  it("names a daily bar by its session date, whatever the zone", () => {
    expect(barName(Date.UTC(2022, 3, 13), true, "America/New_York")).toBe("13 Apr 2022");
  });

  it("shortens every month to three letters", () => {
    expect(day(Date.UTC(2022, 8, 6), "UTC")).toBe("6 Sep");
    expect(dayShort(Date.UTC(2022, 8, 16), "UTC")).toBe("16 Sep 22");
  });
});
