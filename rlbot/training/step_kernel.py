"""One bar of one account: the order of things that the environment, the backtest and the live path share.

Composes the kernels of risk, execution, portfolio and agents exactly as the event path does (`docs/architecture.md`,
"One arithmetic"). Plain Python: `compiled.py` compiles it, and the tests run both.

Order at a bar: split, dividend, carry cost, orders at the open (reducing before opening), protection at the open and inside
the bar, mark at the close.
"""

from __future__ import annotations

import math
from collections.abc import MutableSequence, Sequence

from rlbot.agents.own_history import own_fill, own_session_end
from rlbot.execution.costs import fixed_commission, regulatory_fees, tiered_commission
from rlbot.execution.fill_model import NO_TOUCH, STOP, fillable, impact_fraction, touch, touch_price
from rlbot.portfolio.positions import average_cost, carry, cash_after_fill, split_shares
from rlbot.risk.sizing import clipped_weight, profit_price, reducing_part, share_delta, stop_price

# Columns of the bars matrix, float64 [bars, BAR_COLUMNS]; prices as traded.
OPEN, HIGH, LOW, CLOSE, VOLUME, SPLIT, DIVIDEND, ADV, SIGMA, SEC_RATE, TAF, TAF_CAP, CAT, SESSION_END, MONTH, DAYS = range(16)
BAR_COLUMNS = 16

# The parameter vector, float64 [PARAMS].
(
    HALF_SPREAD,
    IMPACT,
    IMPACT_EXPONENT,
    MAX_PARTICIPATION,
    TIERED,
    PER_SHARE,
    MINIMUM,
    MAX_FRACTION,
    PASS_THROUGH,
    DEBIT_RATE,
    BORROW_RATE,
    BAND,
    MAX_WEIGHT,
    LOWEST_WEIGHT,
    STOP_LOSS,
    TAKE_PROFIT,
) = range(16)
PARAMS = 16

# The account's state row, float64 [ACCOUNT].
(
    CASH,
    SHARES,
    AVG_COST,
    STOP_LEVEL,
    PROFIT_LEVEL,
    PENDING,
    PENDING_STOP,
    PENDING_PROFIT,
    EQUITY_NOW,
    MONTH_NOW,
    MONTH_SHARES,
    COST_FACTOR,
) = range(12)
ACCOUNT = 12


def reset_account(a: MutableSequence[float], cash: float, cost_factor: float) -> None:
    """Flat, with `cash` USD. `cost_factor` multiplies every cost (1 except in randomised training)."""
    for k in range(ACCOUNT):
        a[k] = 0.0
    a[CASH] = cash
    a[EQUITY_NOW] = cash
    a[COST_FACTOR] = cost_factor


def decide(a: MutableSequence[float], p: Sequence[float], bar: Sequence[float], weight: float) -> float:
    """Size `weight` at the close of `bar` into the pending order; returns the signed shares ordered."""
    wanted = clipped_weight(weight, p[MAX_WEIGHT], p[LOWEST_WEIGHT])
    delta = share_delta(wanted, a[SHARES], a[EQUITY_NOW], bar[CLOSE], p[BAND])
    a[PENDING] = delta
    a[PENDING_STOP] = 0.0
    a[PENDING_PROFIT] = 0.0
    opening = delta - reducing_part(a[SHARES], delta)
    if opening != 0.0:
        a[PENDING_STOP] = stop_price(bar[CLOSE], opening, p[STOP_LOSS])
        a[PENDING_PROFIT] = profit_price(bar[CLOSE], opening, p[TAKE_PROFIT])
    return delta


def fill(
    a: MutableSequence[float],
    own: MutableSequence[float],
    p: Sequence[float],
    bar: Sequence[float],
    before: Sequence[float],
    signed: float,
    reference: float,
    slips: bool,
) -> None:
    """Fill `signed` shares at `reference` (USD), with spread and impact if it `slips` (a limit does not)."""
    quantity = abs(signed)
    side = 1.0 if signed > 0.0 else -1.0
    price = reference
    if slips:
        impact = impact_fraction(quantity, before[ADV], before[SIGMA], p[IMPACT], p[IMPACT_EXPONENT])
        price = reference * (1.0 + side * (p[HALF_SPREAD] + impact) * a[COST_FACTOR])
    if p[TIERED] > 0.0:
        if bar[MONTH] != a[MONTH_NOW]:
            a[MONTH_NOW] = bar[MONTH]
            a[MONTH_SHARES] = 0.0
        commission = tiered_commission(quantity, price, a[MONTH_SHARES], p[MINIMUM], p[MAX_FRACTION], p[PASS_THROUGH])
        a[MONTH_SHARES] += quantity
    else:
        commission = fixed_commission(quantity, price, p[PER_SHARE], p[MINIMUM], p[MAX_FRACTION])
    fees = regulatory_fees(side, quantity, price, bar[SEC_RATE], bar[TAF], bar[TAF_CAP], bar[CAT])
    cost = (commission + fees) * a[COST_FACTOR]
    a[AVG_COST] = average_cost(a[SHARES], a[AVG_COST], signed, price)
    a[CASH] = cash_after_fill(a[CASH], signed, price, cost)
    a[SHARES] += signed
    own_fill(own, quantity * price, cost + quantity * abs(price - reference))


def fill_at_open(
    a: MutableSequence[float], own: MutableSequence[float], p: Sequence[float], bar: Sequence[float], before: Sequence[float]
) -> None:
    """Carry out the pending order: what reduces first, what opens only once nothing is left to close."""
    delta = a[PENDING]
    a[PENDING] = 0.0
    if delta == 0.0:
        return
    reducing = reducing_part(a[SHARES], delta)
    opening = delta - reducing
    used = 0.0
    if reducing != 0.0:
        quantity = fillable(abs(reducing), bar[VOLUME], p[MAX_PARTICIPATION], before[ADV], used)
        used = quantity
        if quantity > 0.0:
            fill(a, own, p, bar, before, math.copysign(quantity, reducing), bar[OPEN], True)
    if opening != 0.0 and a[SHARES] * opening >= 0.0:
        quantity = fillable(abs(opening), bar[VOLUME], p[MAX_PARTICIPATION], before[ADV], used)
        if quantity > 0.0:
            fill(a, own, p, bar, before, math.copysign(quantity, opening), bar[OPEN], True)
            a[STOP_LEVEL] = a[PENDING_STOP]
            a[PROFIT_LEVEL] = a[PENDING_PROFIT]


def advance(
    a: MutableSequence[float], own: MutableSequence[float], p: Sequence[float], bar: Sequence[float], before: Sequence[float]
) -> float:
    """Carry the account through `bar` (the one after `before`); returns its equity at the close, USD."""
    factor = bar[SPLIT]
    last_close = before[CLOSE]
    if factor != 1.0:
        last_close /= factor
        after = split_shares(a[SHARES], factor)
        a[CASH] += (a[SHARES] * factor - after) * last_close
        a[SHARES] = after
        a[AVG_COST] /= factor
        a[STOP_LEVEL] /= factor
        a[PROFIT_LEVEL] /= factor
        a[PENDING] = split_shares(a[PENDING], factor)
        a[PENDING_STOP] /= factor
        a[PENDING_PROFIT] /= factor
    if bar[DIVIDEND] != 0.0:
        a[CASH] += a[SHARES] * bar[DIVIDEND]
    short = -a[SHARES] * last_close if a[SHARES] < 0.0 else 0.0
    a[CASH] -= carry(a[CASH], short, bar[DAYS], p[DEBIT_RATE], p[BORROW_RATE])
    fill_at_open(a, own, p, bar, before)
    if a[SHARES] == 0.0:
        a[STOP_LEVEL] = 0.0
        a[PROFIT_LEVEL] = 0.0
    else:
        kind = touch(a[SHARES], bar[OPEN], bar[HIGH], bar[LOW], a[STOP_LEVEL], a[PROFIT_LEVEL])
        if kind != NO_TOUCH:
            reference = touch_price(kind, a[SHARES], bar[OPEN], a[STOP_LEVEL], a[PROFIT_LEVEL])
            fill(a, own, p, bar, before, -a[SHARES], reference, kind == STOP)
            a[STOP_LEVEL] = 0.0
            a[PROFIT_LEVEL] = 0.0
    a[EQUITY_NOW] = a[CASH] + a[SHARES] * bar[CLOSE]
    if bar[SESSION_END] != 0.0:
        own_session_end(own, a[EQUITY_NOW])
    return a[EQUITY_NOW]
