"""What the effects of an explanation are measured from, so that a reader can add them up.

They are against the target weight of an ordinary observation, never against the position held; where the policy chooses
among a few weights they may be a lean that did not change the choice. Figures are rounded as the dashboard rounds effects.
"""

from __future__ import annotations

from collections.abc import Iterable

from rlbot.events.agent import DecisionMade, Driver
from rlbot.market.features.feature import percent

EXACT = 5e-4  # target weight: float32 decides, float64 explains
FINE = 0.1  # target weight; where every effect is smaller, tenths of a percent point are shown


def measured_from(decision: DecisionMade, drivers: Iterable[Driver], total: float, usual: float, baseline: str) -> str:
    """One or two sentences. `usual`: the target weight at `baseline`; `total`: what the effects add up to."""
    target, held = decision.target_weight, decision.current_weight
    digits = 1 if max([abs(total), *(abs(driver.effect) for driver in drivers)]) < FINE else 0
    wanted = percent(target, digits, plus=False)
    if abs(usual - target) <= EXACT:
        lean = "the sum is how far these inputs lean towards more or less, too little to choose another weight"
        text = (
            f"Measured from the {baseline}, at which it wants {percent(target, 0, plus=False)} as well: "
            f"{lean if abs(total) > EXACT else 'together these inputs change nothing'}."
        )
    elif abs(usual + total - target) <= EXACT:
        start = percent(round(100.0 * target, digits) / 100.0 - round(100.0 * total, digits) / 100.0, digits, plus=False)
        text = f"Measured from the {baseline}, at which it wants {start}; the sum leads from there to {wanted}."
    else:
        text = (
            f"Measured from the {baseline}, at which it wants {percent(usual, digits, plus=False)}: {wanted} wins by so little "
            "that the sum is how far these inputs lean, not the whole step."
        )
    if abs(target - held - total) < 0.5 * 10.0 ** -(digits + 2):
        return text
    return f"{text} The step from {percent(held, 0, plus=False)} is from the position held, which the sum does not measure."


def measured_by_rule(decision: DecisionMade, drivers: tuple[Driver, ...]) -> str:
    """The same for a rule, whose drivers lead from where it starts to its target; empty where it has none."""
    if not drivers:
        return ""
    total = sum(driver.effect for driver in drivers)
    return measured_from(decision, drivers, total, decision.target_weight - total, "rule's own start")
