"""Which bar is owed next, over weekends, holidays, half-days and changes of the clocks."""

from __future__ import annotations

import pytest

from rlbot.clock import from_iso, iso
from rlbot.events.base import Interval
from rlbot.market.feeds.feed import Subscription
from rlbot.market.feeds.yahoo_schedule import ask_ns, before_ns, is_owed, next_start_ns, owed_ns


@pytest.mark.parametrize(
    ("interval", "last", "start", "finished"),
    [
        ("1m", "2024-03-08T15:00:00Z", "2024-03-08T15:01:00Z", "2024-03-08T15:02:00Z"),
        ("1m", "2024-03-08T20:59:00Z", "2024-03-11T13:30:00Z", "2024-03-11T13:31:00Z"),  # clocks change on the 10th
        ("5m", "2024-07-03T16:55:00Z", "2024-07-05T13:30:00Z", "2024-07-05T13:35:00Z"),  # half-day, then a holiday
        ("15m", "2024-03-08T09:00:00Z", "2024-03-08T14:30:00Z", "2024-03-08T14:45:00Z"),  # before the open
        ("5m", "2024-03-09T12:00:00Z", "2024-03-11T13:30:00Z", "2024-03-11T13:35:00Z"),  # on a weekend
        ("5m", "2024-03-08T15:02:00Z", "2024-03-08T15:05:00Z", "2024-03-08T15:10:00Z"),  # off the grid
        ("1d", "2024-03-08T00:00:00Z", "2024-03-11T00:00:00Z", "2024-03-11T20:00:00Z"),
        ("1d", "2024-07-02T00:00:00Z", "2024-07-03T00:00:00Z", "2024-07-03T17:00:00Z"),
    ],
)
def test_the_next_bar(interval: Interval, last: str, start: str, finished: str) -> None:
    series = Subscription("AAPL", interval)
    assert iso(next_start_ns(series, from_iso(last))) == start
    assert iso(owed_ns(series, from_iso(last))) == finished


def test_the_vix_of_a_day_is_owed_at_a_quarter_past_four() -> None:
    vix = Subscription("VIX", "1d")
    assert iso(owed_ns(vix, from_iso("2024-03-07"))) == "2024-03-08T21:15:00Z"
    assert iso(ask_ns(vix, from_iso("2024-03-07"))) == "2024-03-08T21:16:00Z"


@pytest.mark.parametrize(
    ("interval", "last", "asked"),
    [
        ("1m", "2024-03-08T15:00:00Z", "2024-03-08T15:02:05Z"),
        ("1m", "2024-03-08T20:58:00Z", "2024-03-08T21:01:00Z"),
        ("5m", "2024-03-08T20:50:00Z", "2024-03-08T21:01:00Z"),
        ("1d", "2024-03-07", "2024-03-08T21:01:00Z"),
    ],
)
def test_bars_settle_and_those_of_the_close_are_asked_for_together(interval: Interval, last: str, asked: str) -> None:
    assert iso(ask_ns(Subscription("AAPL", interval), from_iso(last))) == asked


@pytest.mark.parametrize(
    ("interval", "start", "first"),
    [
        ("1d", "2024-03-08T00:00:00Z", "2024-03-08T00:00:00Z"),
        ("1d", "2024-03-08T15:00:00Z", "2024-03-08T00:00:00Z"),  # its close is still to come
        ("1d", "2024-03-08T21:00:00Z", "2024-03-11T00:00:00Z"),
        ("5m", "2024-03-08T15:00:00Z", "2024-03-08T15:00:00Z"),
        ("5m", "2024-03-08T15:01:00Z", "2024-03-08T15:05:00Z"),
    ],
)
def test_the_first_bar_of_a_run(interval: Interval, start: str, first: str) -> None:
    series = Subscription("AAPL", interval)
    assert iso(next_start_ns(series, before_ns(series, from_iso(start)))) == first


@pytest.mark.parametrize(
    ("interval", "stamp", "owed"),
    [
        ("1m", "2024-03-08T15:00:00Z", True),
        ("1m", "2024-03-08T15:00:13Z", False),
        ("1m", "2024-03-08T21:00:00Z", False),
        ("5m", "2024-03-08T15:01:00Z", False),
        ("1m", "2024-03-09T15:00:00Z", False),
        ("1d", "2024-03-08T00:00:00Z", True),
        ("1d", "2024-03-09T00:00:00Z", False),
        ("1d", "2024-03-08T14:30:00Z", False),
    ],
)
def test_what_is_a_bar_at_all(interval: Interval, stamp: str, owed: bool) -> None:
    assert is_owed(Subscription("AAPL", interval), from_iso(stamp)) is owed
