"""The synthetic market: the same again and again, inside the exchange's hours, and with a market's habits."""

from __future__ import annotations

from functools import cache
from itertools import islice, pairwise

import numpy as np
import pytest

from rlbot.clock import from_iso
from rlbot.events.base import Interval
from rlbot.events.market import Bar
from rlbot.market.calendar import NYSE
from rlbot.market.data_error import DataError
from rlbot.market.feeds.feed import Subscription
from rlbot.market.feeds.synthetic import SyntheticFeed
from tests.market.test_aggregation import coarse

SYMBOLS = ("SPY", "AAPL", "IWM", "TNA", "VIX")


def bars_of(symbol: str, interval: Interval, start: str, end: str, seed: int = 7, beside: tuple[str, ...] = ()) -> list[Bar]:
    wanted = [Subscription(symbol, interval), *(Subscription(other, "1d") for other in beside)]
    feed = SyntheticFeed(wanted, seed, from_iso(start), from_iso(end))
    return [b for batch in feed.batches() for b in batch.bars if (b.symbol, b.interval) == (symbol, interval)]


@cache
def decade(symbol: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    feed = SyntheticFeed([Subscription(s, "1d") for s in SYMBOLS], 7, from_iso("2012-01-01"), from_iso("2021-12-31"))
    closes: dict[str, list[float]] = {s: [] for s in SYMBOLS}
    for batch in feed.batches():
        for bar in batch.bars:
            closes[bar.symbol].append(bar.close)
    return np.array(closes[symbol])


def returns(symbol: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.asarray(np.diff(decade(symbol)) / decade(symbol)[:-1])


def test_a_longer_run_begins_with_the_same_bars_whatever_else_is_watched() -> None:
    short = bars_of("AAPL", "15m", "2024-06-03", "2024-06-28")
    assert bars_of("AAPL", "15m", "2024-06-03", "2024-09-30", beside=("VIX", "TNA"))[: len(short)] == short


def test_another_seed_is_another_market() -> None:
    assert bars_of("AAPL", "1d", "2024-06-03", "2024-06-28") != bars_of("AAPL", "1d", "2024-06-03", "2024-06-28", seed=8)


def test_every_bar_says_that_it_is_synthetic_and_every_session_is_whole() -> None:
    bars = bars_of("AAPL", "5m", "2024-11-25", "2024-12-31")
    sessions = NYSE.sessions_between(from_iso("2024-11-25"), from_iso("2024-12-31"))
    assert {bar.source for bar in bars} == {"synthetic"}
    assert len(bars) == sum(42 if s.half_day else 78 for s in sessions)
    assert sum(bar.session_end for bar in bars) == len(sessions)


def test_days_and_coarse_bars_are_made_of_the_same_minutes() -> None:
    minutes = bars_of("AAPL", "1m", "2024-11-25", "2024-12-03")
    assert [b.known_ns for b in coarse(minutes, "15m")] == [
        b.known_ns for b in bars_of("AAPL", "15m", "2024-11-25", "2024-12-03")
    ]
    assert [(b.open, b.high, b.low, b.close, b.volume) for b in coarse(minutes, "15m")] == [
        (b.open, b.high, b.low, b.close, b.volume) for b in bars_of("AAPL", "15m", "2024-11-25", "2024-12-03")
    ]
    ends = [bar.close for bar in minutes if bar.session_end]
    assert ends == [bar.close for bar in bars_of("AAPL", "1d", "2024-11-25", "2024-12-03")]


def test_prices_are_quoted_in_cents() -> None:
    assert all(round(bar.close, 2) == bar.close for bar in bars_of("AAPL", "1d", "2024-01-02", "2024-12-31"))


def test_the_leveraged_fund_moves_three_times_its_underlying_each_day_and_pays_for_it() -> None:
    slope, daily_cost = np.polyfit(returns("IWM"), returns("TNA"), 1)
    assert slope == pytest.approx(3.0, abs=0.02)
    assert -0.0006 < daily_cost < -0.0002


def test_a_fund_of_ones_own_follows_the_multiple_that_was_given() -> None:
    wanted = [Subscription("AAPL", "1d"), Subscription("BEAR", "1d")]
    feed = SyntheticFeed(wanted, 3, from_iso("2024-01-02"), from_iso("2024-12-31"), leverage={"BEAR": ("AAPL", -2.0)})
    closes = np.array([[bar.close for bar in batch.bars] for batch in feed.batches()])
    stock, bear = (np.diff(closes, axis=0) / closes[:-1]).T
    assert np.polyfit(stock, bear, 1)[0] == pytest.approx(-2.0, abs=0.02)


def test_the_market_has_fat_tails_clustered_storms_and_a_vix_that_falls_when_it_rises() -> None:
    market = returns("SPY")
    assert 0.08 < market.std() * 252**0.5 < 0.30
    assert ((market - market.mean()) ** 4).mean() / market.var() ** 2 > 4.0
    size = np.abs(market)
    assert np.mean([np.corrcoef(size[lag:], size[:-lag])[0, 1] for lag in range(1, 21)]) > 0.05
    assert np.corrcoef(market, returns("VIX"))[0, 1] < -0.5
    realised = np.array([market[i : i + 21].std() * 252**0.5 * 100.0 for i in range(len(market) - 21)])
    assert np.corrcoef(decade("VIX")[1 : len(realised) + 1], realised)[0, 1] > 0.5
    assert 1.0 < decade("VIX")[1 : len(realised) + 1].mean() / realised.mean() < 1.5
    assert 0.3 < np.corrcoef(market, returns("AAPL"))[0, 1] < 0.95


def test_without_an_end_it_goes_on() -> None:
    feed = SyntheticFeed([Subscription("AAPL", "1m")], 7, from_iso("2024-12-20"))
    batches = list(islice(feed.batches(), 20_000))
    assert all(a.ts_ns < b.ts_ns for a, b in pairwise(batches))
    assert batches[-1].bars[0].start_ns > from_iso("2025-03-01")


def test_there_are_years_of_history_before_the_start() -> None:
    feed = SyntheticFeed([Subscription("AAPL", "1d"), Subscription("AAPL", "1m")], 7, from_iso("2024-06-03"))
    bars = [bar for batch in feed.history(from_iso("2024-06-03"), 500) for bar in batch.bars]
    assert sum(bar.interval == "1d" for bar in bars) == sum(bar.interval == "1m" for bar in bars) == 500


def test_what_cannot_be_followed_is_refused() -> None:
    with pytest.raises(DataError, match="cannot follow VIX"):
        SyntheticFeed([Subscription("XXX", "1d")], 7, 0, leverage={"XXX": ("VIX", 2.0)})
    with pytest.raises(DataError, match="USD"):
        SyntheticFeed([Subscription("AET.L", "1d")], 7, 0)
