"""What the market does to an order at one quote. Pure: an order and prices in, a price or nothing out."""

from __future__ import annotations

from rlbot.bridge.fake_gateway.market.prices import Quote
from rlbot.bridge.fake_gateway.orders.order import Order

STOPS = {"STP", "STP LMT"}


def triggers(order: Order, quote: Quote) -> bool:
    """Whether a stop's price has traded: at or above it for buys, at or below it for sales."""
    if order.terms.order_type not in STOPS or order.terms.stop_price is None:
        return False
    return (quote.last - order.terms.stop_price) * order.terms.sign >= 0.0


def fill_price(order: Order, quote: Quote) -> float | None:
    """The price at which the order would trade now, never worse than its limit; None where it would not."""
    terms = order.terms
    if terms.order_type in STOPS and not order.triggered:
        return None
    opposite = quote.ask if terms.sign > 0 else quote.bid
    if terms.order_type in {"MKT", "STP"} or terms.limit_price is None:
        return opposite
    return opposite if (terms.limit_price - opposite) * terms.sign >= 0.0 else None


def commission(shares: int, price: float) -> float:
    """IBKR fixed, USD: 0.005 a share, at least 1, at most 1 % of the value."""
    return round(min(max(1.0, 0.005 * shares), 0.01 * shares * price), 6)
