"""An independent simulator: one loop over rows, written from the words of the surface, sharing nothing with the product."""

from __future__ import annotations

import math
from typing import NamedTuple

from tests.app.homes import Row


class Rules(NamedTuple):
    """The agent's file, as far as this simulator goes. Fractions; 0 is off."""

    budget: float
    spread_bps: float = 0.0
    stop_loss: float = 0.0
    take_profit: float = 0.0


class Book:
    """Cash, shares, levels, and what happened."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.cash = rules.budget
        self.shares = 0
        self.stop = self.profit = 0.0
        self.fills: list[tuple[str, str, int, float, float]] = []
        self.equity: list[float] = []

    def trade(self, stamp: str, signed: int, price: float, *, market: bool, fee_rate: float) -> None:
        """`signed` shares at `price` before the spread; IBKR fixed: $0.005 a share, at least $1, at most 1 %."""
        side = 1 if signed > 0 else -1
        paid = price * (1.0 + side * self.rules.spread_bps / 20_000.0) if market else price
        quantity = abs(signed)
        commission = min(max(quantity * 0.005, 1.0), 0.01 * quantity * paid)
        if side < 0:
            sec, taf, cap = (22.10e-6, 0.000119, 5.95) if fee_rate == 0.0 else (fee_rate, 0.000119, 5.95)
            commission += quantity * paid * sec + min(quantity * taf, cap)
        self.cash -= signed * paid + commission
        self.shares += signed
        self.fills.append((stamp, "BUY" if side > 0 else "SELL", quantity, paid, commission))


def simulate(rows: list[Row], script: dict[str, float], rules: Rules, fee_rates: dict[str, float]) -> Book:
    """Decide at the close of a script row's bar, fill at the next open; protection from the decision's close."""
    book = Book(rules)
    pending: tuple[int, float] | None = None  # signed shares, decision's close
    for stamp, open_, high, low, close, _ in rows:
        fee = fee_rates.get(stamp[:10], 0.0)
        if pending is not None:
            signed, decided = pending
            adds = signed * book.shares >= 0
            book.trade(stamp, signed, open_, market=True, fee_rate=fee)
            if adds and book.shares:
                book.stop = decided * (1.0 - rules.stop_loss) if rules.stop_loss else 0.0
                book.profit = decided * (1.0 + rules.take_profit) if rules.take_profit else 0.0
            pending = None
        if book.shares == 0:
            book.stop = book.profit = 0.0
        elif book.stop and open_ <= book.stop:
            book.trade(stamp, -book.shares, open_, market=True, fee_rate=fee)
        elif book.profit and open_ >= book.profit:
            book.trade(stamp, -book.shares, open_, market=False, fee_rate=fee)
        elif book.stop and low <= book.stop:
            book.trade(stamp, -book.shares, book.stop, market=True, fee_rate=fee)
        elif book.profit and high >= book.profit:
            book.trade(stamp, -book.shares, book.profit, market=False, fee_rate=fee)
        equity = book.cash + book.shares * close
        book.equity.append(equity)
        if stamp in script:
            wanted = math.trunc(script[stamp] * equity / close)
            if wanted != book.shares:
                pending = (wanted - book.shares, close)
    return book
