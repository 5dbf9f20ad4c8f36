"""What a decision's order was expected to cost, from what was known when it was approved."""

from __future__ import annotations

from rlbot.events.base import Side
from rlbot.execution.cost_schedule import cost_plan, rates_on
from rlbot.execution.costs import fixed_commission, regulatory_fees, tiered_commission
from rlbot.execution.fill_model import impact_fraction
from rlbot.market.liquidity import Liquidity
from rlbot.settings.agent import CostSettings


def expected_cost(
    settings: CostSettings, side: Side, quantity: int, price: float, liquidity: Liquidity | None, ts_ns: int
) -> float:
    """USD: half the spread, impact, commission, and the fees of a sale at the rates of that date.

    `liquidity`: of the series at the decision; without it there is no impact in the figure. Tiered commission is that of
    a month's first order.
    """
    plan = cost_plan(settings)
    shares = float(quantity)
    impact = 0.0
    if liquidity is not None:
        impact = impact_fraction(shares, liquidity.adv, liquidity.sigma, plan.impact, plan.impact_exponent)
    if plan.tiered > 0.0:
        commission = tiered_commission(shares, price, 0.0, plan.minimum, plan.max_fraction, plan.pass_through)
    else:
        commission = fixed_commission(shares, price, plan.per_share, plan.minimum, plan.max_fraction)
    fees = regulatory_fees(1.0 if side == "buy" else -1.0, shares, price, *rates_on(ts_ns))
    return shares * price * (plan.half_spread + impact) + commission + fees
