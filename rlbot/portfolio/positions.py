"""What a fill does to a position and its cash. Pure scalar kernels: interpreted live, compiled for training."""

from __future__ import annotations


def average_cost(shares: float, avg_cost: float, signed: float, price: float) -> float:
    """Average cost after adding `signed` shares at `price`: blended when adding, kept when reducing, new when flipping."""
    after = shares + signed
    if after == 0.0:
        return 0.0
    if shares == 0.0 or shares * after < 0.0:
        return price
    if shares * signed > 0.0:
        return (shares * avg_cost + signed * price) / after
    return avg_cost


def unrealised_return(shares: float, avg_cost: float, close: float) -> float:
    """close / average cost - 1, signed by the side; 0 when flat."""
    if shares == 0.0 or avg_cost <= 0.0:
        return 0.0
    return close / avg_cost - 1.0 if shares > 0.0 else 1.0 - close / avg_cost


def realised_pnl(shares: float, avg_cost: float, signed: float, price: float) -> float:
    """Profit locked in by closing part of the position, before costs."""
    if shares * signed >= 0.0:
        return 0.0
    closed = signed if abs(signed) < abs(shares) else -shares
    return -closed * (price - avg_cost)


def carry(cash: float, short_value: float, days: float, debit_rate: float, borrow_rate: float) -> float:
    """Interest on negative cash plus borrow fee on a short, USD >= 0, 360-day basis (IBKR)."""
    cost = 0.0
    if cash < 0.0:
        cost = -cash * debit_rate * days / 360.0
    return cost + short_value * borrow_rate * days / 360.0


def cash_after_fill(cash: float, signed: float, price: float, commission: float) -> float:
    """Cash after `signed` shares at `price` (sells are negative, so cash grows) and `commission` USD."""
    return cash - signed * price - commission


def split_shares(shares: float, factor: float) -> float:
    """Whole shares after a split of `factor` new per old; the fraction is paid in cash at the adjusted last close."""
    return float(int(shares * factor + (1e-9 if shares > 0.0 else -1e-9)))
