"""A wall clock that only sleeping moves, and a feed over a stand-in that runs on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from rlbot.clock import from_iso
from rlbot.events.market import FeedStateChanged
from rlbot.market.data_folder import DataFolder
from rlbot.market.feeds.feed import Batch, Subscription
from rlbot.market.feeds.pacer import Pacer
from rlbot.market.feeds.yahoo import YahooFeed
from rlbot.market.feeds.yahoo_client import REACH_DAYS, YahooClient
from rlbot.market.feeds.yahoo_store import Stored, fetch_into
from tests.market.feeds.yahoo_market import YahooMarket
from tests.market.feeds.yahoo_stand_in import Door

MOST_SLEEPS = 20_000  # a week in steps of 30 s


class Wall:
    """Stands still; `sleep` moves it, and calls `on_sleep` with the time it has then."""

    def __init__(self, at: str) -> None:
        self.ns = from_iso(at)
        self.slept: list[float] = []
        self.on_sleep: Callable[[int], None] = lambda now_ns: None

    def now_ns(self) -> int:
        return self.ns

    def advance_to(self, ts_ns: int) -> None:
        """Nothing, as a wall clock."""

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        assert len(self.slept) < MOST_SLEEPS, "the feed waits for something that never comes"
        self.ns += int(seconds * 1e9)
        self.on_sleep(self.ns)


async def inline(call: Callable[..., Any], *args: Any) -> Any:
    """No thread: the stand-in answers from its own."""
    return call(*args)


def no_pause(seconds: float) -> None:
    """Between the parts of a long question."""


def client_of(door: Door) -> YahooClient:
    return YahooClient(door.url, timeout_s=5.0, pause=no_pause)


def feed_over(
    path: Path,
    market: YahooMarket,
    wall: Wall,
    series: tuple[Subscription, ...],
    start: str,
    end: str | None = None,
    pacer: Pacer | None = None,
) -> tuple[YahooFeed, Door]:
    """Fetch the history of every series as the platform does, and open the feed."""
    door = Door(market)
    client = client_of(door)
    for wanted in series:
        days = 1_200 if wanted.interval == "1d" else REACH_DAYS[wanted.interval]
        stored = fetch_into(path, client, wanted.symbol, wanted.interval, wall.now_ns(), days)
        assert isinstance(stored, Stored), stored
    end_ns = None if end is None else from_iso(end)
    feed = YahooFeed(DataFolder(path), client, series, wall, from_iso(start), pacer, wall.sleep, inline, end_ns)
    door.asked.clear()
    return feed, door


def states(batches: list[Batch]) -> list[str]:
    """What the feed said about itself."""
    return [n.state for batch in batches for n in batch.notices if isinstance(n, FeedStateChanged)]


async def until(feed: YahooFeed, enough: Callable[[list[Batch]], bool]) -> list[Batch]:
    """The stream up to the batch that is enough."""
    got: list[Batch] = []
    stream = feed.stream()
    async for batch in stream:
        got.append(batch)
        if enough(got):
            break
    await stream.aclose()  # type: ignore[attr-defined]  # a feed is a generator
    return got
