"""How fast recorded time passes, with a sleep that only writes down."""

from __future__ import annotations

import pytest

from rlbot.events.base import Interval
from rlbot.events.market import Bar
from rlbot.market.feeds.feed import Batch
from rlbot.market.feeds.pacer import YIELD_EVERY, Pacer


class WrittenDown:
    """A sleep that takes no time."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)


def batch(*series: tuple[str, Interval]) -> Batch:
    return Batch(1, tuple(Bar(symbol, interval, 0, 1, 1.0, 1.0, 1.0, 1.0, 1.0) for symbol, interval in series))


async def test_one_series_at_four_bars_a_second() -> None:
    sleep = WrittenDown()
    pacer = Pacer(4.0, sleep)
    for _ in range(8):
        await pacer.wait(batch(("AAPL", "1d")))
    assert sleep.slept == [0.25] * 8


async def test_companions_cost_no_time_of_their_own() -> None:
    sleep = WrittenDown()
    pacer = Pacer(4.0, sleep)
    for _ in range(8):
        await pacer.wait(batch(("AAPL", "1d"), ("TNA", "1d")))
        await pacer.wait(batch(("VIX", "1d")))
    assert sum(sleep.slept) == pytest.approx(2.0)


async def test_pauses_too_short_for_a_timer_are_saved_up() -> None:
    sleep = WrittenDown()
    pacer = Pacer(1_000.0, sleep)
    for _ in range(100):
        await pacer.wait(batch(("AAPL", "1m")))
    assert sum(sleep.slept) == pytest.approx(0.1)
    assert len(sleep.slept) <= 20


async def test_full_speed_still_lets_others_run() -> None:
    sleep = WrittenDown()
    pacer = Pacer(None, sleep)
    for _ in range(3 * YIELD_EVERY):
        await pacer.wait(batch(("AAPL", "1m")))
    assert sleep.slept == [0.0] * 3


def test_a_speed_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        Pacer(0.0)
