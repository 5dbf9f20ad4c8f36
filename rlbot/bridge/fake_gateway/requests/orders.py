"""Requests about orders and executions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rlbot.bridge.fake_gateway.faults import kinds
from rlbot.bridge.fake_gateway.market.history import HistoryError, end_of
from rlbot.bridge.fake_gateway.orders.order import Execution, Order
from rlbot.bridge.fake_gateway.wire import messages, place_order, versions
from rlbot.bridge.fake_gateway.wire.codec import Fields
from rlbot.bridge.fake_gateway.wire.order_messages import completed_order, open_order

if TYPE_CHECKING:
    from rlbot.bridge.fake_gateway.gateway import FakeGateway
    from rlbot.bridge.fake_gateway.session import Session


def place(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """placeOrder: new, or new terms for a known id."""
    order_id = fields.integer(1)
    try:
        order_id, terms = place_order.read(fields, session.version)
    except place_order.UnknownContractError:
        session.error(order_id, 200, "No security definition has been found for the request")
        return
    if place_order.asks_what_if(fields, session.version):
        session.error(order_id, 321, "Error validating request.-'bN' : cause - what-if orders are not served here")
        return
    if gateway.pending.take(kinds.CutBefore, terms.order_ref):
        session.close(at_once=True)
        return
    if gateway.pending.take(kinds.CutAfter, terms.order_ref):
        client_id = session.client_id
        session.close(at_once=True)
        gateway.desk.place(client_id, order_id, terms)
        gateway.desk.drop_held(client_id)
        return
    gateway.desk.place(session.client_id, order_id, terms)


def cancel(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """cancelOrder; from 192 on without a version field."""
    order_id = fields.integer(1 if session.version >= versions.CANCEL_TAGS else 2)
    gateway.desk.cancel(session.client_id, order_id)


def cancel_all(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """reqGlobalCancel: every client's orders."""
    for order in gateway.book.live():
        gateway.desk.end(order, "global cancel")


def own_open(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """reqOpenOrders: this client's."""
    _tell_open(gateway, session, [order for order in gateway.book.live() if order.client_id == session.client_id])


def all_open(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """reqAllOpenOrders: every client's."""
    _tell_open(gateway, session, gateway.book.live())


def _tell_open(gateway: FakeGateway, session: Session, orders: list[Order]) -> None:
    for order in orders:
        order.quiet = False
        session.send(open_order(order, session.version, terse=gateway.settings.terse_orders))
        session.send(messages.order_status(order))
    session.send((53, 1))


def completed(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """reqCompletedOrders: today's, of every client."""
    for order in gateway.book.completed():
        order.quiet = False
        session.send(completed_order(order, session.version, gateway.reports.time_text(order.completed_s)))
    session.send((102,))


def executions(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """reqExecutions: today's, filtered; each with its commission, as the real one does."""
    request = fields.integer(2)
    for fill in gateway.floor.executions:
        if _wanted(fill, fields):
            order = gateway.book.find(fill.client_id, fill.order_id)
            if order is not None:
                order.quiet = False
            session.send(messages.execution(fill, request, session.version, gateway.reports.time_text(fill.second)))
            session.send(messages.commission(fill))
    session.send((55, 1, request))


def _wanted(fill: Execution, fields: Fields) -> bool:
    """Filter fields, empty ones let all pass: client id, account, time, symbol, kind, exchange, side."""
    side = {"BUY": "BUY", "BOT": "BUY", "SELL": "SELL", "SLD": "SELL", "SSHORT": "SELL"}.get(fields.text(9), "")
    try:
        since = end_of(fields.text(5), 0)
    except HistoryError:
        since = 0
    return (
        fields.integer(3) in {0, fill.client_id}
        and fields.text(4) in {"", fill.account}
        and fill.second >= since
        and fields.text(6) in {"", fill.instrument.symbol}
        and fields.text(7) in {"", fill.instrument.sec_type}
        and fields.text(8) in {"", "SMART", fill.exchange}
        and side in {"", "BUY" if fill.sign > 0 else "SELL"}
    )
