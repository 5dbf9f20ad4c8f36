"""Where episodes may begin, grouped so that each regime gets its share: VIX tercile × trend.

A table is one int64 vector `[K, o_0 … o_K, starts …]`: the starts of stratum k are `table[o_k:o_(k+1)]`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]

TREND_BARS = 63  # a quarter of a year of daily bars: above or below its own average


def start_table(strata: I64, shortest: int) -> I64:
    """Every bar with `shortest` more after it, by stratum; bars of stratum -1 are never a start. Empty strata are left out."""
    last = len(strata) - 1 - shortest
    groups = [np.flatnonzero(strata[: last + 1] == k) for k in range(int(strata.max(initial=0)) + 1)]
    groups = [g for g in groups if len(g)]
    if not groups:
        groups = [np.array([max(last, 0)])]
    return _table(groups)


def one_start(bar: int) -> I64:
    """A table with one start."""
    return _table([np.array([bar])])


def vix_trend_strata(vix: F64, close: F64) -> I64:
    """0..5 for each bar: the VIX's tercile (over the whole vector: it only balances samples) × 2 + whether above trend.

    `vix` [T] may hold NaN (no value): then the realised volatility of `close` [T] stands in.
    """
    returns = np.diff(np.log(close), prepend=np.log(close[0]))
    known = np.isfinite(vix)
    measure = vix if known.all() else _rolling_mean(np.abs(returns), 21)
    low, high = np.quantile(measure, (1 / 3, 2 / 3))
    tercile = (measure > low).astype(np.int64) + (measure > high)
    above = close > _rolling_mean(close, TREND_BARS)
    return np.asarray(tercile * 2 + above, np.int64)


def _rolling_mean(values: F64, bars: int) -> F64:
    sums = np.cumsum(np.concatenate(([0.0], values)))
    at = np.arange(1, len(values) + 1)
    first = np.maximum(at - bars, 0)
    return np.asarray((sums[at] - sums[first]) / (at - first), np.float64)


def _table(groups: list[NDArray[np.int64]]) -> I64:
    head = 2 + len(groups)
    offsets = head + np.cumsum([0, *(len(g) for g in groups)])
    return np.concatenate([[len(groups)], offsets, *groups]).astype(np.int64)
