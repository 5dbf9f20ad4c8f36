// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";

import type { ResumeOffer } from "@/contract/generated";
import { useLive } from "@/live/store";
import { aPosition } from "@/testing/agents";

import { ResumePanel } from "./ResumePanel";

const OFFER: ResumeOffer = {
  nonce: "n-1",
  words: "RESUME PAPER",
  expires_ns: (Date.now() + 60_000) * 1e6,
  checks: [
    { name: "bridge", state: "ok", detail: "connected" },
    { name: "stops", state: "warn", detail: "no stop: demo_etf TNA" },
  ],
  allowed: true,
  reason: "",
  needs_token: false,
  as_of_ns: 0,
};

function open(...offers: ResumeOffer[]): void {
  const last = offers.at(-1);
  vi.stubGlobal("fetch", async () => Response.json(offers.shift() ?? last));
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <ResumePanel />
    </QueryClientProvider>,
  );
}

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  useLive.setState({ positions: null });
});

it("counts what is clear, and waits for the words at once", async () => {
  open(OFFER);
  const field = await screen.findByLabelText("Type RESUME PAPER to continue");
  expect(document.activeElement).toBe(field);
  expect(document.body.textContent).toContain("guarded, 1 of 2 checks clear");
});

it("looks again once the positions were closed", async () => {
  useLive.setState({ positions: { items: [aPosition()], unrealised: 0, as_of_ns: 0 } });
  const closed = { ...OFFER, nonce: "n-2", checks: [{ name: "stops", state: "ok" as const, detail: "no position open" }] };
  open(OFFER, closed);
  expect(await screen.findByText("no stop: demo_etf TNA")).toBeTruthy();
  act(() => useLive.setState({ positions: { items: [], unrealised: 0, as_of_ns: 0 } }));
  expect(await screen.findByText("no position open")).toBeTruthy();
  expect(document.body.textContent).toContain("1 of 1 checks clear");
});

it("asks for no words where it is not allowed", async () => {
  open({ ...OFFER, nonce: "", allowed: false, reason: "Not clear: bridge." });
  expect(await screen.findByText("Not clear: bridge.")).toBeTruthy();
  expect(screen.queryByRole("textbox")).toBeNull();
});
