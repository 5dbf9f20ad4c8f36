import { describe, expect, it } from "vitest";

import { inDevicePixels } from "./trueScale";

const reported = (device: number, css: number) => ({ devicePixelContentBoxSize: [{ inlineSize: device }], contentBoxSize: [{ inlineSize: css }] });

describe("the reported size of a box", () => {
  it("is in device pixels on a real screen, rounded or not", () => {
    expect(inDevicePixels(reported(2160, 1440), 1.5)).toBe(true);
    expect(inDevicePixels(reported(501, 333.9), 1.5)).toBe(true);
  });

  it("is in CSS pixels where the scale is emulated", () => {
    expect(inDevicePixels(reported(1440, 1440), 1.5)).toBe(false);
    expect(inDevicePixels(reported(390, 390), 2)).toBe(false);
  });

  it("is taken at its word where a browser reports none", () => {
    expect(inDevicePixels({}, 2)).toBe(true);
  });
});
