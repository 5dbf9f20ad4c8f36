"""What a run was worth, in the numbers people compare. Pure functions over a curve, its fills and its round trips.

Sharpe and Sortino: mean excess return a period over its deviation (sample standard deviation; root mean square of the
negative ones), times the root of the periods a year. Fewer than two returns, or no deviation, give 0, never NaN.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from rlbot.events.base import Interval
from rlbot.portfolio.trades import RoundTrip

F64 = NDArray[np.float64]
Curve = Sequence[float] | F64  # equity, mark by mark
Times = Sequence[int] | NDArray[np.int64]

PERIODS_PER_YEAR: dict[Interval, float] = {"1d": 252.0, "15m": 252.0 * 26, "5m": 252.0 * 78, "1m": 252.0 * 390}
YEAR_NS = 365.25 * 86_400e9
# Below this a deviation is rounding noise: a flat account has no Sharpe ratio.
NO_DEVIATION = 1e-12


class Metrics(msgspec.Struct, frozen=True, gc=False):
    """Fractions, but `costs` in USD and counts. `trades`: finished round trips; `win_rate`: of those, with profit after costs.

    `turnover`: traded value a year over mean equity. `exposure`: mean absolute weight. `action_frequency`: fills a period.
    """

    total_return: float
    cagr: float
    sharpe: float
    sortino: float
    max_drawdown: float
    win_rate: float
    trades: int
    turnover: float
    costs: float
    volatility: float
    exposure: float
    action_frequency: float
    fills: int


def returns(equity: Curve) -> F64:
    """Simple returns between the points, float64 [n - 1]; after a total loss 0."""
    values = np.asarray(equity, np.float64)
    if len(values) < 2:
        return np.zeros(0)
    before = values[:-1]
    out = np.zeros(len(values) - 1)
    np.divide(values[1:] - before, before, out=out, where=before > 0.0)
    return out


def total_return(equity: Curve) -> float:
    """Last over first, minus 1."""
    return float(equity[-1] / equity[0] - 1.0) if len(equity) > 1 and equity[0] > 0.0 else 0.0


def cagr(equity: Curve, times_ns: Times) -> float:
    """Yearly growth by the calendar; -1 after a total loss."""
    if len(equity) < 2 or equity[0] <= 0.0 or times_ns[-1] <= times_ns[0]:
        return 0.0
    growth = float(equity[-1] / equity[0])
    years = float(times_ns[-1] - times_ns[0]) / YEAR_NS
    if growth <= 0.0:
        return -1.0
    exponent = math.log(growth) / years
    # A lucky first hour would compound to more than a float holds.
    return math.expm1(min(exponent, 50.0))


def sharpe(period_returns: F64, periods_per_year: float, risk_free: float = 0.0) -> float:
    """Annualised; `risk_free` a year."""
    if len(period_returns) < 2:
        return 0.0
    deviation = float(np.std(period_returns, ddof=1))
    if deviation < NO_DEVIATION:
        return 0.0
    excess = float(np.mean(period_returns)) - risk_free / periods_per_year
    return excess / deviation * math.sqrt(periods_per_year)


def sortino(period_returns: F64, periods_per_year: float, risk_free: float = 0.0) -> float:
    """Annualised; only falls below the risk-free return count as risk."""
    if len(period_returns) < 2:
        return 0.0
    excess = period_returns - risk_free / periods_per_year
    downside = math.sqrt(float(np.mean(np.minimum(excess, 0.0) ** 2)))
    if downside < NO_DEVIATION:
        return 0.0
    return float(np.mean(excess)) / downside * math.sqrt(periods_per_year)


def volatility(period_returns: F64, periods_per_year: float) -> float:
    """Annualised standard deviation."""
    return float(np.std(period_returns, ddof=1)) * math.sqrt(periods_per_year) if len(period_returns) > 1 else 0.0


def max_drawdown(equity: Curve) -> float:
    """Largest fall below an earlier peak, 0..1."""
    values = np.asarray(equity, np.float64)
    if len(values) < 2:
        return 0.0
    peaks = np.maximum.accumulate(values)
    falls = np.zeros(len(values))
    np.divide(peaks - values, peaks, out=falls, where=peaks > 0.0)
    return float(falls.max())


def win_rate(trips: Sequence[RoundTrip]) -> float:
    """Share of round trips with profit after costs; 0 without any."""
    return sum(trip.profit > 0.0 for trip in trips) / len(trips) if trips else 0.0


def measure(
    equity: Curve,
    times_ns: Times,
    *,
    interval: Interval,
    trips: Sequence[RoundTrip] = (),
    fills: int = 0,
    traded_value: float = 0.0,
    costs: float = 0.0,
    weights: Curve = (),
    risk_free: float = 0.0,
) -> Metrics:
    """Everything at once. `equity`, `times_ns`: the curve; `traded_value`: |quantity * price| summed over fills, USD."""
    periods = PERIODS_PER_YEAR[interval]
    steps = returns(equity)
    mean_equity = float(np.mean(np.asarray(equity, np.float64))) if len(equity) else 0.0
    years = len(steps) / periods
    return Metrics(
        total_return=total_return(equity),
        cagr=cagr(equity, times_ns),
        sharpe=sharpe(steps, periods, risk_free),
        sortino=sortino(steps, periods, risk_free),
        max_drawdown=max_drawdown(equity),
        win_rate=win_rate(trips),
        trades=len(trips),
        turnover=traded_value / mean_equity / years if mean_equity > 0.0 and years > 0.0 else 0.0,
        costs=costs,
        volatility=volatility(steps, periods),
        exposure=float(np.mean(np.abs(np.asarray(weights, np.float64)))) if len(weights) else 0.0,
        action_frequency=fills / len(steps) if len(steps) else 0.0,
        fills=fills,
    )
