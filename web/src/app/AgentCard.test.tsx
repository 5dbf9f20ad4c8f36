// @vitest-environment jsdom
import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";

import { anAgent } from "@/testing/agents";

import { AgentCard } from "./AgentCard";

afterEach(cleanup);

it.each([
  { confidence: 0.46, told: "conf 0.46" },
  { confidence: 0, told: "conf 0.00" },
])("a policy's confidence stands on its card: $told", ({ confidence, told }) => {
  render(<AgentCard agent={anAgent({ confidence })} selected={false} />);
  expect(document.body.textContent).toContain(told);
});

it("a fixed rule has no confidence to show", () => {
  render(<AgentCard agent={anAgent({ algorithm: "vol_target", confidence: null })} selected={false} />);
  expect(document.body.textContent).not.toContain("conf");
});
