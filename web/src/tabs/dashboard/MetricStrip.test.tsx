// @vitest-environment jsdom
import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";

import { useLive } from "@/live/store";
import { anAgent, someMetrics } from "@/testing/agents";

import { MetricStrip } from "./MetricStrip";

const THIN = "\u202f";

function told(inSample: number): string {
  useLive.setState({ metrics: { "": someMetrics({ in_sample: inSample }) } });
  render(<MetricStrip agent={anAgent()} />);
  return document.body.textContent ?? "";
}

afterEach(() => {
  cleanup();
  useLive.setState({ metrics: {} });
});

it("says how much of its figures a model had seen before, however little", () => {
  expect(told(0.634)).toContain(`IN SAMPLE 63${THIN}%`);
  cleanup();
  expect(told(0.002)).toContain(`IN SAMPLE < 1${THIN}%`);
});

it("says nothing of it where no bar was in a training range", () => {
  expect(told(0)).not.toContain("IN SAMPLE");
});
