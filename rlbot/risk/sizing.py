"""From a target weight to shares. Pure scalar kernels: interpreted live, compiled for training."""

from __future__ import annotations

import math


def clipped_weight(weight: float, max_weight: float, lowest: float) -> float:
    """`weight` within [`lowest`, `max_weight`] (`lowest` 0 for long-only, else -max_weight)."""
    if weight > max_weight:
        return max_weight
    if weight < lowest:
        return lowest
    return weight


def target_shares(weight: float, equity: float, close: float) -> float:
    """trunc(weight * equity / close): whole shares, towards zero."""
    if equity <= 0.0 or close <= 0.0:
        return 0.0
    return float(math.trunc(weight * equity / close))


def share_delta(weight: float, shares: float, equity: float, close: float, band: float) -> float:
    """Shares to trade for `weight`; 0 inside the no-trade band, unless the target is exactly flat (an exit always trades)."""
    target = target_shares(weight, equity, close)
    if target == shares:
        return 0.0
    if weight != 0.0 and equity > 0.0 and abs(weight - shares * close / equity) < band:
        return 0.0
    return target - shares


def reducing_part(shares: float, delta: float) -> float:
    """The signed part of `delta` that only closes shares; the rest opens. A flip is both, as two orders."""
    if shares * delta >= 0.0:
        return 0.0
    if abs(delta) <= abs(shares):
        return delta
    return -shares


def stop_price(close: float, signed: float, fraction: float) -> float:
    """Stop-loss level for a position opened in the direction of `signed`, from the decision's close; 0 when off."""
    if fraction <= 0.0:
        return 0.0
    return close * (1.0 - fraction) if signed > 0.0 else close * (1.0 + fraction)


def profit_price(close: float, signed: float, fraction: float) -> float:
    """Take-profit level, likewise."""
    if fraction <= 0.0:
        return 0.0
    return close * (1.0 + fraction) if signed > 0.0 else close * (1.0 - fraction)
