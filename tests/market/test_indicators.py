"""The kernels against pandas-ta-classic, which follows TA-Lib's seeding, and against closed forms."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pandas_ta_classic as ta
import pytest

from rlbot.clock import from_iso
from rlbot.events.base import Interval
from rlbot.market.indicators import (
    EMA_STATE,
    MACD_STATE,
    RSI_STATE,
    ema_split,
    ema_step,
    macd_histogram,
    macd_split,
    macd_step,
    reset_rsi,
    rsi_split,
    rsi_step,
    warm_up_bars,
)
from tests.market.series import recorded, wandering

REAL = (("AAPL", "1d", ""), ("TNA", "1d", ""), ("VIX", "1d", ""), ("SPY", "1m", "_201902"))
KINDS = ("ema_10", "ema_50", "rsi", "macd", "histogram")


def ours(closes: list[float]) -> dict[str, list[float]]:
    ema_10, ema_50, rsi, macd = [0.0] * EMA_STATE, [0.0] * EMA_STATE, [0.0] * RSI_STATE, [0.0] * MACD_STATE
    reset_rsi(rsi)
    out: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for close in closes:
        out["ema_10"].append(ema_step(ema_10, close, 10))
        out["ema_50"].append(ema_step(ema_50, close, 50))
        out["rsi"].append(rsi_step(rsi, close, 14))
        line = macd_step(macd, close)
        out["macd"].append(line)
        out["histogram"].append(macd_histogram(macd, line))
    return out


def theirs(closes: list[float]) -> dict[str, np.ndarray]:
    series = pd.Series(closes)
    macd = ta.macd(series)
    return {
        "ema_10": ta.ema(series, 10).to_numpy(),
        "ema_50": ta.ema(series, 50).to_numpy(),
        "rsi": ta.rsi(series, 14).to_numpy(),
        "macd": macd["MACD_12_26_9"].to_numpy(),
        "histogram": macd["MACDh_12_26_9"].to_numpy(),
    }


def assert_same(closes: list[float]) -> None:
    mine, reference = ours(closes), theirs(closes)
    for kind in KINDS:
        defined = np.isfinite(reference[kind])
        assert defined.sum() > len(closes) - 60, kind
        scale = 100.0 if kind == "rsi" else np.array(closes)[defined]
        error = np.abs(np.array(mine[kind])[defined] - reference[kind][defined]) / scale
        assert error.max() < 1e-9, f"{kind}: {error.max():.1e}"


@pytest.mark.parametrize("seed", range(5))
def test_every_defined_value_equals_the_reference_on_a_random_walk(seed: int) -> None:
    assert_same([one.close for one in wandering("AAPL", 600, seed)])


@pytest.mark.parametrize(("symbol", "interval", "tag"), REAL)
def test_every_defined_value_equals_the_reference_on_recorded_bars(
    market_data: Path, symbol: str, interval: Interval, tag: str
) -> None:
    bars = recorded(market_data, symbol, interval, 0, from_iso("2026-01-01"), tag)
    assert len(bars) > 1000
    assert_same([one.close for one in bars])


def test_rsi_is_50_where_nothing_moves_and_100_where_nothing_falls() -> None:
    state = [0.0] * RSI_STATE
    reset_rsi(state)
    assert [rsi_step(state, 7.0, 14) for _ in range(30)] == [50.0] * 30
    assert [rsi_step(state, 7.0 + k, 14) for k in range(1, 5)] == [100.0] * 4


def test_average_starts_as_the_plain_average_of_its_length() -> None:
    state = [0.0] * EMA_STATE
    assert [ema_step(state, float(x), 4) for x in (1, 2, 3, 4)] == [1.0, 1.5, 2.0, 2.5]
    assert ema_step(state, 5.0, 4) == 2.5 + 0.4 * 2.5


@pytest.mark.parametrize("at", [3, 20, 200])
def test_state_rescaled_at_a_split_goes_on_as_if_prices_had_always_been_so(at: int) -> None:
    closes = [one.close for one in wandering("AAPL", 300, 3)]
    ema, rsi, macd = [0.0] * EMA_STATE, [0.0] * RSI_STATE, [0.0] * MACD_STATE
    reset_rsi(rsi)
    got: list[tuple[float, float, float]] = []
    for k, close in enumerate(closes):
        if k == at:
            ema_split(ema, 4.0)
            rsi_split(rsi, 4.0)
            macd_split(macd, 4.0)
        price = close if k < at else close / 4.0
        got.append((ema_step(ema, price, 10), rsi_step(rsi, price, 14), macd_step(macd, price)))
    always = ours([close / 4.0 for close in closes])
    wanted = list(zip(always["ema_10"], always["rsi"], always["macd"], strict=True))
    assert got[at:] == wanted[at:]  # a factor of 4 is exact in binary


def test_warm_up_counts_until_the_past_weighs_less_than_the_residue() -> None:
    assert warm_up_bars(50, 1.0 - 2.0 / 51.0, 1e-6) == 50 + 346
    assert 0.96**345 > 0.0 and (49.0 / 51.0) ** 346 <= 1e-6 < (49.0 / 51.0) ** 345
