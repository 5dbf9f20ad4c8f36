"""What one agent has at the simulated broker: its position, its working orders, its protection, its month's volume.

The arithmetic of a fill is `training/step_kernel.fill`, operation by operation: the two agree to the last bit.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Protocol

import msgspec

from rlbot.events.base import Interval, Purpose
from rlbot.events.market import Bar
from rlbot.events.trade import FillKind, OrderApproved, OrderFilled
from rlbot.execution.cost_schedule import SECOND_NS, CostPlan, rates_on
from rlbot.execution.costs import fixed_commission, regulatory_fees, tiered_commission
from rlbot.execution.fill_model import impact_fraction
from rlbot.execution.protection import Protection
from rlbot.portfolio.positions import split_shares


class BrokerPlan(msgspec.Struct, frozen=True, gc=False):
    """One agent's series and costs at the simulated broker."""

    agent_id: str
    symbol: str
    interval: Interval
    cost: CostPlan


class VolumeEstimate(Protocol):
    """Average daily volume (shares) and daily volatility after the bars so far (`market/liquidity.Liquidity`)."""

    @property
    def adv(self) -> float:
        """Shares a day, 0 while unknown."""
        ...

    @property
    def sigma(self) -> float:
        """Volatility of a day, 0 while unknown."""
        ...

    def on_bar(self, bar: Bar) -> None:
        """Learn from a finished bar."""
        ...

    def on_split(self, factor: float) -> None:
        """Count in new shares."""
        ...


class RestingOrder:
    """An order waiting for the next open of its agent's series. `signed`: shares to fill, negative for a sale.

    `at_most`: what the order book expects in today's shares. A split can leave a fraction that never fills.
    """

    __slots__ = ("approved", "at_most", "profit", "signed", "stop")

    def __init__(self, approved: OrderApproved) -> None:
        self.approved = approved
        self.signed = float(approved.quantity if approved.side == "buy" else -approved.quantity)
        self.at_most = approved.quantity
        self.stop = approved.stop_loss_price
        self.profit = approved.take_profit_price

    @property
    def is_entry(self) -> bool:
        """Whether it may open shares; every other purpose only closes."""
        return self.approved.purpose == "entry"


class Desk:
    """One agent's side of the simulated broker. `shares` signed.

    `adv`, `sigma`: as they stood after the last bar, in today's shares: what a decision could know.
    """

    __slots__ = ("adv", "month", "month_shares", "orders", "pair", "plan", "shares", "sigma")

    def __init__(self, plan: BrokerPlan) -> None:
        self.plan = plan
        self.adv = 0.0
        self.sigma = 0.0
        self.shares = 0.0
        self.pair = Protection()
        self.orders: list[RestingOrder] = []
        self.month = -1
        self.month_shares = 0.0

    def closing(self, signed: float) -> float:
        """The part of `signed` that only closes shares held."""
        if self.shares * signed >= 0.0:
            return 0.0
        return signed if abs(signed) <= abs(self.shares) else -self.shares

    def uncovered(self) -> int:
        """Shares that working exits have claimed already."""
        return int(sum(abs(self.closing(order.signed)) for order in self.orders if not order.is_entry))

    def split(self, factor: float) -> None:
        """Position, orders and levels in new shares.

        Reducing and opening part of a flip are scaled together, so that they still add up to what was decided.
        """
        total = split_shares(sum(order.signed for order in self.orders), factor)
        self.shares = split_shares(self.shares, factor)
        self.adv *= factor
        self.pair.split(factor)
        for order in self.orders:
            order.signed = split_shares(order.signed, factor)
            order.at_most = math.ceil(order.at_most * factor - 1e-9)
            order.stop /= factor
            order.profit /= factor
        if len(self.orders) == 2 and not self.orders[0].is_entry and self.orders[1].is_entry:
            self.orders[1].signed = total - self.orders[0].signed

    def commission(self, quantity: float, price: float, start_ns: int) -> float:
        """By the plan's schedule, USD; the tiers count the calendar month's shares."""
        cost = self.plan.cost
        if cost.tiered <= 0.0:
            return fixed_commission(quantity, price, cost.per_share, cost.minimum, cost.max_fraction)
        moment = datetime.fromtimestamp(start_ns // SECOND_NS, UTC)
        month = moment.year * 12 + moment.month
        if month != self.month:
            self.month = month
            self.month_shares = 0.0
        before = self.month_shares
        self.month_shares += quantity
        return tiered_commission(quantity, price, before, cost.minimum, cost.max_fraction, cost.pass_through)

    def fill(
        self,
        ts_ns: int,
        bar: Bar,
        signed: float,
        reference: float,
        slips: bool,
        *,
        client_order_id: str,
        kind: FillKind,
        purpose: Purpose,
        decision_id: str,
    ) -> OrderFilled:
        """Fill `signed` shares at `reference` (USD), with spread and impact if it `slips` (a limit does not)."""
        cost = self.plan.cost
        quantity = abs(signed)
        side = 1.0 if signed > 0.0 else -1.0
        price = reference
        spread_cost = impact_cost = 0.0
        if slips:
            impact = impact_fraction(quantity, self.adv, self.sigma, cost.impact, cost.impact_exponent)
            price = reference * (1.0 + side * (cost.half_spread + impact))
            spread_cost = quantity * abs(price - reference)
            if impact > 0.0:
                impact_cost = spread_cost * (impact / (cost.half_spread + impact))
                spread_cost -= impact_cost
        commission = self.commission(quantity, price, bar.start_ns)
        fees = regulatory_fees(side, quantity, price, *rates_on(bar.start_ns))
        self.shares += signed
        return OrderFilled(
            ts_ns=ts_ns,
            exec_id=client_order_id + "-1",  # an order fills at one bar only: what is left expires at its end
            client_order_id=client_order_id,
            agent_id=self.plan.agent_id,
            symbol=self.plan.symbol,
            side="buy" if signed > 0.0 else "sell",
            quantity=int(quantity),
            price=price,
            reference_price=reference,
            commission=commission + fees,
            fees=fees,
            spread_cost=spread_cost,
            impact_cost=impact_cost,
            kind=kind,
            purpose=purpose,
            bar_ns=bar.start_ns,
            decision_id=decision_id,
        )
