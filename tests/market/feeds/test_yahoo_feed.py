"""Replay, then polling on a wall clock that only sleeping moves: when bars come, and what happens when they do not."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from rlbot.clock import from_iso, iso
from rlbot.events.market import BarGapFound, BarRejected, FeedStateChanged
from rlbot.market.calendar import NYSE
from rlbot.market.feeds.feed import Batch, Subscription
from rlbot.market.feeds.pacer import Pacer
from rlbot.market.feeds.yahoo import YahooFeed
from tests.market.feeds import yahoo_stand_in as yahoo
from tests.market.feeds.yahoo_market import YahooMarket
from tests.market.feeds.yahoo_stand_in import Reply
from tests.market.feeds.yahoo_wall import Wall, feed_over, states, until
from tests.market.rows import daily, intraday, scaled

AAPL, VIX, IWM = Subscription("AAPL", "1d"), Subscription("VIX", "1d"), Subscription("IWM", "1d")
MINUTES = Subscription("AAPL", "1m")
DAYS = daily("2023-11-01", "2024-04-30")
FRIDAY_ROWS = intraday("2024-03-08", "2024-03-11", "1m")


def days(wall: Wall) -> YahooMarket:
    made = YahooMarket(wall.now_ns).add("AAPL", "1d", DAYS).add("IWM", "1d", daily("2023-11-01", "2024-04-30", 200.0))
    return made.add("^VIX", "1d", daily("2023-11-01", "2024-04-30", 15.0))


def minutes(wall: Wall) -> YahooMarket:
    return YahooMarket(wall.now_ns).add("AAPL", "1m", FRIDAY_ROWS)


def bars(batches: list[Batch]) -> list[str]:
    return [f"{bar.symbol} {iso(bar.start_ns)[:16]}" for batch in batches for bar in batch.bars]


def starts(batches: list[Batch]) -> list[int]:
    return [bar.start_ns for batch in batches for bar in batch.bars]


def has(start: str) -> Callable[[list[Batch]], bool]:
    wanted = from_iso(start)
    return lambda got: any(bar.start_ns >= wanted for bar in got[-1].bars)


async def run(feed: YahooFeed, last: str) -> list[Batch]:
    return await until(feed, has(last))


async def test_minutes_come_after_their_end_and_the_time_to_settle(tmp_path: Path) -> None:
    wall = Wall("2024-03-08T15:00:40Z")
    feed, _ = feed_over(tmp_path, minutes(wall), wall, (MINUTES,), "2024-03-08T14:55:00Z")
    came: dict[str, str] = {}
    stream = feed.stream()
    async for batch in stream:
        came |= {iso(bar.start_ns): iso(wall.ns) for bar in batch.bars}
        assert all(bar.known_ns == batch.ts_ns and bar.source == "yahoo" for bar in batch.bars)
        if "2024-03-08T15:02:00Z" in came:
            break
    await stream.aclose()  # type: ignore[attr-defined]  # a feed is a generator
    assert list(came.items())[-3:] == [
        ("2024-03-08T15:00:00Z", "2024-03-08T15:01:05Z"),
        ("2024-03-08T15:01:00Z", "2024-03-08T15:02:05Z"),
        ("2024-03-08T15:02:00Z", "2024-03-08T15:03:05Z"),
    ]
    assert len(came) == 8  # 14:55 to 15:02, each once


async def test_what_ended_while_history_was_replayed_is_caught_up_bar_by_bar(tmp_path: Path) -> None:
    wall = Wall("2024-03-08T15:00:40Z")
    feed, _ = feed_over(tmp_path, minutes(wall), wall, (MINUTES,), "2024-03-08T14:55:00Z")
    wall.ns = from_iso("2024-03-08T15:30:20Z")
    got = await until(feed, lambda batches: "live" in states(batches))
    assert [len(batch.bars) for batch in got] == [1] * 35 + [0]
    assert all(batch.ts_ns == batch.bars[0].known_ns for batch in got[:-1])
    assert {batch.seen_ns for batch in got[:5]} == {0}, "recorded history cannot come late"
    assert {iso(batch.seen_ns) for batch in got[6:-1]} == {"2024-03-08T15:30:20Z"}, "these came late, and it shows"
    assert wall.slept == []


async def test_a_closed_market_waits_for_the_next_session(tmp_path: Path) -> None:
    wall = Wall("2024-03-09T12:00:00Z")
    feed, door = feed_over(tmp_path, minutes(wall), wall, (MINUTES,), "2024-03-08T20:30:00Z")
    got = await run(feed, "2024-03-11T13:30:00Z")
    live = next(n.detail for batch in got for n in batch.notices if isinstance(n, FeedStateChanged))
    assert "2024-03-11T13:31:00Z" in live
    assert bars(got)[-2:] == ["AAPL 2024-03-08T20:59", "AAPL 2024-03-11T13:30"]
    assert iso(wall.ns) == "2024-03-11T13:31:05Z"
    assert len(door.asked) == 1  # nobody is bothered over the weekend
    assert max(wall.slept) == 30.0


async def test_days_come_after_the_close_and_the_vix_a_quarter_of_an_hour_later(tmp_path: Path) -> None:
    wall = Wall("2024-03-08T18:00:00Z")
    feed, _ = feed_over(tmp_path, days(wall), wall, (AAPL, VIX, IWM), "2024-03-06")
    got = await until(feed, lambda batches: bars(batches)[-1:] == ["VIX 2024-03-11T00:00"])
    assert [(iso(b.ts_ns), [bar.symbol for bar in b.bars]) for b in got if b.bars][-4:] == [
        ("2024-03-08T21:00:00Z", ["AAPL", "IWM"]),
        ("2024-03-08T21:15:00Z", ["VIX"]),
        ("2024-03-11T20:00:00Z", ["AAPL", "IWM"]),
        ("2024-03-11T20:15:00Z", ["VIX"]),
    ]
    assert iso(wall.ns) == "2024-03-11T20:16:00Z"


async def test_a_stock_in_minutes_beside_a_daily_vix(tmp_path: Path) -> None:
    wall = Wall("2024-03-08T20:57:30Z")
    market = days(wall).add("AAPL", "1m", FRIDAY_ROWS)
    feed, _ = feed_over(tmp_path, market, wall, (MINUTES, VIX, AAPL), "2024-03-08T20:55:00Z")
    got = await until(feed, lambda batches: bars(batches)[-1:] == ["VIX 2024-03-08T00:00"])
    assert bars(got)[-5:] == [
        "AAPL 2024-03-08T20:57",
        "AAPL 2024-03-08T20:58",
        "AAPL 2024-03-08T20:59",
        "AAPL 2024-03-08T00:00",
        "VIX 2024-03-08T00:00",
    ]
    assert all(a.ts_ns < b.ts_ns for a, b in pairwise(got))


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (yahoo.TOO_MANY, "429"),
        (yahoo.OUT_OF_ORDER, "out of order"),
        (yahoo.WEB_PAGE, "cannot be used"),
        (yahoo.NOT_FOUND, "does not know AAPL"),
        (Reply(b'{"chart":{"re', announced=999), "cannot be reached"),
    ],
)
async def test_a_poll_that_fails_backs_off_says_so_once_and_loses_nothing(tmp_path: Path, fault: Reply, state: str) -> None:
    wall = Wall("2024-03-08T15:00:40Z")
    market = minutes(wall)
    feed, door = feed_over(tmp_path, market, wall, (MINUTES,), "2024-03-08T14:55:00Z")
    broken, mended = from_iso("2024-03-08T15:02:00Z"), from_iso("2024-03-08T15:08:00Z")

    def weather(now_ns: int) -> None:
        market.fault = fault if broken <= now_ns < mended else None

    wall.on_sleep = weather
    got = await run(feed, "2024-03-08T15:12:00Z")
    assert starts(got) == [
        r[0] for r in FRIDAY_ROWS if from_iso("2024-03-08T14:55:00Z") <= r[0] <= from_iso("2024-03-08T15:12:00Z")
    ]
    assert states(got) == ["live", "stale", "live"]
    said = [n.detail for batch in got for n in batch.notices if isinstance(n, FeedStateChanged) and n.state == "stale"]
    assert state in said[0]
    assert all(a.ts_ns < b.ts_ns for a, b in pairwise(got))
    asked_while_broken = {a.to_s for a in door.asked if broken <= a.to_s * 10**9 < mended}
    assert [b - a for a, b in pairwise(sorted(asked_while_broken))] == [90, 90, 90]


async def test_a_429_for_one_series_spares_yahoo_the_others(tmp_path: Path) -> None:
    wall = Wall("2024-03-08T18:00:00Z")
    market = days(wall)
    feed, door = feed_over(tmp_path, market, wall, (AAPL, VIX, IWM), "2024-03-06")
    market.fault = yahoo.TOO_MANY
    await until(feed, lambda batches: states(batches)[-1:] == ["stale"])
    assert {asked.symbol for asked in door.asked} == {"AAPL"}


async def test_a_bar_that_is_late_is_asked_for_again_and_told_before_anything_later(tmp_path: Path) -> None:
    wall = Wall("2024-03-08T15:00:40Z")
    market = minutes(wall)
    feed, _ = feed_over(tmp_path, market, wall, (MINUTES,), "2024-03-08T14:55:00Z")
    market.hidden_from_ns["AAPL"] = from_iso("2024-03-08T15:01:00Z")

    def appears(now_ns: int) -> None:
        if now_ns >= from_iso("2024-03-08T15:02:40Z"):
            market.hidden_from_ns.clear()

    wall.on_sleep = appears
    got = await run(feed, "2024-03-08T15:01:00Z")
    assert wall.slept[-2:] == [20.0, 20.0]
    assert bars(got)[-2:] == ["AAPL 2024-03-08T15:00", "AAPL 2024-03-08T15:01"]
    assert states(got) == ["live"]


async def test_a_yahoo_that_shows_nothing_new_for_ten_minutes_is_stale(tmp_path: Path) -> None:
    wall = Wall("2024-03-08T15:00:40Z")
    market = minutes(wall)
    feed, _ = feed_over(tmp_path, market, wall, (MINUTES,), "2024-03-08T14:55:00Z")
    market.hidden_from_ns["AAPL"] = from_iso("2024-03-08T15:01:00Z")
    got = await until(feed, lambda batches: states(batches)[-1:] == ["stale"])
    said = [n.detail for n in got[-1].notices if isinstance(n, FeedStateChanged)]
    assert "no new 1m bar of AAPL since that of 2024-03-08T15:00:00Z" in said[0]
    assert iso(wall.ns)[:16] == "2024-03-08T15:12"


async def test_a_companion_that_is_late_comes_just_after_what_was_told_already(tmp_path: Path) -> None:
    wall = Wall("2024-03-08T15:00:40Z")
    market = minutes(wall).add("IWM", "1m", FRIDAY_ROWS)
    beside = Subscription("IWM", "1m")
    feed, _ = feed_over(tmp_path, market, wall, (MINUTES, beside), "2024-03-08T14:55:00Z")
    late = from_iso("2024-03-08T15:01:00Z")
    market.hidden_from_ns["IWM"] = late

    def appears(now_ns: int) -> None:
        if now_ns >= from_iso("2024-03-08T15:02:20Z"):
            market.hidden_from_ns.clear()

    wall.on_sleep = appears
    got = await until(feed, lambda batches: bars(batches)[-1:] == ["IWM 2024-03-08T15:02"])
    assert bars(got)[-4:] == [f"{name} 2024-03-08T15:{minute}" for minute in ("01", "02") for name in ("AAPL", "IWM")]
    assert all(a.ts_ns < b.ts_ns for a, b in pairwise(got))
    came = {(bar.symbol, bar.start_ns): batch.ts_ns - bar.known_ns for batch in got for bar in batch.bars}
    assert {key for key, delay in came.items() if delay} == {("IWM", late)}


async def test_an_answer_without_news_ends_the_trouble_too(tmp_path: Path) -> None:
    wall = Wall("2024-03-08T15:00:40Z")
    market = minutes(wall)
    feed, _ = feed_over(tmp_path, market, wall, (MINUTES,), "2024-03-08T14:55:00Z")
    market.hidden_from_ns["AAPL"] = from_iso("2024-03-08T15:00:00Z")

    def weather(now_ns: int) -> None:
        market.fault = yahoo.TOO_MANY if now_ns < from_iso("2024-03-08T15:02:10Z") else None

    weather(wall.ns)
    wall.on_sleep = weather
    got = await until(feed, lambda batches: states(batches) == ["live", "stale", "live"])
    assert bars(got)[-1] == "AAPL 2024-03-08T14:59"
    assert iso(wall.ns) == "2024-03-08T15:02:35Z"


async def test_a_minute_without_a_trade_is_a_gap_and_stops_nothing(tmp_path: Path) -> None:
    wall = Wall("2024-03-08T15:00:40Z")
    market = minutes(wall)
    market.nulls.add(("AAPL", from_iso("2024-03-08T15:02:00Z")))
    feed, _ = feed_over(tmp_path, market, wall, (MINUTES,), "2024-03-08T14:55:00Z")
    got = await run(feed, "2024-03-08T15:03:00Z")
    assert bars(got)[-2:] == ["AAPL 2024-03-08T15:01", "AAPL 2024-03-08T15:03"]
    gaps = [n for n in got[-1].notices if isinstance(n, BarGapFound)]
    assert [gap.missing for gap in gaps] == [1]


async def test_a_bad_print_is_refused_once_however_often_it_is_polled(tmp_path: Path) -> None:
    wall = Wall("2024-03-08T15:00:40Z")
    bad = from_iso("2024-03-08T15:02:00Z")
    rows = [scaled(r, 1.5) if r[0] == bad else r for r in FRIDAY_ROWS]
    market = YahooMarket(wall.now_ns).add("AAPL", "1m", rows)
    market.nulls.add(("AAPL", from_iso("2024-03-08T15:03:00Z")))  # so that there is a poll with nothing behind the bad one
    feed, _ = feed_over(tmp_path, market, wall, (MINUTES,), "2024-03-08T14:55:00Z")
    got = await run(feed, "2024-03-08T15:04:00Z")
    refused = [n for batch in got for n in batch.notices if isinstance(n, BarRejected)]
    assert [(iso(n.start_ns), n.fault) for n in refused] == [("2024-03-08T15:02:00Z", "bad_print")]
    assert bad not in starts(got)


async def test_replayed_history_is_paced_and_live_bars_are_not(tmp_path: Path) -> None:
    wall = Wall("2024-03-08T15:00:40Z")
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    feed, _ = feed_over(tmp_path, minutes(wall), wall, (MINUTES,), "2024-03-08T14:55:00Z", pacer=Pacer(4.0, pause))
    await run(feed, "2024-03-08T15:02:00Z")
    assert pauses == [0.25] * 5


async def test_history_lies_before_the_start(tmp_path: Path) -> None:
    wall = Wall("2024-03-08T18:00:00Z")
    feed, _ = feed_over(tmp_path, days(wall), wall, (AAPL, VIX), "2024-03-06")
    history = list(feed.history(from_iso("2024-03-06"), 20))
    assert {bar.source for batch in history for bar in batch.bars} == {"yahoo"}
    assert bars(history)[-1] == "VIX 2024-03-05T00:00"
    assert sum(bar.symbol == "AAPL" for batch in history for bar in batch.bars) == 20


async def test_the_stream_ends_after_the_last_bar_asked_for(tmp_path: Path) -> None:
    wall = Wall("2024-03-08T18:00:00Z")
    feed, _ = feed_over(tmp_path, days(wall), wall, (AAPL, VIX), "2024-03-06", "2024-03-11")
    got = [batch async for batch in feed.stream()]
    assert bars(got)[-2:] == ["AAPL 2024-03-11T00:00", "VIX 2024-03-11T00:00"]
    assert len(bars(got)) == 2 * len(NYSE.sessions_between(from_iso("2024-03-06"), from_iso("2024-03-11")))
