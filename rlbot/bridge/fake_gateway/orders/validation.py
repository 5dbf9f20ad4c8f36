"""Why the gateway would not take an order: its own code and words, or nothing."""

from __future__ import annotations

from collections.abc import Container

from rlbot.bridge.fake_gateway.orders.matching import STOPS
from rlbot.bridge.fake_gateway.orders.order import FILLED, Order, OrderTerms

ORDER_TYPES = {"MKT", "LMT", *STOPS}
TIMES_IN_FORCE = {"DAY", "GTC", "IOC", "OPG"}
LARGEST = 100_000_000  # shares

Refusal = tuple[int, str]


def refusal(terms: OrderTerms, accounts: Container[str]) -> Refusal | None:
    """(code, text) for terms that no order may have, new or modified."""
    if terms.account not in accounts:
        return 321, "Error validating request.-'bN' : cause - Invalid account code"
    if not terms.instrument.tradable:
        return 201, "Order rejected - reason:The instrument is an index and cannot be traded"
    if terms.action not in {"BUY", "SELL"}:
        return 321, "Error validating request.-'bN' : cause - Invalid action"
    if terms.quantity <= 0:
        return 434, "The order size cannot be zero"
    if terms.quantity != int(terms.quantity):
        return 10243, "Fractional-sized order cannot be placed via API. Please remove fractional part."
    if terms.quantity > LARGEST:
        return 201, "Order rejected - reason:The order size exceeds the maximum"
    if terms.order_type not in ORDER_TYPES:
        return 387, "Unsupported order type for this exchange and security type."
    if terms.tif not in TIMES_IN_FORCE:
        return 201, f"Order rejected - reason:Invalid time in force {terms.tif}"
    return _price_refusal(terms)


def _price_refusal(terms: OrderTerms) -> Refusal | None:
    wanted = []
    if terms.order_type in {"LMT", "STP LMT"}:
        wanted.append(terms.limit_price)
    if terms.order_type in STOPS:
        wanted.append(terms.stop_price)
    for price in wanted:
        if price is None or not 0.0 < price < 1e9:
            return 321, "Error validating request.-'bN' : cause - The order price is missing or invalid"
        ticks = price / terms.instrument.min_tick
        if abs(ticks - round(ticks)) > 1e-6:
            return 110, "The price does not conform to the minimum price variation for this contract."
    return None


def modify_refusal(order: Order, terms: OrderTerms) -> Refusal | None:
    """(code, text) where the order under a known id cannot become `terms`; the original stays as it is."""
    if order.status == FILLED:
        return 104, "Cannot modify a filled order."
    if order.status and not order.live:
        return 103, "Duplicate order id"
    old = order.terms
    same = (old.instrument, old.action, old.oca_group, old.account, old.parent_id)
    if same != (terms.instrument, terms.action, terms.oca_group, terms.account, terms.parent_id):
        return 105, "Order being modified does not match original order"
    if terms.quantity < order.filled:
        return 201, "Order rejected - reason:The order size cannot be less than the filled quantity"
    return None
