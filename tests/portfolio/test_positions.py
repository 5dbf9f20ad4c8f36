"""Kernels of a position that every path shares."""

from __future__ import annotations

import math

import pytest

from rlbot.portfolio.positions import unrealised_return


@pytest.mark.parametrize(
    ("shares", "cost", "close", "expected"), [(5.0, 100.0, 110.0, 0.1), (-5.0, 100.0, 110.0, -0.1), (0.0, 100.0, 110.0, 0.0)]
)
def test_a_position_earns_by_its_side(shares: float, cost: float, close: float, expected: float) -> None:
    assert unrealised_return(shares, cost, close) == pytest.approx(expected)


def test_a_short_at_its_own_price_has_no_negative_zero() -> None:
    """It would be another bit in the observation than the one that a ledger gives."""
    assert math.copysign(1.0, unrealised_return(-5.0, 100.0, 100.0)) == 1.0
