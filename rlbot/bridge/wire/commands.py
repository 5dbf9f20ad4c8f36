"""Commands, core → bridge. Each carries the envelope of `Command`; what is None is not sent.

Prices are USD with at most 8 decimals, quantities whole shares, times UTC nanoseconds.
"""

from __future__ import annotations

from typing import ClassVar, Literal

import msgspec

WireSide = Literal["BUY", "SELL"]
OrderType = Literal["MKT", "LMT", "STP", "STP_LMT"]
Tif = Literal["DAY", "GTC", "IOC", "OPG"]
WirePurpose = Literal["entry", "reduce", "protect", "flatten"]
SecType = Literal["STK", "IND"]


class Command(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The envelope. `id`: the same command again carries the same one. `epoch`: a core that was overtaken is refused by it."""

    topic: ClassVar[str] = ""
    is_order: ClassVar[bool] = False

    id: str
    epoch: int
    ts_ns: int
    expires_ts_ns: int


class Protection(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Levels that work at the broker from the entry's fill on."""

    stop_loss_price: float | None = None
    take_profit_price: float | None = None
    tif: Tif | None = None
    outside_rth: bool | None = None


class OrderSubmit(Command, frozen=True, kw_only=True):
    """Place an order, with its protection if it has one."""

    topic: ClassVar[str] = "order.submit"
    is_order: ClassVar[bool] = True

    client_order_id: str
    agent_id: str
    account: str
    symbol: str
    sec_type: Literal["STK"] = "STK"
    exchange: str = "SMART"
    currency: str = "USD"
    side: WireSide
    quantity: int
    order_type: OrderType
    tif: Tif
    outside_rth: bool
    purpose: WirePurpose = "entry"
    limit_price: float | None = None
    stop_price: float | None = None
    oca_group: str | None = None
    protection: Protection | None = None


class OrderModify(Command, frozen=True, kw_only=True):
    """Change a working order. `quantity` is the total, what has filled included."""

    topic: ClassVar[str] = "order.modify"
    is_order: ClassVar[bool] = True

    client_order_id: str
    quantity: int | None = None
    limit_price: float | None = None
    stop_price: float | None = None
    tif: Tif | None = None


class OrderCancel(Command, frozen=True, kw_only=True):
    """End an order."""

    topic: ClassVar[str] = "order.cancel"
    is_order: ClassVar[bool] = True

    client_order_id: str


class OrdersCancelAll(Command, frozen=True, kw_only=True):
    """End what can add risk (`entries`), or every order of ours (`all`)."""

    topic: ClassVar[str] = "orders.cancel_all"
    is_order: ClassVar[bool] = True

    scope: Literal["entries", "all"]
    agent_id: str | None = None
    symbol: str | None = None


class MarketSubscribe(Command, frozen=True, kw_only=True):
    """Five-second bars or quotes of an instrument."""

    topic: ClassVar[str] = "market.subscribe"

    symbol: str
    sec_type: SecType
    exchange: str
    currency: str
    interval: Literal["5s", "quote"]


class MarketUnsubscribe(Command, frozen=True, kw_only=True):
    """No more of them."""

    topic: ClassVar[str] = "market.unsubscribe"

    symbol: str
    sec_type: SecType
    exchange: str
    currency: str
    interval: Literal["5s", "quote"]


class HistoryRequest(Command, frozen=True, kw_only=True):
    """Finished bars from `start_ts_ns` to `end_ts_ns` (exclusive); answered in pages of `History`."""

    topic: ClassVar[str] = "history.request"

    symbol: str
    sec_type: SecType
    exchange: str
    currency: str
    interval: Literal["1m", "5m", "15m", "1d"]
    start_ts_ns: int
    end_ts_ns: int
    rth: bool = msgspec.field(default=True)


class ReconcileRequest(Command, frozen=True, kw_only=True):
    """Compare the bridge's journal with the gateway, now."""

    topic: ClassVar[str] = "reconcile.request"


class Ping(Command, frozen=True, kw_only=True):
    """Claims the epoch. `probe`: acked only after a round trip to the gateway."""

    topic: ClassVar[str] = "ping"

    probe: bool = False


class EventsReplay(Command, frozen=True, kw_only=True):
    """Every journaled event behind `after_jseq`, once more."""

    topic: ClassVar[str] = "events.replay"

    after_jseq: int


COMMANDS: tuple[type[Command], ...] = (
    OrderSubmit,
    OrderModify,
    OrderCancel,
    OrdersCancelAll,
    MarketSubscribe,
    MarketUnsubscribe,
    HistoryRequest,
    ReconcileRequest,
    Ping,
    EventsReplay,
)
