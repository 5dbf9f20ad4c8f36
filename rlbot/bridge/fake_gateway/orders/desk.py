"""The order desk: places, modifies and cancels, and works live orders against the market.

Everything it does is told to `Reports`; what is broken on purpose comes from `PendingFaults`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rlbot.bridge.fake_gateway.faults import kinds
from rlbot.bridge.fake_gateway.faults.pending import PendingFaults
from rlbot.bridge.fake_gateway.ledger import Ledger
from rlbot.bridge.fake_gateway.market.hours import Hours
from rlbot.bridge.fake_gateway.orders import linked
from rlbot.bridge.fake_gateway.orders.book import OrderBook
from rlbot.bridge.fake_gateway.orders.floor import Floor
from rlbot.bridge.fake_gateway.orders.order import CANCELLED, FILLED, INACTIVE, PRE_SUBMITTED, Order, OrderTerms
from rlbot.bridge.fake_gateway.orders.reports import Reports
from rlbot.bridge.fake_gateway.orders.validation import Refusal, modify_refusal, refusal
from rlbot.bridge.fake_gateway.timers import Timers

TOO_LATE = (201, "Order rejected - reason:Exchange is closed.")
MISSING_PARENT = (10006, "Missing parent order.")
STOCK_HOURS = "Warning: your order will not be placed at the exchange until {}"


class OrderDesk:
    """One for all clients; order ids are each client's own. An order without an account is the first one's."""

    def __init__(
        self,
        book: OrderBook,
        floor: Floor,
        reports: Reports,
        ledger: Ledger,
        pending: PendingFaults,
        timers: Timers,
        hours: Hours,
        accounts: Sequence[str],
    ) -> None:
        self._book, self._floor, self._reports, self._ledger = book, floor, reports, ledger
        self._pending, self._timers, self._hours, self._accounts = pending, timers, hours, accounts

    def place(self, client_id: int, order_id: int, terms: OrderTerms) -> None:
        """A new order, or new terms for one that is known."""
        terms = terms if terms.account else replace(terms, account=self._accounts[0])
        known = self._book.find(client_id, order_id)
        if known is None:
            self._ledger.received[terms.order_ref or f"{client_id}/{order_id}"] += 1
            refused = (
                (103, "Duplicate order id") if order_id < self._book.next_id(client_id) else refusal(terms, self._accounts)
            )
        else:
            refused = modify_refusal(known, terms) or refusal(terms, self._accounts)
        if known is None and not refused and terms.parent_id:
            parent = self._book.find(client_id, terms.parent_id)
            refused = MISSING_PARENT if parent is None or (parent.status and not parent.live) else None
        if known is None and not refused and terms.tif == "OPG" and not self._hours.takes_on_open(self._timers.second):
            refused = TOO_LATE
        if refused:
            self._reports.error(client_id, order_id, *refused)
        elif known is None:
            order = Order(client_id, order_id, self._book.new_perm_id(), terms, self._timers.second, int(terms.quantity))
            self._book.add(order)
            self._send(order)
        else:
            self._modify(known, terms)

    def cancel(self, client_id: int, order_id: int) -> None:
        """The client asks for an end; answered 202, 10147 or 10148."""
        order = self._book.find(client_id, order_id)
        reference = order.terms.order_ref if order else ""
        self._ledger.cancels[reference or f"{client_id}/{order_id}"] += 1
        if order is None or (order.status and not order.live):
            self._reports.error(client_id, order_id, *_cannot_cancel(order_id, order.status if order else ""))
            return
        unwilling = self._pending.take(kinds.CancelRefused, reference)
        if unwilling is not None:
            if unwilling.code:
                _, text = _cannot_cancel(order_id, "" if unwilling.code == 10147 else order.status)
                self._reports.error(client_id, order_id, unwilling.code, text)
            return
        late = self._pending.take(kinds.LateCancel, reference)
        if late is None:
            self.end(order)
            return
        self._reports.status_as(order, "PendingCancel")
        self._timers.after(late.seconds, lambda: self.end(order))

    def end(self, order: Order, reason: str = "", status: str = CANCELLED) -> None:
        """The order ends without (further) fills, and its children with it if nothing filled."""
        if order.status and not order.live:
            return
        transmitted = bool(order.status)
        order.status, order.why_held, order.completed_s = status, "", self._timers.second
        if transmitted:
            self._book.complete(order)
        else:
            self._book.retire(order)
        self._reports.changed(order)
        if status == CANCELLED:
            self._reports.error(order.client_id, order.order_id, 202, f"Order Canceled - reason:{reason}")
        for child in linked.orphans(self._book, order):
            self.end(child, "parent order ended")

    def work_all(self) -> None:
        """One second of the market for every live order."""
        for order in self._book.live():
            if order.live:
                self.work(order)

    def work(self, order: Order) -> None:
        """Let the market do what it would with the order now; linked orders follow."""
        shares = self._floor.work(order)
        if shares:
            self._after_fill(order, shares)
        if order.live and self._floor.expires(order):
            self.end(order, "order expired")

    def fill(self, order: Order, shares: int) -> None:
        """Fill some of a live order at the market, wherever its own price is; a child no more than it could."""
        possible = linked.available(self._book, order)
        shares = min(shares or possible, possible)
        if order.live and shares:
            self._floor.trade(order, shares, self._floor.market_price(order))
            self._after_fill(order, shares)

    def live(self, order_ref: str) -> list[Order]:
        """Live orders of that reference, all if it is empty."""
        return [order for order in self._book.live() if order_ref in {"", order.terms.order_ref}]

    def drop_held(self, client_id: int | None = None) -> None:
        """Orders never transmitted go with their connection."""
        for order in self._book.held():
            if client_id in {None, order.client_id}:
                self._book.forget(order)

    def vanish(self, since_s: int) -> None:
        """Live orders placed since then, without fills, are lost by the gateway as if they had never come."""
        for order in self._book.live():
            if order.placed_s >= since_s and not order.filled:
                self._ledger.events["vanished_orders"] += 1
                self._book.forget(order)

    def expire_day(self) -> None:
        """The session is over."""
        for order in self._book.live():
            if order.terms.tif == "DAY" and order.due_s <= self._timers.second:
                self.end(order, "order expired at the close")

    def _send(self, order: Order) -> None:
        if not order.terms.transmit:
            return
        members = [*linked.waiting_members(self._book, order), order]
        for member in [member for member in members if self._admit(member)]:
            if member.live:
                self.work(member)

    def _admit(self, order: Order) -> bool:
        """The order reaches the market; False where it does not."""
        reference = order.terms.order_ref
        parent = self._book.parent(order)
        if self._pending.take(kinds.Swallow, reference) or (order.terms.parent_id and parent is None):
            self._book.forget(order)  # a swallowed parent takes its children along
            return False
        if parent is not None and not parent.live and not parent.filled:
            self.end(order, "parent order ended")
            return False
        order.status, order.due_s = PRE_SUBMITTED, self._timers.second
        order.why_held = "" if linked.available(self._book, order) else "child"
        rejected = self._pending.take(kinds.Reject, reference)
        if rejected is not None:
            self._reports.error(order.client_id, order.order_id, rejected.code, rejected.text)
            self.end(order, status=INACTIVE)
            return False
        self._ledger.placed[reference or f"{order.client_id}/{order.order_id}"] += 1
        order.quiet = self._pending.take(kinds.Silence, reference) is not None
        cut = self._pending.take(kinds.Partial, reference)
        if cut is not None:
            order.slices = _slices(cut, order.size)
        self._wait_for_open(order)
        self._reports.begin(order)
        return True

    def _wait_for_open(self, order: Order) -> None:
        now = self._timers.second
        warning = self._pending.take(kinds.Warn, order.terms.order_ref)
        if order.terms.tif == "OPG" or not self._hours.is_open(now):
            order.due_s = self._hours.next_open(now)
            if order.terms.tif != "OPG" and warning is None:
                text = STOCK_HOURS.format(self._reports.time_text(order.due_s))
                warning = kinds.Warn(
                    text=f"Order Message:\n{order.terms.action} {order.size} {order.terms.instrument.symbol}\n{text}"
                )
        if warning is not None:
            self._reports.error(order.client_id, order.order_id, warning.code, warning.text)

    def _modify(self, order: Order, terms: OrderTerms) -> None:
        if not order.status:
            order.terms, order.size = terms, int(terms.quantity)
            self._send(order)
            return
        self._ledger.modified[terms.order_ref or f"{order.client_id}/{order.order_id}"] += 1
        if self._pending.take(kinds.Twin, terms.order_ref):
            order = replace(order, perm_id=self._book.new_perm_id(), slices=[])
            self._book.add(order)
        order.raised = order.raised or int(terms.quantity) > order.size
        order.terms, order.size = terms, int(terms.quantity)
        if not order.remaining:
            order.status, order.completed_s = FILLED, self._timers.second
            self._book.complete(order)
        self._reports.changed(order)
        if order.live:
            self.work(order)

    def _after_fill(self, order: Order, shares: int) -> None:
        cancelled, reduced = linked.reduced_by_fill(self._book, order, shares)
        for other in reduced:
            self._reports.changed(other)
        for other in cancelled:
            self.end(other, "OCA group")
        for child in self._book.children(order):
            if child.live:
                self.work(child)


def _cannot_cancel(order_id: int, status: str) -> Refusal:
    """`status` of an order that is known, empty where none is."""
    if not status:
        return 10147, f"OrderId {order_id} that needs to be cancelled is not found."
    return 10148, f"OrderId {order_id} that needs to be cancelled cannot be cancelled, state: {status}."


def _slices(cut: kinds.Partial, size: int) -> list[int]:
    first = min(cut.first, size)
    if cut.parts <= 0:
        return [first, 0] if first < size else [first]
    rest, parts = size - first, min(cut.parts, size - first)
    return [first, *(rest * (i + 1) // parts - rest * i // parts for i in range(parts))]
