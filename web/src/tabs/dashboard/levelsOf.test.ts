import { expect, it } from "vitest";

import { aPosition } from "@/testing/agents";

import { levelsOf } from "./levelsOf";

it("has the newest price before anything that is held", () => {
  expect(levelsOf(undefined, 170.2)).toEqual([{ price: 170.2, text: "", tone: "last", dash: "dotted" }]);
  expect(levelsOf(aPosition({ shares: -20, side: "short", stop_loss_price: null }), 170.2).map(({ tone, text }) => [tone, text])).toEqual([
    ["last", ""],
    ["sell", "Short 20 @ 168.51"],
  ]);
});

it("leaves the last price to the bars where nothing newer came", () => {
  expect(levelsOf(undefined, null)).toEqual([]);
  expect(levelsOf(aPosition({ take_profit_price: 180 }), null).map(({ text }) => text)).toEqual(["Long 176 @ 168.51", "Stop 167.53", "Profit 180.00"]);
});
