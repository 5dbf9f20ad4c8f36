"""An outsider's simulator: plain rows in, fills and equity out. It knows surface.md and nothing of rlbot.

At a row: splits and dividends since the row before; what was decided then fills at the open (half the spread against it);
protection (a gap fills at the open, a stop before a profit); the close marks; a script's row due here decides.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Bar:
    """A row of prices as traded. `day`: its date."""

    stamp: str
    open: float
    high: float
    low: float
    close: float

    @property
    def day(self) -> str:
        return self.stamp[:10]


@dataclass(frozen=True)
class Rules:
    """What the agent's file says."""

    budget: float = 50_000.0
    spread_bps: float = 0.0
    stop_loss: float = 0.0
    take_profit: float = 0.0


@dataclass
class Booked:
    """Fills as (stamp, side, quantity, price, commission), and equity a row."""

    fills: list[tuple[str, str, int, float, float]] = field(default_factory=list)
    equity: list[tuple[str, float]] = field(default_factory=list)


def ibkr_fixed(quantity: int, price: float) -> float:
    """$0.005 a share, at least $1, at most 1 % of the trade."""
    return min(max(0.005 * quantity, 1.0), 0.01 * quantity * price)


def simulate(
    bars: Sequence[Bar],
    script: Sequence[tuple[str, float]],
    rules: Rules,
    actions: Sequence[tuple[str, str, float]] = (),
    fees: dict[tuple[str, int], float] | None = None,
) -> Booked:
    """`script`: (stamp, weight). `actions`: (day, "split" or "dividend", value per as-traded share).

    `fees`: regulatory fees by (stamp, signed quantity); they are charged, not judged here.
    """
    done = Booked()
    cash, shares = rules.budget, 0
    pending: list[tuple[int, float]] = []  # shares to trade at the next open, close of the decision
    stop = profit = 0.0
    half = rules.spread_bps / 20_000.0
    last_day = bars[0].day
    close = 0.0
    todo = list(script)

    def fill(bar: Bar, signed: int, price: float) -> None:
        nonlocal cash, shares
        commission = ibkr_fixed(abs(signed), price)
        side = "BUY" if signed > 0 else "SELL"
        extra = (fees or {}).get((bar.stamp, signed), 0.0)
        cash -= signed * price + commission + extra
        shares += signed
        done.fills.append((bar.stamp, side, abs(signed), price, commission))

    for bar in bars:
        for day, kind, value in actions:
            if last_day < day <= bar.day:
                if kind == "split":
                    total = shares * value
                    shares, close = math.trunc(total + math.copysign(1e-9, total)), close / value
                    cash += (total - shares) * close
                    pending = [(round(n * value), level / value) for n, level in pending]
                    stop, profit = stop / value, profit / value
                else:
                    cash += shares * value
        last_day = bar.day
        for signed, level in pending:
            price = bar.open * (1 + half) if signed > 0 else bar.open * (1 - half)
            opens = shares * signed >= 0
            fill(bar, signed, price)
            if opens:
                way = 1 if signed > 0 else -1
                stop = level * (1 - way * rules.stop_loss) if rules.stop_loss else 0.0
                profit = level * (1 + way * rules.take_profit) if rules.take_profit else 0.0
        pending = []
        if shares:
            out = exit_price(bar, shares, stop, profit, half)
            if out is not None:
                fill(bar, -shares, out)
        close = bar.close
        equity = cash + shares * close
        done.equity.append((bar.stamp, equity))
        due = [row for row in todo if row[0] <= bar.stamp]
        todo = todo[len(due) :]
        if due:
            delta = math.trunc(due[-1][1] * equity / close) - shares
            first = delta if shares * delta >= 0 or abs(delta) <= abs(shares) else -shares
            pending = [(n, close) for n in (first, delta - first) if n]
    return done


def exit_price(bar: Bar, shares: int, stop: float, profit: float, half: float) -> float | None:
    """Where protection closes the position in this bar, spread included for a stop; None if it does not."""
    if shares > 0:
        if stop and bar.open <= stop:
            return bar.open * (1 - half)
        if profit and bar.open >= profit:
            return bar.open
        if stop and bar.low <= stop:
            return stop * (1 - half)
        return profit if profit and bar.high >= profit else None
    if stop and bar.open >= stop:
        return bar.open * (1 + half)
    if profit and bar.open <= profit:
        return bar.open
    if stop and bar.high >= stop:
        return stop * (1 + half)
    return profit if profit and bar.low <= profit else None
