import { describe, expect, it } from "vitest";

import type { LogLine } from "@/contract/generated";

import { filtered, type LineFilter } from "./filter";

const line = (seq: number, change: Partial<LogLine>): LogLine => ({
  seq,
  ts_ns: seq,
  level: "info",
  component: "feed",
  event: "bar",
  text: "symbol=AAPL",
  agent_id: "",
  correlation_id: "",
  ...change,
});
const LINES = [line(1, {}), line(2, { level: "error", component: "risk", text: "Refused sell" }), line(3, { level: "debug", correlation_id: "c-1" })];
const ALL: LineFilter = { level: "debug", source: "", words: "", trace: "" };
const seqs = (filter: Partial<LineFilter>): number[] => filtered(LINES, { ...ALL, ...filter }).map((each) => each.seq);

describe("log filter", () => {
  it("keeps a level and what is above it", () => expect(seqs({ level: "warning" })).toEqual([2]));
  it("wants every word, in any field and case", () => expect(seqs({ words: "REFUSED risk" })).toEqual([2]));
  it("shows a whole trace, whatever the level", () => expect(seqs({ level: "error", trace: "c-1" })).toEqual([3]));
});
