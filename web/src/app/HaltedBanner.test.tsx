// @vitest-environment jsdom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";

import { useLive } from "@/live/store";
import { aKill, aStatus } from "@/testing/status";

import { HaltedBanner } from "./HaltedBanner";

afterEach(cleanup);

describe("the banner over a halted platform", () => {
  it("says by which door the kill came", () => {
    const kill = aKill({ stage: "halted", reason: "kill switch, from the shell", origin: "shell", since_ns: 1, confirmed_ns: 2 });
    useLive.setState({ status: aStatus({ killed: true, halted: true, halt_reason: kill.reason, kill }) });
    render(<HaltedBanner />);
    expect(screen.getByText("HALTED")).toBeTruthy();
    expect(document.body.textContent).toContain("kill switch, from the shell");
  });

  it("is not there while trading goes on", () => {
    useLive.setState({ status: aStatus() });
    render(<HaltedBanner />);
    expect(document.body.textContent).not.toContain("HALTED");
  });
});
