import { describe, expect, it } from "vitest";

import { pointed } from "./pointed";

const FIGURE_SPACE = "\u2007";
const POINT_SPACE = "\u2008";

describe("a column of numbers", () => {
  it("keeps what stands in the file and aligns the points", () => {
    expect(pointed(["1.1568", "1.247", "12"])).toEqual(["1.1568", `1.247${FIGURE_SPACE}`, `12${POINT_SPACE}${FIGURE_SPACE.repeat(4)}`]);
  });

  it("of whole numbers or of words is left alone", () => {
    expect(pointed(["691992000", "12"])).toEqual(["691992000", "12"]);
    expect(pointed(["buy", "–", ""])).toEqual(["buy", "–", ""]);
  });
});
