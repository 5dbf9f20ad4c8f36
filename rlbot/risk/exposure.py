"""What the account carries: every agent's position and open entries, leverage counted."""

from __future__ import annotations

from collections.abc import Iterable

from rlbot.execution.order_book import OrderBook
from rlbot.portfolio.ledger import Ledger
from rlbot.risk.limits import RiskSeat, initial_margin


def carried(
    ledger: Ledger, orders: OrderBook, seats: Iterable[RiskSeat], symbol: str, leaving: str = "", apart: str = ""
) -> tuple[float, float, float]:
    """(exposure in `symbol`, exposure in all, initial margin), USD, at the latest prices.

    Open entries count as if filled; open exits count as if they never will. The position of the agent `leaving` is not
    counted: it is about to flip, and what opens fills only once nothing is left to close. Nor are the open entries of the agent
    `apart`, whose entry is what is asked about.
    """
    asset = total = margin = 0.0
    for seat in seats:
        held = 0.0 if seat.agent_id == leaving else abs(ledger.shares(seat.agent_id))
        entering = 0 if seat.agent_id == apart else abs(orders.open_entering(seat.agent_id))
        shares = held + entering
        value = shares * ledger.quote(seat.agent_id)
        total += value * seat.leverage
        margin += value * initial_margin(seat.leverage)
        if seat.symbol == symbol:
            asset += value * seat.leverage
    return asset, total, margin
