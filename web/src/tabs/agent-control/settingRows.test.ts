import { describe, expect, it } from "vitest";

import { settingGroups } from "./settingRows";

const SCHEMA = {
  properties: {
    symbol: { type: "string", description: "What it trades" },
    limits: { $ref: "#/$defs/Limits" },
  },
  $defs: { Limits: { properties: { stop_loss: { anyOf: [{ type: "number" }, { type: "null" }], description: "Fraction" } } } },
};

describe("setting rows", () => {
  it("groups nested tables and follows references into the schema", () => {
    const groups = settingGroups({ symbol: "AAPL", limits: { stop_loss: 0.12 } }, SCHEMA, { "limits.stop_loss": "now" });
    expect(groups.map((group) => group.name)).toEqual(["Agent", "Limits"]);
    expect(groups[0]?.rows[0]).toMatchObject({ name: "Symbol", value: "AAPL", help: "What it trades", applies: null });
    expect(groups[1]?.rows[0]).toMatchObject({ path: "limits.stop_loss", value: "0.12", help: "Fraction", applies: "now" });
  });

  it("says an en dash for what is not set", () => {
    const [group] = settingGroups({ underlying: null, names: ["rsi", "vix"] }, {}, {});
    expect(group?.rows.map((row) => row.value)).toEqual(["–", "rsi, vix"]);
  });
});
