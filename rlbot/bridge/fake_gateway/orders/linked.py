"""Orders that hang together: brackets (parent and children) and OCA groups."""

from __future__ import annotations

from rlbot.bridge.fake_gateway.orders.book import OrderBook
from rlbot.bridge.fake_gateway.orders.order import Order

CANCEL_OTHERS = 1  # OCA type: one fill cancels the rest of the group
# Types 2 and 3 reduce the rest by what filled (with and without block). One order fills at a time here, so they do not differ.


def available(book: OrderBook, order: Order) -> int:
    """Shares the order may fill now: a child never more than its parent has filled and its siblings have not closed. One that
    a modify has made larger is taken at its word once its parent has ended: nothing brings it down to what is left."""
    parent = book.parent(order)
    if parent is None or (order.raised and not parent.live):
        return order.remaining
    closed = sum(child.filled for child in book.children(parent))
    return min(order.remaining, max(0, parent.filled - closed))


def reduced_by_fill(book: OrderBook, order: Order, shares: int) -> tuple[list[Order], list[Order]]:
    """(cancelled, reduced) members of the order's OCA group after it filled `shares`; the reduced have their new size."""
    cancelled: list[Order] = []
    reduced: list[Order] = []
    if not order.terms.oca_group:
        return cancelled, reduced
    for other in book.group(order):
        if order.terms.oca_type == CANCEL_OTHERS or other.remaining <= shares:
            cancelled.append(other)
        else:
            other.size -= shares
            reduced.append(other)
    return cancelled, reduced


def orphans(book: OrderBook, order: Order) -> list[Order]:
    """Children that end with `order`: all of them if it ended without a fill, none if there is a position to protect."""
    if order.filled:
        return []
    return [child for child in book.children(order) if child.live or not child.status]


def waiting_members(book: OrderBook, order: Order) -> list[Order]:
    """The held-back parent and siblings that `order`, the last of its bracket, transmits with itself; parent first."""
    parent = book.parent(order)
    if parent is None:
        return []
    return [member for member in (parent, *book.children(parent)) if member is not order and not member.status]
