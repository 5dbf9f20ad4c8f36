"""The leveraged series against its closed form and against the real funds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from rlbot.clock import from_iso
from rlbot.events.market import Bar
from rlbot.market.data_folder import DataFolder
from rlbot.market.feeds.csv_replay import CsvReplayFeed
from rlbot.market.feeds.feed import Batch, Subscription
from rlbot.training.leveraged import LeveragedModel, fit_spread, model_for
from rlbot.training.leveraged_bars import _total_returns, on_underlying

DAY = 86_400_000_000_000


def days(count: int) -> NDArray[np.int64]:
    return np.arange(count, dtype=np.int64) * DAY


def test_alternating_one_percent_has_its_closed_form() -> None:
    free = LeveragedModel(beta=3.0, underlying_fee=0.0, fee=0.0)
    returns = np.where(np.arange(252) % 2 == 0, 0.01, -0.01)
    made = free.returns(returns, days(252)) + 2.0 * _rates(days(252)) / 252.0  # financing taken out
    assert np.prod(1.0 + returns) == pytest.approx((1.01 * 0.99) ** 126, abs=1e-12)
    assert np.prod(1.0 + made) == pytest.approx((1.03 * 0.97) ** 126, abs=1e-12)
    assert np.prod(1.0 + made) - 1.0 == pytest.approx(-0.1073, abs=5e-5)


def _rates(when: NDArray[np.int64]) -> NDArray[np.float64]:
    from rlbot.training.money_rates import risk_free_rates

    return risk_free_rates(when)


def test_the_fitted_spread_is_found_again() -> None:
    rng = np.random.default_rng(1)
    underlying = rng.normal(0.0004, 0.012, 800)
    truth = LeveragedModel(beta=3.0, underlying_fee=0.0019, fee=0.0102, spread=0.0115)
    fund = truth.returns(underlying, days(800)) + rng.normal(0.0, 1e-5, 800)
    found = fit_spread(model_for("TNA", "IWM", 3.0), underlying, fund, days(800))
    assert found.spread == pytest.approx(0.0115, abs=2e-4)
    assert found.fitted_days == 800


def test_a_short_overlap_takes_the_usual_spread() -> None:
    found = fit_spread(model_for("TNA", "IWM", 3.0), np.zeros(10), np.zeros(10), days(10))
    assert found.spread > 0.0
    assert found.fitted_days == 0


def bar(symbol: str, day: int, open_: float, high: float, low: float, close: float) -> Bar:
    return Bar(symbol, "1d", day * DAY, day * DAY + DAY // 2, open_, high, low, close, 1e6)


def test_made_bars_follow_the_underlying_through_the_day() -> None:
    batches = [
        Batch(1, (bar("IWM", 1, 100.0, 100.0, 100.0, 100.0),)),
        Batch(2, (bar("IWM", 2, 101.0, 102.0, 99.0, 100.5),)),
        Batch(3, (bar("IWM", 3, 100.5, 100.5, 100.5, 100.5),)),
    ]
    made, model = on_underlying(batches, "TNA", "IWM", 3.0)
    first, second, _ = (next(b for b in batch.bars if b.symbol == "TNA") for batch in made)
    drift = float(model.drift(np.array([2 * DAY]))[0])
    for price, of in ((second.open, 101.0), (second.high, 102.0), (second.low, 99.0), (second.close, 100.5)):
        assert price / first.close - 1.0 == pytest.approx(3.0 * (of / 100.0 - 1.0) + drift, abs=1e-12)
    assert [b.symbol for b in made[1].bars] == ["TNA", "IWM"]


@pytest.mark.shared
@pytest.mark.parametrize(("fund", "underlying"), [("TNA", "IWM"), ("TQQQ", "QQQ")])
def test_made_series_tracks_the_real_fund_after_the_cut(market_data: Path, fund: str, underlying: str) -> None:
    folder = DataFolder(market_data)
    series = [Subscription(symbol, "1d") for symbol in (fund, underlying)]
    batches = list(CsvReplayFeed(folder, series).batches())
    mine, theirs = _total_returns(batches, fund), _total_returns(batches, underlying)
    when = np.array(sorted(mine.keys() & theirs.keys()), np.int64)
    real = np.array([mine[d][0] for d in when])
    below = np.array([theirs[d][0] for d in when])
    old = when < from_iso("2019-01-01")
    model = fit_spread(model_for(fund, underlying, 3.0), below[old], real[old], when[old])
    made, real, when = model.returns(below[~old], when[~old]), real[~old], when[~old]
    months = when.astype("datetime64[ns]").astype("datetime64[M]").astype(int)
    assert r_squared(made, real) >= 0.997
    assert r_squared(by_month(made, months), by_month(real, months)) >= 0.999
    years = len(real) / 252.0
    gap = np.prod(1.0 + made) ** (1.0 / years) - np.prod(1.0 + real) ** (1.0 / years)
    assert abs(gap) <= 0.015
    assert np.median(np.abs(made - real)) <= 10e-4


def r_squared(made: NDArray[np.float64], real: NDArray[np.float64]) -> float:
    return float(1.0 - ((made - real) ** 2).sum() / ((real - real.mean()) ** 2).sum())


def by_month(returns: NDArray[np.float64], months: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.array([np.prod(1.0 + returns[months == m]) - 1.0 for m in np.unique(months)])
