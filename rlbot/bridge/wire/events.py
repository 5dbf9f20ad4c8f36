"""Events, bridge → core. Unknown fields are ignored, None is absent; what does not fit is malformed and counted."""

from __future__ import annotations

from typing import ClassVar, Literal

import msgspec

from rlbot.bridge.wire.commands import WireSide
from rlbot.bridge.wire.envelope import BridgeEvent, Origin, Role
from rlbot.bridge.wire.reconciliation import Reconciliation
from rlbot.events.base import Purpose

OrderStatusWord = Literal[
    "submitted",
    "accepted",
    "partially_filled",
    "filled",
    "cancel_pending",
    "cancelled",
    "rejected",
    "lost",
]


class First(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a repeated command was answered the first time."""

    outcome: Literal["accepted", "rejected", "duplicate"]
    code: str | None = None


class Ack(BridgeEvent, frozen=True, kw_only=True):
    """The answer to a command."""

    topic: ClassVar[str] = "ack"

    command_id: str
    outcome: Literal["accepted", "rejected", "duplicate"]
    first: First | None = None
    code: str | None = None
    reason: str | None = None
    count: int | None = None
    round_trip_ms: float | None = None

    @property
    def settled(self) -> Ack:
        """A repeat is answered with what was answered first: that is what holds."""
        if self.outcome != "duplicate" or self.first is None:
            return self
        return msgspec.structs.replace(self, outcome=self.first.outcome, code=self.first.code)


class OrderStatus(BridgeEvent, frozen=True, kw_only=True):
    """Where an order stands. `version` rises per order; older ones are ignored.

    `symbol`, `purpose`: as it was given; neither stands in what an older bridge journaled.
    """

    topic: ClassVar[str] = "order.status"

    client_order_id: str
    version: int
    status: OrderStatusWord
    quantity: int
    filled: int
    remaining: int
    role: Role
    agent_id: str | None = None
    symbol: str | None = None
    purpose: Purpose | None = None
    command_id: str | None = None
    perm_id: int | None = None
    avg_price: float | None = None
    limit_price: float | None = None
    stop_price: float | None = None
    parent_client_order_id: str | None = None
    code: str | None = None
    tws_code: int | None = None
    reason: str | None = None


class Fill(BridgeEvent, frozen=True, kw_only=True):
    """An execution, as it happened or as it was found: the fields of `Execution` behind the envelope."""

    topic: ClassVar[str] = "fill"

    exec_id: str
    exec_key: str
    revision: int
    perm_id: int
    account: str
    symbol: str
    side: WireSide
    quantity: int
    price: float
    time_ts_ns: int
    cum_quantity: int
    recovered: bool
    origin: Origin
    client_order_id: str | None = None
    parent_client_order_id: str | None = None
    agent_id: str | None = None


class Commission(BridgeEvent, frozen=True, kw_only=True):
    """What an execution cost; it follows its fill."""

    topic: ClassVar[str] = "commission"

    @property
    def exec_key(self) -> str:
        """Of its execution, whichever revision it names: as the bridge cuts it, before a number behind the last dot."""
        key, _, revision = self.exec_id.rpartition(".")
        return key if key and revision.isdecimal() else self.exec_id

    exec_id: str
    amount: float
    currency: str
    client_order_id: str | None = None
    realized_pnl: float | None = None


class WireBar(BridgeEvent, frozen=True, kw_only=True):
    """A finished bar of five seconds."""

    topic: ClassVar[str] = "bar"

    symbol: str
    interval: str
    start_ts_ns: int
    open: float
    high: float
    low: float
    close: float
    volume: float
    delayed: bool
    wap: float | None = None
    count: int | None = None


class Sizes(msgspec.Struct, frozen=True, omit_defaults=True):
    """Shares behind a quote."""

    bid: float | None = None
    ask: float | None = None
    last: float | None = None


class Quote(BridgeEvent, frozen=True, kw_only=True):
    """Bid, ask, last; at most four a second and symbol."""

    topic: ClassVar[str] = "quote"

    symbol: str
    delayed: bool
    bid: float | None = None
    ask: float | None = None
    last: float | None = None
    sizes: Sizes | None = None


class HistoryBar(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One bar of a page."""

    start_ts_ns: int
    open: float
    high: float
    low: float
    close: float
    volume: float
    wap: float | None = None
    count: int | None = None


class History(BridgeEvent, frozen=True, kw_only=True):
    """A page of bars, the oldest first; `complete` ends the request, `code` tells why it ended early."""

    topic: ClassVar[str] = "history"

    request_id: str
    symbol: str
    interval: str
    page: int
    bars: tuple[HistoryBar, ...]
    complete: bool
    code: str | None = None
    reason: str | None = None


class AccountTag(msgspec.Struct, frozen=True):
    """One value of the account, in the gateway's own words."""

    value: str
    currency: str


class Account(BridgeEvent, frozen=True, kw_only=True):
    """The account's values, at most once a second."""

    topic: ClassVar[str] = "account"

    account: str
    values: dict[str, AccountTag]
    as_of_ts_ns: int


class Notice(BridgeEvent, frozen=True, kw_only=True):
    """Something to know, and what the bridge did."""

    topic: ClassVar[str] = "notice"

    code: str
    text: str
    meaning: Literal["info", "warning", "order", "feed", "link"]
    action: Literal[
        "none",
        "reconnecting",
        "resubscribed",
        "reconciling",
        "cancelled",
        "unprotected",
        "gap",
        "orders_closed",
        "orders_open",
    ]
    tws_code: int | None = None
    client_order_id: str | None = None
    symbol: str | None = None
    command_id: str | None = None
    repeated: int | None = None


class ReplayEnd(BridgeEvent, frozen=True, kw_only=True):
    """Everything asked for by `events.replay` has been told."""

    topic: ClassVar[str] = "replay.end"

    command_id: str
    last_jseq: int


EVENTS: tuple[type[BridgeEvent], ...] = (
    Ack,
    OrderStatus,
    Fill,
    Commission,
    WireBar,
    Quote,
    History,
    Account,
    Reconciliation,
    Notice,
    ReplayEnd,
)
