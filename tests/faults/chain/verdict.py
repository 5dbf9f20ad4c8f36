"""What came of a story: the core's journal held against the fake gateway's own records, which no fault can touch. Pure."""

from __future__ import annotations

from rlbot.bridge.fake_gateway.gateway import FakeGateway
from rlbot.bridge.fake_gateway.orders import linked
from rlbot.bridge.fake_gateway.orders.matching import STOPS
from rlbot.bridge.fake_gateway.orders.order import Order
from tests.faults.chain.core import AGENT, SYMBOL, Journal


def held(gateway: FakeGateway) -> int:
    """Signed shares that the agent's orders traded."""
    return sum(fill.signed_shares for fill in gateway.ledger.executions.values() if fill.order_ref.startswith(AGENT + "-"))


def closing(gateway: FakeGateway) -> list[tuple[Order, int]]:
    """Live orders against the position, each with the shares it may fill now."""
    sign = -1 if held(gateway) >= 0 else 1
    live = [
        order for order in gateway.book.live() if order.terms.sign == sign and order.terms.order_ref.startswith(AGENT + "-")
    ]
    return [(order, linked.available(gateway.book, order)) for order in live]


def guarded(gateway: FakeGateway) -> int:
    """Shares that live stops would close."""
    return sum(shares for order, shares in closing(gateway) if order.terms.order_type in STOPS)


def flips(gateway: FakeGateway) -> str:
    """What could close more than is held: stops and open exits together, of an OCA group its largest. Empty: nothing."""
    most: dict[str, int] = {}
    for order, shares in closing(gateway):
        group = order.terms.oca_group or str(order.perm_id)
        most[group] = max(most.get(group, 0), shares)
    if sum(most.values()) <= abs(held(gateway)):
        return ""
    told = ", ".join(f"{order.terms.order_ref} {shares} in {order.terms.oca_group!r}" for order, shares in closing(gateway))
    return f"{held(gateway)} held, and {sum(most.values())} could be closed: {told}"


def carries_stop(gateway: FakeGateway, journal: Journal) -> bool:
    """Whether the entry that filled last had one: its levels hold for the whole position."""
    entries = {order.client_order_id: order for order in journal.approved if order.purpose == "entry"}
    filled = [fill.order_ref for fill in gateway.ledger.executions.values() if fill.order_ref in entries]
    return bool(filled) and entries[filled[-1]].stop_loss_price > 0.0


def verdict(gateway: FakeGateway, journal: Journal) -> str:
    """What breaks the promise; empty: nothing does, or trading stands halted and names what differs."""
    said = " ".join(journal.standing.values())
    truth, shares, stops = gateway.ledger.positions().get(SYMBOL, 0), held(gateway), guarded(gateway)
    wrong = flips(gateway)
    if carries_stop(gateway, journal) and stops != abs(shares):
        wrong = wrong or f"{shares} held, and stops for {stops} at the gateway"
    twice = [
        order.terms.order_ref for order, _ in closing(gateway) if f"{SYMBOL}: {order.terms.order_ref} stands twice" in said
    ]
    if wrong and not twice:
        return wrong
    if journal.position() != truth:
        return "" if f"{SYMBOL}: the account holds" in said else f"the ledger has {journal.position()}, the gateway {truth}"
    return "" if twice or not said else f"halted, though nothing differs: {said}"
