"""At what price an order fills on a bar. Pure scalar kernels: interpreted live, compiled for training.

A decision at the close of bar t fills at the open of t+1. Protection is checked at the open, then inside the bar; if one
bar touches both stop and profit, the stop counts. A gap through either fills at the open.
"""

from __future__ import annotations

import math

NO_TOUCH = 0
STOP = 1
PROFIT = 2


def impact_fraction(quantity: float, adv: float, sigma: float, coefficient: float, exponent: float) -> float:
    """Market impact as a fraction of the price: coefficient * daily sigma * (quantity / ADV) ^ exponent.

    Square root by default (Almgren 2005 fits 0.6; Tokyo survey 2024: 0.5). 0 without a volume estimate.
    """
    if coefficient <= 0.0 or adv <= 0.0 or quantity <= 0.0:
        return 0.0
    return coefficient * sigma * math.pow(quantity / adv, exponent)


def fillable(quantity: float, bar_volume: float, max_participation: float, adv: float, used: float) -> float:
    """Shares that fill at this bar: all, or at most `max_participation` of its volume (0 switches the limit off).

    `used`: shares that filled in this bar already. Nothing fills in a bar without volume of a symbol that has some (`adv`).
    """
    if bar_volume <= 0.0 and adv > 0.0:
        return 0.0
    if max_participation <= 0.0:
        return quantity
    most = math.floor(bar_volume * max_participation) - used
    if most <= 0.0:
        return 0.0
    return most if most < quantity else quantity


def touch(shares: float, open_: float, high: float, low: float, stop: float, profit: float) -> int:
    """Which protection of a position in `shares` (signed) this bar triggers; 0 prices mean none.

    The open comes first: a gap through the profit is the limit's fill, whatever follows. Inside the bar the stop counts.
    """
    if shares > 0.0:
        if profit > 0.0 and open_ >= profit and not (stop > 0.0 and open_ <= stop):
            return PROFIT
        if stop > 0.0 and low <= stop:
            return STOP
        if profit > 0.0 and high >= profit:
            return PROFIT
    elif shares < 0.0:
        if profit > 0.0 and open_ <= profit and not (stop > 0.0 and open_ >= stop):
            return PROFIT
        if stop > 0.0 and high >= stop:
            return STOP
        if profit > 0.0 and low <= profit:
            return PROFIT
    return NO_TOUCH


def touch_price(kind: int, shares: float, open_: float, stop: float, profit: float) -> float:
    """Reference price of that exit: the level, or the open where the bar opened beyond it."""
    if kind == STOP:
        if shares > 0.0:
            return open_ if open_ < stop else stop
        return open_ if open_ > stop else stop
    if shares > 0.0:
        return open_ if open_ > profit else profit
    return open_ if open_ < profit else profit
