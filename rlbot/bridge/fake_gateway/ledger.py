"""The truth that tests compare with: how often each order was asked for and placed, and every execution, for ever."""

from __future__ import annotations

from collections import Counter

from rlbot.bridge.fake_gateway.orders.order import Execution


class Ledger:
    """Survives reconnects, restarts, midnights. Keys are order references; orders without one count under their `client/id`."""

    def __init__(self) -> None:
        self.received: Counter[str] = Counter()  # new orders read from a client, whatever became of them
        self.placed: Counter[str] = Counter()  # of those, transmitted and live at the market
        self.modified: Counter[str] = Counter()
        self.cancels: Counter[str] = Counter()
        self.events: Counter[str] = Counter()  # connections, pacing violations, garbage sent, …
        self.busiest_second = 0  # the most messages any one client has sent within a second
        self.executions: dict[str, Execution] = {}  # the latest revision by key

    def book(self, fill: Execution) -> None:
        """A fill, or the correction of one."""
        self.executions[fill.key] = fill

    def positions(self) -> dict[str, int]:
        """Signed shares by symbol, summed from the executions."""
        held: Counter[str] = Counter()
        for fill in self.executions.values():
            held[fill.instrument.symbol] += fill.signed_shares
        return {symbol: shares for symbol, shares in held.items() if shares}

    def filled(self, order_ref: str) -> int:
        """Shares that filled under that reference."""
        return sum(fill.shares for fill in self.executions.values() if fill.order_ref == order_ref)

    def snapshot(self) -> dict[str, object]:
        """All of it as JSON would have it."""
        counters = ("received", "placed", "modified", "cancels", "events")
        return {
            **{name: dict(getattr(self, name)) for name in counters},
            "busiest_second": self.busiest_second,
            "positions": self.positions(),
            "executions": [_row(fill) for fill in self.executions.values()],
        }


def _row(fill: Execution) -> dict[str, object]:
    return {
        "exec_id": fill.exec_id,
        "order_ref": fill.order_ref,
        "client_id": fill.client_id,
        "order_id": fill.order_id,
        "perm_id": fill.perm_id,
        "account": fill.account,
        "symbol": fill.instrument.symbol,
        "side": "BUY" if fill.sign > 0 else "SELL",
        "shares": fill.shares,
        "price": fill.price,
        "commission": fill.commission,
        "second": fill.second,
    }
