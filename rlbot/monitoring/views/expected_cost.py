"""What a decision's order was expected to cost: half the spread and the commission of its schedule, beforehand."""

from __future__ import annotations

from rlbot.execution.costs import fixed_commission, tiered_commission
from rlbot.settings.agent import CostSettings


def expected_cost(costs: CostSettings, quantity: int, price: float) -> float:
    """USD; impact, exchange and regulatory fees are not in it (they need that day's volume and rates)."""
    spread = quantity * price * costs.spread_bps * 0.5e-4
    if costs.schedule == "ibkr_tiered":
        return spread + tiered_commission(float(quantity), price, 0.0, 0.35, 0.01, 0.0)
    return spread + fixed_commission(float(quantity), price, 0.005, 1.0, 0.01)
