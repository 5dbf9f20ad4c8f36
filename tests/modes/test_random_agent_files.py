"""Whatever an agent's file says of costs, limits, protection and intervals: environment, backtest and `up` do the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from rlbot.events.base import Interval
from rlbot.market.feeds.feed import Subscription
from tests.modes.agent_files import drawn
from tests.modes.three_modes import agree, world_of
from tests.modes.worlds import write_market

RANGES = {"1d": ("2005-01-03", "2005-10-31"), "15m": ("2005-11-21", "2005-11-30"), "5m": ("2005-11-23", "2005-11-29")}
RANGES |= {"1m": ("2005-11-25", "2005-11-25")}  # an early close
REAL = [("1d", "2020-06-01", "2021-05-28"), ("1d", "2016-10-03", "2017-08-31")]  # splits of AAPL (4:1) and TNA (2:1), dividends
SEEDS = [("1d", 1), ("1d", 2), ("1d", 3), ("15m", 4), ("5m", 5), ("5m", 6), ("1m", 7)]


@pytest.mark.parametrize(("interval", "seed"), SEEDS)
def test_on_a_made_up_market(tmp_path: Path, interval: Interval, seed: int) -> None:
    one, market = drawn(seed, interval), tmp_path / "market"
    start, end = RANGES[interval]
    symbols = [one.symbol, *([one.underlying] if one.underlying else [])]
    series = [*(Subscription(symbol, interval) for symbol in symbols), Subscription("VIX", "1d")]
    write_market(market, series, start, end, seed)
    agree(world_of(one.text, start, end, tmp_path / "home", market, seed))


@pytest.mark.shared
@pytest.mark.parametrize("seed", range(10, 16))
@pytest.mark.parametrize(("interval", "start", "end"), REAL)
def test_on_recorded_bars(tmp_path: Path, market_data: Path, interval: Interval, start: str, end: str, seed: int) -> None:
    agree(world_of(drawn(seed, interval).text, start, end, tmp_path / "home", market_data, seed))


@pytest.mark.shared
@pytest.mark.parametrize(("interval", "seed"), [("5m", 21), ("15m", 22), ("15m", 23)])
def test_on_recorded_minutes(tmp_path: Path, market_data: Path, interval: Interval, seed: int) -> None:
    text = (
        drawn(seed, interval).text.replace('"TNA"\nunderlying = "IWM"\nleverage = 3.0', '"AAPL"').replace(', "underlying"', "")
    )
    text = text.replace('"underlying", ', "")
    agree(world_of(text, "2024-06-03", "2024-06-12", tmp_path / "home", market_data, seed))


def test_the_draws_differ_in_everything_that_matters() -> None:
    texts = [drawn(seed, "1d").text for seed in range(60)]
    for line in ('"sac"', "ibkr_tiered", "allow_short = true", "stop_loss", "take_profit", "max_participation = 0.01", "= 1.6"):
        assert 5 < sum(line in text for text in texts) < 58, line
