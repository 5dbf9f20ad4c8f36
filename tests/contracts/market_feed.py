"""What every market feed promises. A new feed adds one line to `FEEDS`; `test_market_feed.py` runs every promise on each.

A maker gets an empty folder and returns a fresh feed over the same market each time it is called.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from rlbot.clock import from_iso
from rlbot.market.csv_file import rows as rows_of
from rlbot.market.data_folder import DataFolder
from rlbot.market.feeds.csv_replay import CsvReplayFeed
from rlbot.market.feeds.feed import MarketFeed, ReplayFeed, Subscription
from rlbot.market.feeds.synthetic import SyntheticFeed
from tests.bridge.gateway_market import GatewayMarket
from tests.bridge.gateway_market import feed_over as bridge_feed
from tests.market.feeds.yahoo_market import YahooMarket
from tests.market.feeds.yahoo_wall import Wall, feed_over
from tests.market.rows import daily, intraday, scaled, write, write_actions

START, END = "2024-02-26", "2024-03-08"
DAILY = (Subscription("AAPL", "1d"), Subscription("VIX", "1d"), Subscription("IWM", "1d"))
MIXED = (Subscription("AAPL", "5m"), Subscription("VIX", "1d"), Subscription("AAPL", "1d"))


class FeedCase(msgspec.Struct, frozen=True):
    """How to make the feed. `replay`: it can be read without waiting (`batches`)."""

    make: Callable[[Path], MarketFeed]
    replay: bool = True


def _folder(path: Path) -> DataFolder:
    if not any(path.iterdir()):
        split_day = from_iso("2024-02-28")
        for symbol, level in (("AAPL", 180.0), ("VIX", 15.0), ("IWM", 200.0)):
            rows = daily("2023-11-01", "2024-03-28", level)
            if symbol == "IWM":
                rows = [scaled(row, 0.5) if row[0] >= split_day else row for row in rows]
            write(path, f"{symbol}_1d.csv", [row for row in rows if row[0] != from_iso("2024-03-05")])
        minutes = intraday("2024-02-20", "2024-03-15", "5m", 180.0)
        minutes[700] = scaled(minutes[700], 100.0)
        write(path, "AAPL_5m.csv", minutes)
        write_actions(path, "IWM,2024-02-28,split,2", "AAPL,2024-02-29,dividend,0.24")
    return DataFolder(path)


def _csv(subscriptions: tuple[Subscription, ...]) -> Callable[[Path], ReplayFeed]:
    return lambda path: CsvReplayFeed(_folder(path), subscriptions, from_iso(START), from_iso(END))


def _synthetic(subscriptions: tuple[Subscription, ...]) -> Callable[[Path], ReplayFeed]:
    return lambda path: SyntheticFeed(subscriptions, 7, from_iso(START), from_iso(END))


def _yahoo(subscriptions: tuple[Subscription, ...]) -> Callable[[Path], MarketFeed]:
    """History up to the afternoon of the last day, the rest of it live, as a stand-in for Yahoo tells it."""

    def make(path: Path) -> MarketFeed:
        wall = Wall(f"{END}T19:31:00Z")
        market = YahooMarket(wall.now_ns)
        for symbol, level in (("AAPL", 180.0), ("^VIX", 15.0), ("IWM", 200.0)):
            rows = daily("2023-11-01", "2024-03-28", level)
            if symbol == "IWM":
                rows = [scaled(row, 0.5) if row[0] >= from_iso("2024-02-28") else row for row in rows]
            market.add(symbol, "1d", [row for row in rows if row[0] != from_iso("2024-03-05")])
        minutes = intraday("2024-02-20", "2024-03-15", "5m", 180.0)
        minutes[700] = scaled(minutes[700], 100.0)
        market.add("AAPL", "5m", minutes)
        market.split("IWM", "2024-02-28", 2.0).dividend("AAPL", "2024-02-29", 0.24).dividend("AAPL", END, 0.25)
        return feed_over(path, market, wall, subscriptions, START, END)[0]

    return make


def _bridge(subscriptions: tuple[Subscription, ...]) -> Callable[[Path], MarketFeed]:
    """History in a folder up to the start, live bars from a gateway's market data after it."""

    def make(path: Path) -> MarketFeed:
        recorded = _folder(path)
        rows = {s: list(rows_of(recorded.path / f"{s.symbol}_{s.interval}.csv")) for s in subscriptions}
        return bridge_feed(path, GatewayMarket(START, rows), subscriptions, START, END)

    return make


FEEDS: dict[str, FeedCase] = {
    "csv daily": FeedCase(_csv(DAILY)),
    "csv 5m beside daily": FeedCase(_csv(MIXED)),
    "yahoo daily": FeedCase(_yahoo(DAILY), replay=False),
    "yahoo 5m beside daily": FeedCase(_yahoo(MIXED), replay=False),
    "bridge daily": FeedCase(_bridge(DAILY), replay=False),
    "bridge 5m beside daily": FeedCase(_bridge(MIXED), replay=False),
    "synthetic daily": FeedCase(_synthetic(DAILY)),
    "synthetic 5m beside daily": FeedCase(_synthetic(MIXED)),
}
