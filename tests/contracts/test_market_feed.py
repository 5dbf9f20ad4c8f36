"""Every feed keeps the promises of `rlbot/market/feeds/feed.py`."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest

from rlbot.clock import from_iso
from rlbot.market.bars import BarValidator
from rlbot.market.feeds.feed import Batch, MarketFeed, ReplayFeed, Subscription
from tests.contracts.market_feed import FEEDS, START, FeedCase

Made = tuple[FeedCase, Path]


@pytest.fixture(params=sorted(FEEDS))
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Made:
    return FEEDS[request.param], tmp_path


def fresh(made: Made) -> MarketFeed:
    case, folder = made
    return case.make(folder)


async def streamed(made: Made) -> list[Batch]:
    return [batch async for batch in fresh(made).stream()]


async def test_batches_come_in_rising_time(made: Made) -> None:
    batches = await streamed(made)
    assert len(batches) > 5
    assert all(a.ts_ns < b.ts_ns for a, b in pairwise(batches))


async def test_a_bar_comes_exactly_when_it_becomes_known(made: Made) -> None:
    for batch in await streamed(made):
        assert all(bar.known_ns == batch.ts_ns > bar.start_ns for bar in batch.bars)
        assert all(event.ts_ns <= batch.ts_ns for event in (*batch.actions, *batch.notices))


async def test_bars_of_one_instant_are_in_the_order_of_the_subscriptions(made: Made) -> None:
    order = {wanted: i for i, wanted in enumerate(fresh(made).subscriptions())}
    for batch in await streamed(made):
        places = [order[Subscription(bar.symbol, bar.interval)] for bar in batch.bars]
        assert places == sorted(set(places))


async def test_every_subscription_is_served_and_its_bars_stand_in_order(made: Made) -> None:
    batches = await streamed(made)
    for wanted in fresh(made).subscriptions():
        starts = [
            b.start_ns for batch in batches for b in batch.bars if (b.symbol, b.interval) == (wanted.symbol, wanted.interval)
        ]
        assert starts
        assert all(a < b for a, b in pairwise(starts))
        assert starts[0] >= from_iso(START)


async def test_every_bar_passes_the_validation_of_the_edge(made: Made) -> None:
    feed = fresh(made)
    validators = {(s.symbol, s.interval): BarValidator(s.symbol, s.interval, feed.source) for s in feed.subscriptions()}
    for batch in await streamed(made):
        for action in batch.actions:
            for (symbol, _), validator in validators.items():
                if symbol == action.symbol and hasattr(action, "factor"):
                    validator.split(action.factor)
        for bar in batch.bars:
            check = validators[bar.symbol, bar.interval].check
            assert check(bar.start_ns, bar.open, bar.high, bar.low, bar.close, bar.volume) == bar
            assert bar.source == feed.source


async def test_two_readings_are_equal(made: Made) -> None:
    assert await streamed(made) == await streamed(made)


async def test_reading_without_waiting_gives_the_same_batches(made: Made) -> None:
    if not made[0].replay:
        pytest.skip("this feed waits for the world")
    assert list(cast("ReplayFeed", fresh(made)).batches()) == await streamed(made)


async def test_history_lies_strictly_before_and_meets_the_stream(made: Made) -> None:
    first = (await streamed(made))[0].ts_ns
    feed = fresh(made)
    history = list(feed.history(first, 40))
    assert all(a.ts_ns < b.ts_ns for a, b in pairwise(history))
    assert all(batch.ts_ns < first for batch in history)
    assert all(bar.known_ns == batch.ts_ns for batch in history for bar in batch.bars)
    for wanted in feed.subscriptions():
        count = sum((b.symbol, b.interval) == (wanted.symbol, wanted.interval) for batch in history for b in batch.bars)
        assert count >= 40, wanted


async def test_history_up_to_a_later_moment_is_what_the_stream_said(made: Made) -> None:
    batches = await streamed(made)
    cut = batches[len(batches) // 2].ts_ns
    told = [bar for batch in batches if batch.ts_ns < cut for bar in batch.bars]
    known = {(b.symbol, b.interval, b.start_ns): b for batch in fresh(made).history(cut, 1_000) for b in batch.bars}
    assert all(known[b.symbol, b.interval, b.start_ns] == b for b in told)


async def test_every_action_is_told_once_by_history_and_stream_together(made: Made) -> None:
    batches = await streamed(made)
    history = list(fresh(made).history(batches[0].ts_ns, 5))
    told = [(a.symbol, a.session_ns, type(a)) for batch in (*history, *batches) for a in batch.actions]
    assert len(told) == len(set(told))
