"""What clients are told unasked about orders: openOrder, orderStatus, execDetails, commissionReport, errors.

An order's news go to the client that placed it, if it is connected; who is not must ask later. While the link to the exchange
is down everything waits here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from rlbot.bridge.fake_gateway.faults import kinds
from rlbot.bridge.fake_gateway.faults.pending import PendingFaults
from rlbot.bridge.fake_gateway.market.hours import new_york
from rlbot.bridge.fake_gateway.orders.order import FILLED, Execution, Order
from rlbot.bridge.fake_gateway.timers import Timers
from rlbot.bridge.fake_gateway.wire import messages
from rlbot.bridge.fake_gateway.wire.codec import Message
from rlbot.bridge.fake_gateway.wire.order_messages import open_order


class Listener(Protocol):
    """A connected client."""

    version: int

    def send(self, message: Message) -> None:
        """One message to it."""
        ...

    def send_position(self, symbol: str) -> None:
        """The position, if the client follows positions; its account values, if it follows those."""
        ...


class Reports:
    """`find(client_id)` gives the connected client, `everybody()` all of them."""

    def __init__(
        self,
        find: Callable[[int], Listener | None],
        everybody: Callable[[], Iterable[Listener]],
        pending: PendingFaults,
        timers: Timers,
        *,
        terse: bool = False,
    ) -> None:
        self._terse = terse
        self._find, self._everybody, self._pending, self._timers = find, everybody, pending, timers
        self._late_s: dict[int, float] = {}  # permId -> how late its statuses are
        self._held_back: list[Callable[[], None]] | None = None  # not None: the link is down
        self.on_execution: Callable[[Order, Execution], None] = lambda order, fill: None

    @staticmethod
    def time_text(second: int) -> str:
        """As executions and order warnings carry it."""
        return new_york(second).strftime("%Y%m%d %H:%M:%S US/Eastern")

    def hold_back(self) -> None:
        """The link is down: news wait."""
        self._held_back = self._held_back or []

    def release(self, *, lost: bool) -> None:
        """The link is back: what waited is told, or lost."""
        waiting, self._held_back = self._held_back or [], None
        for tell in () if lost else waiting:
            tell()

    def _tell(self, client_id: int, make: Callable[[int], Message], *, late_s: float = 0.0) -> None:
        """`make(version)`; made now, so that what is told late is what was true when it happened."""
        client = self._find(client_id)
        if client is None:
            return
        message = make(client.version)

        def send() -> None:
            if (now := self._find(client_id)) is client and now is not None:
                now.send(message)

        if self._held_back is not None:
            self._held_back.append(send)
        elif late_s > 0.0:
            self._timers.after(late_s, send)
        else:
            send()

    def error(self, client_id: int, order_id: int, code: int, text: str) -> None:
        """An error, warning or cancellation of an order."""
        now_ms = self._timers.now_ns // 1_000_000
        self._tell(client_id, lambda version: messages.error(version, order_id, code, text, now_ms))

    def begin(self, order: Order) -> None:
        """The order is at the market."""
        late = self._pending.take(kinds.LateStatus, order.terms.order_ref)
        if late is not None:
            self._late_s[order.perm_id] = late.seconds
        self.changed(order)

    def changed(self, order: Order) -> None:
        """openOrder and orderStatus."""
        self._open_order(order)
        self._status(order)

    def status_as(self, order: Order, status: str) -> None:
        """An orderStatus with a passing status, PendingCancel for one."""
        kept, order.status = order.status, status
        self._status(order)
        order.status = kept

    def executed(self, order: Order, fill: Execution) -> None:
        """execDetails, then the order, then the commission: the order in which recorded sessions have them."""
        if not order.quiet:
            self._execution(fill)
            paid, order.commission = order.commission, 0.0
            self._open_order(order)
            self._status(order)
            order.commission = paid
            if order.status == FILLED:
                self._open_order(order)
            self._commission(fill)
            if self._pending.take(kinds.Duplicate, order.terms.order_ref):
                self._execution(fill)
                self._commission(fill)
        for client in self._everybody():
            self._position(client, fill.instrument.symbol)
        self.on_execution(order, fill)

    def corrected(self, fill: Execution) -> None:
        """A correction comes like a fill, without an order."""
        self._execution(fill)
        self._commission(fill)

    def _open_order(self, order: Order) -> None:
        if not order.quiet:
            self._tell(order.client_id, lambda version: open_order(order, version, terse=self._terse))

    def _status(self, order: Order) -> None:
        if not order.quiet:
            late_s = self._late_s.get(order.perm_id, 0.0)
            self._tell(order.client_id, lambda version: messages.order_status(order), late_s=late_s)

    def _execution(self, fill: Execution) -> None:
        text = self.time_text(fill.second)
        self._tell(fill.client_id, lambda version: messages.execution(fill, messages.NO_REQUEST, version, text))

    def _commission(self, fill: Execution) -> None:
        self._tell(fill.client_id, lambda version: messages.commission(fill))

    def _position(self, client: Listener, symbol: str) -> None:
        if self._held_back is not None:
            self._held_back.append(lambda: client.send_position(symbol))
        else:
            client.send_position(symbol)
