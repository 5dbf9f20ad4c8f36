"""Positions, orders, trades."""

from __future__ import annotations

from typing import Literal

from rlbot.events.base import Purpose, Side
from rlbot.events.trade import FillKind
from rlbot.monitoring.web.contract.base import Sent

PositionSide = Literal["long", "short", "flat"]
OrderKind = Literal["market", "stop_loss", "take_profit"]
OrderState = Literal["approved", "working", "partly_filled", "filled", "cancelled", "rejected"]


class Position(Sent, frozen=True, kw_only=True, gc=False):
    """One sub-ledger's position. `stop_loss_price`, `take_profit_price`: what works at the broker; null is none.

    `protected`: a stop works for every share of it. `unrealised`: against average cost at `last`.
    """

    agent_id: str
    symbol: str
    side: PositionSide
    shares: int
    weight: float | None
    avg_cost: float
    last: float | None
    value: float | None
    unrealised: float | None
    unrealised_fraction: float | None
    realised: float
    stop_loss_price: float | None
    take_profit_price: float | None
    protected: bool
    simulated: bool
    as_of_ns: int
    market_ns: int


class Positions(Sent, frozen=True, kw_only=True, gc=False):
    """Open positions; flat sub-ledgers are left out. `unrealised`: their sum."""

    items: tuple[Position, ...]
    unrealised: float
    as_of_ns: int


class Order(Sent, frozen=True, kw_only=True, gc=False):
    """One order, a protective leg included (its id ends in `:stop` or `:profit`).

    `price`: the level of a protective leg, else the reference price at the decision. `distance_fraction`: of `price` from
    the last price. `at_broker`: it works there now. `reason`: why it ended, or what it waits for. `seq`: for paging, rising.
    """

    seq: int
    client_order_id: str
    agent_id: str
    decision_id: str
    symbol: str
    side: Side
    quantity: int
    filled: int
    purpose: Purpose
    kind: OrderKind
    state: OrderState
    at_broker: bool
    price: float
    distance_fraction: float | None
    reason: str
    simulated: bool
    created_ns: int
    as_of_ns: int
    market_ns: int


class Orders(Sent, frozen=True, kw_only=True, gc=False):
    """`working`: those at the broker now, always complete; `items`: newest first, paged by `before` (a `seq`)."""

    working: tuple[Order, ...]
    items: tuple[Order, ...]
    at_broker: int
    next_before: int | None
    as_of_ns: int


class Trade(Sent, frozen=True, kw_only=True, gc=False):
    """One fill. `slippage`: price against reference, positive is worse, USD a share; `slippage_bps` the same in basis points.

    `realised`: profit or loss it realised, null if it only opened. `confidence`: of its decision, null for protective exits.
    """

    seq: int
    exec_id: str
    client_order_id: str
    agent_id: str
    decision_id: str
    symbol: str
    side: Side
    quantity: int
    price: float
    reference_price: float
    slippage: float
    slippage_bps: float
    commission: float
    spread_cost: float
    impact_cost: float
    kind: FillKind
    purpose: Purpose
    realised: float | None
    confidence: float | None
    simulated: bool
    in_sample: bool
    bar_ns: int
    as_of_ns: int
    market_ns: int


class Trades(Sent, frozen=True, kw_only=True, gc=False):
    """Newest first, paged by `before` (a `seq`). `today`, `realised_today`: of the newest trade's session date."""

    items: tuple[Trade, ...]
    today: int
    realised_today: float
    total: int
    next_before: int | None
    as_of_ns: int
