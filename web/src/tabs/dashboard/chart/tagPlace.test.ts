import { describe, expect, it } from "vitest";

import { type Box, placeBeside, placeTag } from "./tagPlace";

const NOTHING = (): boolean => false;
const overlaps = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

describe("where a level's label stands", () => {
  it("is the right edge while nothing is there", () => {
    expect(placeTag(50, 100, 500, null, [], NOTHING)).toEqual({ left: 392, right: 492, top: 40, bottom: 60 });
  });

  it("gives way to candles, and stays where it is while that is free", () => {
    const recent = (box: Box): boolean => box.right > 300;
    const moved = placeTag(50, 100, 500, null, [], recent);
    expect(moved.right).toBeLessThanOrEqual(300);
    expect(placeTag(50, 100, 500, moved.right, [], NOTHING)).toEqual(moved);
  });

  it("never covers another label, even where candles are everywhere", () => {
    const first = placeTag(50, 100, 500, null, [], () => true);
    const second = placeTag(56, 100, 500, null, [first], () => true);
    expect(overlaps(first, second)).toBe(false);
  });
});

describe("where the label of a vertical line stands", () => {
  it("is the foot of the pane while nothing is there", () => {
    expect(placeBeside(100, 180, 300, NOTHING)).toBe(284);
  });

  it("rises over candles and markers, and stays below the figures at the top", () => {
    const low = (box: Box): boolean => box.bottom > 250;
    expect(placeBeside(100, 180, 300, low)).toBe(236);
    expect(placeBeside(100, 180, 300, () => true)).toBe(284);
  });
});
