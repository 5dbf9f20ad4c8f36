"""The short messages to a client, each a row of fields. Money in USD, sizes in shares, times as texts of the gateway's zone."""

from __future__ import annotations

from collections.abc import Sequence

from rlbot.bridge.fake_gateway.market.instruments import Instrument
from rlbot.bridge.fake_gateway.market.prices import PriceBar
from rlbot.bridge.fake_gateway.orders.order import Execution, Order
from rlbot.bridge.fake_gateway.wire import versions
from rlbot.bridge.fake_gateway.wire.codec import UNSET_DOUBLE, Field, Message
from rlbot.bridge.fake_gateway.wire.contracts import contract_fields

NO_REQUEST = -1


def error(version: int, request: int, code: int, text: str, now_ms: int) -> Message:
    """`request`: the request or order it is about, -1 for news of the connection."""
    if version >= versions.ERROR_TIME:
        return (4, request, code, text, "", now_ms)
    return (4, 2, request, code, text, "")


def order_status(order: Order) -> Message:
    """orderStatus (3)."""
    price: Field = order.average_price or 0
    head = (3, order.order_id, order.status, order.filled, order.remaining, price, order.perm_id, order.terms.parent_id)
    return (*head, order.last_price or 0, order.client_id, order.why_held, 0)


def execution(fill: Execution, request: int, version: int, time_text: str) -> Message:
    """execDetails (11); `request` is -1 where nobody asked."""
    return (
        *(11, request, fill.order_id, *contract_fields(fill.instrument, fill.exchange, strike=0.0)),
        *(fill.exec_id, time_text, fill.account, fill.exchange, "BOT" if fill.sign > 0 else "SLD", fill.shares, fill.price),
        *(fill.perm_id, fill.client_id, 0, fill.cumulative, fill.average_price, fill.order_ref, "", "", "", 2),
        *((0,) if version >= versions.PENDING_PRICE_REVISION else ()),
        *(("",) if version >= versions.SUBMITTER else ()),
    )


def commission(fill: Execution) -> Message:
    """commissionReport (59); profit only where the fill closed something."""
    profit: Field = UNSET_DOUBLE if fill.realized_pnl is None else fill.realized_pnl
    return (59, 1, fill.exec_id, fill.commission, "USD", profit, UNSET_DOUBLE, "")


def position(account: str, instrument: Instrument, quantity: int, average_cost: float) -> Message:
    """position (61)."""
    exchange = instrument.primary_exchange
    return (61, 3, account, *contract_fields(instrument, exchange, strike=0.0), quantity, average_cost)


def portfolio(
    account: str, instrument: Instrument, quantity: int, mark: float, average_cost: float, realized: float
) -> Message:
    """portfolioValue (7): like position, with the primary exchange and what it is worth."""
    contract = (instrument.con_id, instrument.symbol, instrument.sec_type, "", 0.0, "", "", instrument.primary_exchange)
    value, gain = round(quantity * mark, 2), round(quantity * (mark - average_cost), 2)
    worth = (quantity, mark, value, average_cost, gain, realized)
    return (7, 8, *contract, instrument.currency, instrument.symbol, instrument.trading_class, *worth, account)


def realtime_bar(request: int, bar: Sequence[Field]) -> Message:
    """realtimeBars (50); `bar`: epoch, open, high, low, close, volume, wap, count."""
    return (50, 3, request, *bar)


def bar_fields(bar: PriceBar) -> Message:
    """A bar in the order in which realtimeBars and historicalData carry it."""
    return (bar.start, bar.open, bar.high, bar.low, bar.close, bar.volume, bar.wap, bar.count)


def historical(request: int, version: int, start: str, end: str, rows: Sequence[Message]) -> list[Message]:
    """historicalData (17), and the end (108) that newer versions send apart. `rows`: date, o, h, l, c, volume, wap, count."""
    body = tuple(field for row in rows for field in row)
    if version >= versions.HISTORICAL_END:
        return [(17, request, len(rows), *body), (108, request, start, end)]
    return [(17, request, start, end, len(rows), *body)]


def historical_update(request: int, date: str, bar: PriceBar) -> Message:
    """historicalDataUpdate (90): its prices stand in another order."""
    return (90, request, bar.count, date, bar.open, bar.close, bar.high, bar.low, bar.wap, bar.volume)


def tick_price(request: int, kind: int, price: float, size: int) -> Message:
    """tickPrice (1)."""
    return (1, 6, request, kind, price, size, 1)


def account_value(account: str, tag: str, value: str, currency: str) -> Message:
    """accountValue (6)."""
    return (6, 2, tag, value, currency, account)
