"""What an order costs at IBKR. Pure scalar kernels: interpreted live, compiled for training.

The rates are data (`cost_schedule.py`): effective-dated, looked up once per order (live) or once per bar (training).
Published examples (interactivebrokers.com, "Commissions Stocks", fixed): 100 @ $25 = $1.00; 1,000 @ $25 = $5.00;
1,000 @ $0.25 = $2.50 (the 1 % cap).
"""

from __future__ import annotations


def fixed_commission(quantity: float, price: float, per_share: float, minimum: float, max_fraction: float) -> float:
    """IBKR fixed, USD: per share, at least `minimum`, at most `max_fraction` of the trade's value (the cap wins)."""
    amount = quantity * per_share
    amount = max(amount, minimum)
    cap = quantity * price * max_fraction
    amount = min(amount, cap)
    return amount


def tier_share(month_before: float, quantity: float, lower: float, upper: float) -> float:
    """How many of `quantity` shares, bought after `month_before` this month, fall into the tier (lower, upper]."""
    start = month_before if month_before > lower else lower
    end = month_before + quantity
    end = min(end, upper)
    return end - start if end > start else 0.0


def tiered_commission(
    quantity: float, price: float, month_before: float, minimum: float, max_fraction: float, pass_through: float
) -> float:
    """IBKR tiered, USD: marginal monthly tiers, then minimum and cap, then `pass_through` per share (exchange, clearing)."""
    amount = (
        tier_share(month_before, quantity, 0.0, 300_000.0) * 0.0035
        + tier_share(month_before, quantity, 300_000.0, 3_000_000.0) * 0.0020
        + tier_share(month_before, quantity, 3_000_000.0, 20_000_000.0) * 0.0015
        + tier_share(month_before, quantity, 20_000_000.0, 100_000_000.0) * 0.0010
        + tier_share(month_before, quantity, 100_000_000.0, 1e18) * 0.0005
    )
    amount = max(amount, minimum)
    cap = quantity * price * max_fraction
    amount = min(amount, cap)
    return amount + quantity * pass_through


def regulatory_fees(side: float, quantity: float, price: float, sec_rate: float, taf_per_share: float, taf_cap: float) -> float:
    """SEC fee (fraction of sales) and FINRA TAF (per share sold, capped), USD. `side` +1 buys (no fee), -1 sells."""
    if side > 0.0:
        return 0.0
    taf = quantity * taf_per_share
    taf = min(taf, taf_cap)
    return quantity * price * sec_rate + taf
