import { describe, expect, it } from "vitest";

import { axisWords, basisPoints, decimal, money, percent, plural, points, signed, signedMoney, signedPercent, signedSmall, unbroken } from "./number";

describe("numbers", () => {
  it("uses a true minus and an explicit plus on changes", () => {
    expect(signedMoney(1222.72)).toBe("+$1,222.72");
    expect(signedMoney(-7.12)).toBe("−$7.12");
    expect(signedPercent(-0.078, 1)).toBe("−7.8\u202f%");
    expect(points(-0.14)).toBe("−14\u202fpp");
    expect(basisPoints(0.00017)).toBe("+1.7\u202fbp");
  });

  it("shows two digits of a value whose size is not known", () => {
    expect(signedSmall(0.00017)).toBe("+0.00017");
    expect(signedSmall(-0.0153)).toBe("−0.015");
    expect(signedSmall(12.3)).toBe("+12");
    expect(signedSmall(0)).toBe("0");
  });

  it("lets no line end inside a number of a sentence", () => {
    expect(unbroken("so it buys 100\u2009%. Flips if RSI 14 < 60.8, or VIX > 22.94")).toBe(
      "so it buys 100\u202f%. Flips if RSI 14\u00a0<\u00a060.8, or VIX\u00a0>\u00a022.94",
    );
  });

  it("gives no sign to what prints as zero", () => {
    expect(signed(-0.001)).toBe("0.00");
    expect(signedMoney(0.004)).toBe("$0.00");
  });

  it("says an en dash for what is not known", () => {
    expect(decimal(null)).toBe("–");
    expect(money(Number.NaN)).toBe("–");
    expect(percent(undefined)).toBe("–");
  });

  it("groups thousands and shortens axis labels", () => {
    expect(money(103944.83)).toBe("$103,944.83");
    expect(axisWords([100_000, 104_000, 108_000])).toEqual(["100k", "104k", "108k"]);
    expect(axisWords([1_250_000, 1_300_000])).toEqual(["1.25M", "1.30M"]);
    expect(axisWords([99_500, 100_000, 100_500])).toEqual(["99.5k", "100.0k", "100.5k"]);
    expect(axisWords([99_980, 100_000, 100_020])).toEqual(["99.98k", "100.00k", "100.02k"]);
    expect(axisWords([100_005, 100_010])).toEqual(["100,005", "100,010"]);
    expect(axisWords([100_000, 100_000.5])).toEqual(["100,000.0", "100,000.5"]);
    expect(axisWords([40, 60])).toEqual(["40", "60"]);
    expect(axisWords([5])).toEqual(["5"]);
    expect(plural(1, "hold")).toBe("1 hold");
    expect(plural(3, "hold")).toBe("3 holds");
  });
});
