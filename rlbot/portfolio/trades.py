"""Round trips: from the fill that leaves flat to the one that returns to it. A flip ends one and begins the next."""

from __future__ import annotations

import msgspec

from rlbot.events.base import Side
from rlbot.events.market import SplitApplied
from rlbot.events.trade import FillKind, OrderFilled


class RoundTrip(msgspec.Struct, frozen=True, gc=False):
    """A finished trade. `shares`: the most held, in shares of its end; USD, `profit` after `costs`, before carry and dividends.

    `spent` is what opening and adding took in; `profit / spent` is its return. `ended_by`: the kind of the last fill.
    """

    agent_id: str
    symbol: str
    side: Side
    opened_ns: int
    closed_ns: int
    shares: float
    entry_price: float
    exit_price: float
    spent: float
    profit: float
    costs: float
    ended_by: FillKind

    @property
    def profit_fraction(self) -> float:
        """Profit over what was put in."""
        return self.profit / self.spent if self.spent > 0.0 else 0.0


class RoundTrips:
    """Follows one agent's fills; hand every fill to `on_fill` once, every split of its symbol to `on_split`."""

    def __init__(self) -> None:
        self.shares = 0.0
        self._reset()

    def on_fill(self, fill: OrderFilled) -> RoundTrip | None:
        """Book the fill; the finished trade if this fill ended one."""
        quantity = float(fill.quantity)
        signed = quantity if fill.side == "buy" else -quantity
        slip = fill.spread_cost + fill.impact_cost
        if self.shares * signed >= 0.0:
            self._open(fill, signed, fill.commission, slip)
            return None
        closing = min(quantity, abs(self.shares))
        part = closing / quantity
        self._closed += closing
        self._received += closing * fill.price
        self._commission += fill.commission * part
        self._slip += slip * part
        self.shares += closing if signed > 0.0 else -closing
        if self.shares != 0.0:
            return None
        trip = self._finish(fill)
        self._reset()
        if closing < quantity:
            rest = quantity - closing
            self._open(fill, rest if signed > 0.0 else -rest, fill.commission * (1.0 - part), slip * (1.0 - part))
        return trip

    def on_split(self, event: SplitApplied, shares_after: float) -> None:
        """Count in new shares; `shares_after` is what the ledger holds now."""
        self.shares = shares_after
        self._most *= event.factor
        self._opened *= event.factor
        self._closed *= event.factor
        if shares_after == 0.0:
            self._reset()

    def _reset(self) -> None:
        self._since = 0
        self._most = self._opened = self._closed = 0.0
        self._spent = self._received = self._commission = self._slip = 0.0
        self._side: Side = "buy"

    def _open(self, fill: OrderFilled, signed: float, commission: float, slip: float) -> None:
        if self.shares == 0.0:
            self._since = fill.bar_ns
            self._side = fill.side
        self.shares += signed
        self._most = max(self._most, abs(self.shares))
        self._opened += abs(signed)
        self._spent += abs(signed) * fill.price
        self._commission += commission
        self._slip += slip

    def _finish(self, fill: OrderFilled) -> RoundTrip:
        gross = self._received - self._spent if self._side == "buy" else self._spent - self._received
        return RoundTrip(
            agent_id=fill.agent_id,
            symbol=fill.symbol,
            side=self._side,
            opened_ns=self._since,
            closed_ns=fill.bar_ns,
            shares=self._most,
            entry_price=self._spent / self._opened,
            exit_price=self._received / self._closed,
            spent=self._spent,
            profit=gross - self._commission,
            costs=self._commission + self._slip,
            ended_by=fill.kind,
        )
