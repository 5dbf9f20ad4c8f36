// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";

import { useLive } from "@/live/store";
import { aPosition } from "@/testing/agents";
import { aKill, aStatus } from "@/testing/status";

import { HaltedBanner } from "./HaltedBanner";

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  useLive.setState({ positions: null });
});

const halted = () => aStatus({ killed: true, halted: true, kill: aKill({ stage: "halted", since_ns: 1, confirmed_ns: 2 }) });
const open = (count: number) => ({ items: Array.from({ length: count }, () => aPosition()), unrealised: 0, as_of_ns: 0 });

/** Holds the button down for as long as it asks for, with an answer from the platform. */
async function holdToFlatten(status: number, answer: object): Promise<void> {
  vi.stubGlobal("fetch", async () => Response.json(answer, { status }));
  vi.useFakeTimers();
  fireEvent.pointerDown(screen.getByRole("button", { name: /to flatten/ }));
  await act(() => vi.advanceTimersByTimeAsync(1500));
}

describe("the banner over a halted platform", () => {
  it("says by which door the kill came", () => {
    const kill = aKill({ stage: "halted", reason: "kill switch, from the shell", origin: "shell", since_ns: 1, confirmed_ns: 2 });
    useLive.setState({ status: aStatus({ killed: true, halted: true, halt_reason: kill.reason, kill }) });
    render(<HaltedBanner />);
    expect(screen.getByText("HALTED")).toBeTruthy();
    expect(document.body.textContent).toContain("kill switch, from the shell");
  });

  it("says what is being closed until it is closed", async () => {
    useLive.setState({ status: halted(), positions: open(2) });
    render(<HaltedBanner />);
    await holdToFlatten(200, { positions: 2 });
    expect(screen.getByRole("status").textContent).toBe("closing 2 positions");
    act(() => useLive.setState({ positions: open(0) }));
    expect(document.body.textContent).toContain("no position open");
    expect(document.body.textContent).not.toContain("closing");
  });

  it("keeps saying that closing was refused", async () => {
    useLive.setState({ status: halted(), positions: open(2) });
    render(<HaltedBanner />);
    await holdToFlatten(409, { detail: "the bridge is away" });
    const refused = screen.getByRole("status").textContent;
    expect(refused).not.toBe("");
    expect(refused).not.toContain("closing");
  });

  it("counts entries only where there were any to cancel", () => {
    useLive.setState({ status: halted() });
    const { unmount } = render(<HaltedBanner />);
    expect(document.body.textContent).not.toContain("entries cancelled");
    unmount();
    useLive.setState({ status: aStatus({ killed: true, kill: aKill({ stage: "halted", entries_total: 3, entries_cancelled: 2 }) }) });
    render(<HaltedBanner />);
    expect(document.body.textContent).toContain("entries cancelled 2/3");
  });

  it("is not there while trading goes on", () => {
    useLive.setState({ status: aStatus() });
    render(<HaltedBanner />);
    expect(document.body.textContent).not.toContain("HALTED");
  });
});
