"""Splits and dividends that happen while the feed is polled: told once, before the bar they touch, prices as traded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rlbot.clock import from_iso, iso
from rlbot.events.market import DividendPaid, SplitApplied
from rlbot.market.feeds.feed import Batch, Subscription
from tests.market.feeds.yahoo_market import YahooMarket
from tests.market.feeds.yahoo_wall import Wall, feed_over, until
from tests.market.rows import daily, intraday, scaled

AAPL, MINUTES = Subscription("AAPL", "1d"), Subscription("AAPL", "15m")
EX = from_iso("2024-03-12")
FACTOR = 4.0
DAYS = [scaled(row, 1 / FACTOR) if row[0] >= EX else row for row in daily("2023-11-01", "2024-04-30")]
FINE = [scaled(row, 1 / FACTOR) if row[0] >= EX else row for row in intraday("2024-03-11", "2024-03-13", "15m")]


def market(wall: Wall) -> YahooMarket:
    made = YahooMarket(wall.now_ns).add("AAPL", "1d", DAYS).add("AAPL", "15m", FINE)
    return made.split("AAPL", "2024-03-12", FACTOR).dividend("AAPL", "2024-03-12", 0.06).dividend("AAPL", "2024-03-08", 0.24)


def told(batches: list[Batch]) -> list[tuple[str, str, float]]:
    """(when, ex-date, factor or cash)"""
    return [
        (iso(b.ts_ns), iso(a.session_ns)[:10], a.factor if isinstance(a, SplitApplied) else a.amount)
        for b in batches
        for a in b.actions
    ]


def closes(batches: list[Batch], interval: str = "1d") -> dict[int, float]:
    return {bar.start_ns: bar.close for batch in batches for bar in batch.bars if bar.interval == interval}


def as_traded(rows: list[tuple[int, float, float, float, float, float]], got: dict[int, float]) -> object:
    return pytest.approx({row[0]: row[4] for row in rows if row[0] in got}, rel=1e-6)


def past(day: str) -> Callable[[list[Batch]], bool]:
    return lambda got: any(bar.start_ns >= from_iso(day) and bar.interval == "1d" for bar in got[-1].bars)


async def test_a_split_and_a_dividend_of_the_day_come_before_its_bar(tmp_path: Path) -> None:
    wall = Wall("2024-03-11T22:00:00Z")
    feed, _ = feed_over(tmp_path, market(wall), wall, (AAPL,), "2024-03-07")
    got = await until(feed, past("2024-03-13"))
    assert told(got) == [
        ("2024-03-08T21:00:00Z", "2024-03-08", pytest.approx(0.24)),
        ("2024-03-12T20:00:00Z", "2024-03-12", FACTOR),
        ("2024-03-12T20:00:00Z", "2024-03-12", pytest.approx(0.06)),
    ]
    assert closes(got) == as_traded(DAYS, closes(got))
    assert len(closes(got)) == 5


async def test_a_split_slept_through_is_undone_for_the_days_before_it(tmp_path: Path) -> None:
    wall = Wall("2024-03-07T22:00:00Z")
    feed, door = feed_over(tmp_path, market(wall), wall, (AAPL,), "2024-03-04")

    def a_week_later(now_ns: int) -> None:
        wall.ns = max(now_ns, from_iso("2024-03-14T22:00:00Z"))

    wall.on_sleep = a_week_later
    got = await until(feed, past("2024-03-14"))
    assert closes(got) == as_traded(DAYS, closes(got))
    assert [a[1:] for a in told(got)] == [
        ("2024-03-08", pytest.approx(0.24)),
        ("2024-03-12", FACTOR),
        ("2024-03-12", pytest.approx(0.06)),
    ]
    assert [n for batch in got for n in batch.notices if hasattr(n, "fault")] == []
    assert len(door.asked) == 1


async def test_days_and_minutes_of_one_symbol_share_a_split(tmp_path: Path) -> None:
    wall = Wall("2024-03-11T19:58:30Z")
    feed, _ = feed_over(tmp_path, market(wall), wall, (MINUTES, AAPL), "2024-03-11T19:00:00Z")
    got = await until(feed, past("2024-03-12"))
    assert told(got) == [
        ("2024-03-12T13:45:00Z", "2024-03-12", FACTOR),
        ("2024-03-12T13:45:00Z", "2024-03-12", pytest.approx(0.06)),
    ]
    assert closes(got) == as_traded(DAYS, closes(got))
    assert closes(got, "15m") == as_traded(FINE, closes(got, "15m"))
    assert [n for batch in got for n in batch.notices if hasattr(n, "fault")] == []


async def test_what_the_replay_told_of_today_is_not_told_again_at_the_close(tmp_path: Path) -> None:
    wall = Wall("2024-03-12T15:00:40Z")
    feed, _ = feed_over(tmp_path, market(wall), wall, (MINUTES, AAPL), "2024-03-11T19:00:00Z")
    got = await until(feed, past("2024-03-12"))
    assert [a[1:] for a in told(got)] == [("2024-03-12", FACTOR), ("2024-03-12", pytest.approx(0.06))]
    assert closes(got, "15m") == as_traded(FINE, closes(got, "15m"))


async def test_history_fetched_on_the_morning_of_a_split_is_on_the_new_level_already(tmp_path: Path) -> None:
    """Yahoo divides before the open; nothing was held on the old level, so nothing is divided again."""
    wall = Wall("2024-03-12T12:00:00Z")
    feed, _ = feed_over(tmp_path, market(wall), wall, (AAPL,), "2024-03-07")
    got = await until(feed, past("2024-03-12"))
    assert [a for batch in got for a in batch.actions if isinstance(a, SplitApplied)] == []
    assert [a.amount for b in got for a in b.actions if isinstance(a, DividendPaid)] == pytest.approx([0.06, 0.06])
    found = list(closes(got).values())
    assert max(found) / min(found) < 1.1
