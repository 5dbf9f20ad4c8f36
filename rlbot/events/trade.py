"""From an approved order to positions and equity."""

from __future__ import annotations

from typing import Literal

from rlbot.events.base import Event, Purpose, Side

FillKind = Literal["open", "stop_loss", "take_profit"]
OrderRole = Literal["entry", "stop_loss", "take_profit"]


class OrderApproved(Event, frozen=True, kw_only=True, gc=False):
    """A checked order. Only the risk gate makes one; the broker takes nothing else.

    `client_order_id`: at most 32 of `A-Za-z0-9_-`; the same decision always gives the same id.
    `quantity`: whole shares > 0. `stop_loss_price`, `take_profit_price`: 0 means none; they protect what this order opens.
    """

    client_order_id: str
    agent_id: str
    decision_id: str
    symbol: str
    side: Side
    quantity: int
    purpose: Purpose
    reference_price: float
    stop_loss_price: float = 0.0
    take_profit_price: float = 0.0
    rules_passed: int = 0


class OrderRefused(Event, frozen=True, kw_only=True, gc=False):
    """A decision did not become an order: which rule, its limit, and the value that broke it."""

    agent_id: str
    decision_id: str
    symbol: str
    side: Side
    quantity: int
    rule: str
    reason: str
    limit: float
    value: float


class OrderAccepted(Event, frozen=True, kw_only=True, gc=False):
    """The broker has the order."""

    client_order_id: str
    agent_id: str
    symbol: str


class OrderCancelled(Event, frozen=True, kw_only=True, gc=False):
    """The order ended without (further) fills. `reason`: expired, killed, oca, replaced, requested; of one that waited, for the
    open or for a second look at positions, also paused, stale, or the rule that stood against it."""

    client_order_id: str
    agent_id: str
    symbol: str
    filled: int
    reason: str


class OrderRejected(Event, frozen=True, kw_only=True, gc=False):
    """The broker refused the order."""

    client_order_id: str
    agent_id: str
    symbol: str
    reason: str


class OrderFilled(Event, frozen=True, kw_only=True, gc=False):
    """One execution. `exec_id` is the key: the same id twice changes nothing.

    `bar_ns`: the own timestamp of the bar it happened in. `reference_price`: before spread and impact;
    `price` = what was paid. `spread_cost`, `impact_cost`, `commission` (fees included) in USD, all >= 0.
    """

    exec_id: str
    client_order_id: str
    agent_id: str
    symbol: str
    side: Side
    quantity: int
    price: float
    reference_price: float
    commission: float
    fees: float
    spread_cost: float
    impact_cost: float
    kind: FillKind
    purpose: Purpose
    bar_ns: int
    decision_id: str = ""


class CommissionCharged(Event, frozen=True, kw_only=True, gc=False):
    """What an execution cost, USD, told by a broker that reports it later than the fill. Negative: a rebate."""

    exec_id: str
    client_order_id: str
    agent_id: str
    symbol: str
    amount: float


class FillCorrected(Event, frozen=True, kw_only=True, gc=False):
    """The broker took an execution back and put this in its place; a bust has `quantity` 0. `side` stays what it was."""

    exec_id: str
    corrects: str
    client_order_id: str
    agent_id: str
    symbol: str
    side: Side
    quantity_before: int
    price_before: float
    quantity: int
    price: float


class ProtectionPlaced(Event, frozen=True, kw_only=True, gc=False):
    """A stop-loss and take-profit pair works at the broker (OCA, GTC). 0 means none."""

    agent_id: str
    symbol: str
    quantity: int
    stop_loss_price: float
    take_profit_price: float


class ProtectionRemoved(Event, frozen=True, kw_only=True, gc=False):
    """The pair ended. `reason`: filled, flat, replaced, cancelled."""

    agent_id: str
    symbol: str
    reason: str


class PositionChanged(Event, frozen=True, kw_only=True, gc=False):
    """The sub-ledger's position after a fill, a split or a dividend."""

    agent_id: str
    symbol: str
    shares: int
    avg_cost: float
    cash: float
    realised: float


class EquityMarked(Event, frozen=True, kw_only=True, gc=False):
    """An agent's sub-ledger marked at the close of its bar, with the exact parts of its change since the last mark.

    `parts`: overnight, intraday, dividends, commission, spread, impact, borrow, financing (costs negative); they add up to
    the change of equity within 1e-9 of it. `drawdown`: 0..1 below the highest equity so far.
    """

    agent_id: str
    symbol: str
    bar_ns: int
    equity: float
    cash: float
    shares: int
    close: float
    drawdown: float
    session_end: bool
    parts: tuple[float, float, float, float, float, float, float, float]


ATTRIBUTION_PARTS = (
    "overnight",
    "intraday",
    "dividends",
    "commission",
    "spread",
    "impact",
    "borrow",
    "financing",
)
