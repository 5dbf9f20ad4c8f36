// @vitest-environment jsdom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";

import { aDecision, aDetail, anExplanation } from "@/testing/agents";

import { WhyCard } from "./WhyCard";
import { othersOf } from "./WhyDrivers";

const THIN = "\u202f";
const SELL = aDecision({ action: "sell", current_weight: 0.75, target_weight: 0.5, order: "filled", bar_ns: Date.UTC(2022, 3, 13, 17, 45) * 1e6, as_of_ns: 1 });
const textOf = (): string => document.body.textContent ?? "";

afterEach(cleanup);

describe("the Why card", () => {
  it("says what was done, from which weight to which, and when", () => {
    render(<WhyCard row={SELL} detail={aDetail(SELL)} />);
    expect(screen.getByRole("heading", { level: 3 }).textContent).toBe("Sell 89 AAPL");
    expect(textOf()).toContain(`75${THIN}%`);
    expect(textOf()).toContain("13:45:00 ET");
    expect(screen.getByLabelText("From 75 % to 50 %")).toBeTruthy();
  });

  it("gives the sentence, the drivers with their effects, and a sum that adds up", () => {
    render(<WhyCard row={SELL} detail={aDetail(SELL)} />);
    expect(textOf()).toContain("Momentum faded");
    expect(textOf()).toContain(`MACD histogram−0.133−14${THIN}pp`);
    expect(textOf()).toContain(`other inputs +3${THIN}pp`);
    expect(textOf()).toContain(`sum −25${THIN}pp`);
    expect(textOf()).toContain(`Measured from the training median, at which it wants 75${THIN}%; the sum leads from there to 50${THIN}%.`);
    expect(textOf()).toContain("Would flip if MACD hist\u00a0>\u00a0−0.060");
  });

  it("says what became of it and that nothing is proven", () => {
    render(<WhyCard row={SELL} detail={aDetail(SELL)} />);
    expect(textOf()).toContain("approved, 7 rules passed");
    expect(textOf()).toContain("89 @ 170.07");
    expect(textOf()).toContain("−$7.12 vs. not selling, at 170.15");
    expect(textOf()).toContain("not proven, never live");
    expect(textOf()).toContain("no demonstrated skill");
  });

  it("names the rule that refused it", () => {
    const row = { ...SELL, order: "refused" as const };
    render(<WhyCard row={row} detail={aDetail(row)} />);
    expect(textOf()).toContain("refused: would hold 104 % of the budget");
  });

  it("explains a hold as well, and one without a reason yet", () => {
    const hold = aDecision({ reason: "warming" });
    render(<WhyCard row={hold} detail={aDetail(hold, { explanation: null })} />);
    expect(screen.getByRole("heading", { level: 3 }).textContent).toBe("Hold AAPL");
    expect(textOf()).toContain("still warming up");
    expect(textOf()).toContain("no order needed");
  });

  it("labels a decision on a bar the model was trained on", () => {
    render(<WhyCard row={{ ...SELL, in_sample: true }} detail={null} />);
    expect(textOf()).toContain("IN SAMPLE");
  });

  it("shows a rationale as text, whatever is in it", () => {
    render(<WhyCard row={{ ...SELL, sentence: "<img src=x onerror=alert(1)>" }} detail={null} />);
    expect(document.querySelector("img")).toBeNull();
    expect(textOf()).toContain("<img src=x");
  });
});

describe("the printed parts", () => {
  it("add up to the printed sum, though each is rounded", () => {
    const driver = (effect: number) => ({ feature: String(effect), label: "", value: null, text: "", effect, actionable: true });
    const drivers = [driver(0.104), driver(0.104), driver(0.104)];
    const explanation = anExplanation({ drivers, other_effect: 0, total_effect: 0.312 });
    expect(othersOf(explanation, drivers, 0)).toBeCloseTo(0.01, 10); // 10 + 10 + 10 and 1 make 31
  });
});
