"""What an order costs at IBKR. Pure scalar kernels: interpreted live, compiled for training.

The rates are data (`cost_schedule.py`): effective-dated, looked up once per order (live) or once per bar (training).
Published examples (interactivebrokers.com, "Commissions Stocks", fixed): 100 @ $25 = $1.00; 1,000 @ $25 = $5.00;
1,000 @ $0.25 = $2.50 (the 1 % cap). "Fixed vs. Tiered Pricing Comparison Examples": 200,000 sold @ $5 = $1,015.27 fixed, and
$755.78 tiered without the exchange's fee (at an SEC fee of $8.00 per million and a TAF of at most $7.27).
"""

from __future__ import annotations

# Of a tiered commission: what NYSE and FINRA take of it.
NYSE_PASS_THROUGH = 0.000175
FINRA_PASS_THROUGH = 0.00056


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
    """IBKR tiered, USD: marginal monthly tiers, then minimum and cap, then what is passed through: of the commission, and
    `pass_through` per share (clearing)."""
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
    return amount + amount * (NYSE_PASS_THROUGH + FINRA_PASS_THROUGH) + quantity * pass_through


def regulatory_fees(
    side: float, quantity: float, price: float, sec_rate: float, taf_per_share: float, taf_cap: float, cat_per_share: float
) -> float:
    """USD: CAT fee (per share) on both sides; SEC fee (fraction of sales) and FINRA TAF (per share sold, capped) on sales.

    `side` +1 buys, -1 sells.
    """
    fees = quantity * cat_per_share
    if side > 0.0:
        return fees
    taf = quantity * taf_per_share
    taf = min(taf, taf_cap)
    return fees + quantity * price * sec_rate + taf
