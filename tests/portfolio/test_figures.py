"""Curve, metrics, round trips and attribution, their edges first."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rlbot.events.market import SplitApplied
from rlbot.events.trade import EquityMarked
from rlbot.portfolio import metrics
from rlbot.portfolio.attribution import AttributionSum
from rlbot.portfolio.equity_curve import EquityCurve
from rlbot.portfolio.trades import RoundTrip, RoundTrips
from tests.execution.approved import approved, filled

DAY_NS = 86_400_000_000_000
EQUITIES = st.lists(st.floats(1.0, 1e6), min_size=2, max_size=200)


@pytest.mark.parametrize("equity", [[], [100.0], [100.0, 100.0], [100.0, 100.0, 100.0], [0.0, 0.0], [100.0, 0.0, 0.0]])
def test_degenerate_curves_give_finite_figures(equity: list[float]) -> None:
    times = [k * DAY_NS for k in range(len(equity))]
    found = metrics.measure(equity, times, interval="1d")
    assert all(math.isfinite(getattr(found, name)) for name in found.__struct_fields__)
    assert found.sharpe == 0.0 or equity == [100.0, 0.0, 0.0]


def test_figures_of_a_known_curve() -> None:
    equity = [100.0, 110.0, 99.0, 108.9]
    times = [0, DAY_NS, 2 * DAY_NS, int(365.25 * DAY_NS)]
    steps = np.array([0.1, -0.1, 0.1])
    found = metrics.measure(equity, times, interval="1d", fills=2, traded_value=1_000.0, costs=3.0, weights=[1.0, -0.5])
    assert found.total_return == pytest.approx(0.089)
    assert found.cagr == pytest.approx(0.089)
    assert found.max_drawdown == pytest.approx(0.1)
    assert found.sharpe == pytest.approx(steps.mean() / steps.std(ddof=1) * math.sqrt(252))
    assert found.sortino == pytest.approx(steps.mean() / math.sqrt(0.01 / 3) * math.sqrt(252))
    assert found.volatility == pytest.approx(steps.std(ddof=1) * math.sqrt(252))
    assert (found.exposure, found.costs, found.fills) == (0.75, 3.0, 2)
    assert found.turnover == pytest.approx(1_000.0 / np.mean(equity) / (3 / 252))
    assert found.action_frequency == pytest.approx(2 / 3)


def test_sharpe_is_of_excess_returns() -> None:
    steps = np.array([0.001, 0.002, 0.0005])
    assert metrics.sharpe(steps, 252.0, 0.05) < metrics.sharpe(steps, 252.0)
    assert metrics.sharpe(steps - 0.05 / 252.0, 252.0) == pytest.approx(metrics.sharpe(steps, 252.0, 0.05))


@settings(deadline=None, max_examples=100)
@given(equity=EQUITIES, capacity=st.integers(4, 50))
def test_a_bounded_curve_keeps_exact_peak_drawdown_and_ends(equity: list[float], capacity: int) -> None:
    whole, bounded = EquityCurve(), EquityCurve(capacity)
    for k, value in enumerate(equity):
        whole.add(k, value)
        bounded.add(k, value)
    assert whole.max_drawdown == bounded.max_drawdown == pytest.approx(metrics.max_drawdown(equity))
    assert (bounded.first, bounded.last, bounded.peak) == (equity[0], equity[-1], max(equity))
    assert len(bounded.values) < capacity
    assert list(bounded.times_ns) == [k for k in range(len(equity)) if k % bounded.stride == 0]
    assert list(whole.values) == equity


def trips_of(*fills: tuple[str, int, float]) -> list[RoundTrip]:
    trips = RoundTrips()
    ended = []
    for k, (side, quantity, price) in enumerate(fills):
        order = approved(f"a-{k}-e", side="buy" if side == "buy" else "sell")
        ended.append(trips.on_fill(filled(order, quantity, f"x{k}", price=price, commission=1.0)))
    return [trip for trip in ended if trip is not None]


def test_a_round_trip_ends_when_flat_and_pays_its_commissions() -> None:
    (trip,) = trips_of(("buy", 10, 100.0), ("buy", 10, 110.0), ("sell", 5, 120.0), ("sell", 15, 100.0))
    assert (trip.side, trip.shares, trip.entry_price, trip.exit_price) == ("buy", 20.0, 105.0, 105.0)
    assert trip.profit == pytest.approx(-4.0)
    assert trip.profit_fraction == pytest.approx(-4.0 / 2_100.0)


def test_a_flip_ends_one_trip_and_begins_the_next() -> None:
    first, second = trips_of(("buy", 10, 100.0), ("sell", 20, 110.0), ("buy", 10, 100.0))
    assert [trip.side for trip in (first, second)] == ["buy", "sell"]
    assert [trip.profit for trip in (first, second)] == pytest.approx([98.5, 98.5])
    assert metrics.win_rate([first, second]) == 1.0


def test_a_split_inside_a_trip_changes_no_profit() -> None:
    trips = RoundTrips()
    buy, sell = approved("a-1-e"), approved("a-2-r", side="sell")
    trips.on_fill(filled(buy, 10, "x1", price=100.0, commission=0.0))
    trips.on_split(SplitApplied(ts_ns=1, symbol="ABC", session_ns=0, factor=4.0), 40.0)
    trip = trips.on_fill(filled(sell, 40, "x2", price=30.0, commission=0.0))
    assert trip is not None
    assert (trip.profit, trip.entry_price, trip.exit_price, trip.shares) == (200.0, 25.0, 30.0, 40.0)


def mark(equity: float, shares: int, close: float, *parts: float) -> EquityMarked:
    every = (*parts, *([0.0] * (8 - len(parts))))
    return EquityMarked(
        ts_ns=1,
        agent_id="a",
        symbol="ABC",
        bar_ns=0,
        equity=equity,
        cash=equity - shares * close,
        shares=shares,
        close=close,
        drawdown=0.0,
        session_end=True,
        parts=(every[0], every[1], every[2], every[3], every[4], every[5], every[6], every[7]),
    )


def test_holding_all_the_way_is_all_exposure() -> None:
    total = AttributionSum("a", "ABC", 1_000.0)
    total.on_equity(mark(1_000.0, 10, 100.0))
    total.on_equity(mark(1_100.0, 10, 110.0, 60.0, 40.0))
    found = total.result()
    assert [found.exposure, found.timing, found.total] == pytest.approx([100.0, 0.0, 100.0])
    assert found.residual <= 1e-12


def test_being_out_of_the_fall_is_timing() -> None:
    total = AttributionSum("a", "ABC", 1_000.0)
    total.on_equity(mark(1_000.0, 10, 100.0))
    total.on_equity(mark(1_100.0, 0, 110.0, 100.0))
    total.on_equity(mark(1_098.0, 0, 99.0, 0.0, 0.0, 0.0, -2.0))
    found = total.result()
    assert found.exposure + found.timing + found.dividends + found.costs == pytest.approx(found.total)
    assert found.timing == pytest.approx(100.0)
    assert found.costs == -2.0


def test_a_split_is_no_return_of_the_asset() -> None:
    total = AttributionSum("a", "ABC", 1_000.0)
    total.on_equity(mark(1_000.0, 10, 100.0))
    total.on_split(SplitApplied(ts_ns=1, symbol="ABC", session_ns=0, factor=4.0))
    total.on_equity(mark(1_000.0, 40, 25.0))
    assert total.result().asset_return == 0.0


def test_a_part_that_went_missing_shows_as_residual() -> None:
    total = AttributionSum("a", "ABC", 1_000.0)
    total.on_equity(mark(1_010.0, 0, 100.0, 9.0))
    assert total.result().residual == pytest.approx(1.0 / 1_010.0)
