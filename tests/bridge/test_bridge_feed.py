"""Live bars from the gateway: what was missed is asked for, nothing comes twice, a silent gateway is told of."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from rlbot.clock import from_iso
from rlbot.events.market import FeedStateChanged
from rlbot.market.feeds.feed import Batch, Subscription
from tests.bridge.gateway_market import FINE_NS, GatewayMarket, feed_over
from tests.market.rows import daily, intraday, write

MINUTES = Subscription("AAPL", "5m")
DAYS = Subscription("AAPL", "1d")
DAY = "2024-03-04"


def minutes(folder: Path, at: str = f"{DAY}T14:00:00Z") -> GatewayMarket:
    rows = intraday("2024-02-28", "2024-03-06", "5m", 180.0)
    write(folder, "AAPL_5m.csv", [row for row in rows if row[0] < from_iso(DAY)])
    return GatewayMarket(at, {MINUTES: rows})


def starts(batches: list[Batch]) -> list[int]:
    return [bar.start_ns for batch in batches for bar in batch.bars]


def expected(market: GatewayMarket) -> list[int]:
    return [row[0] for row in market.rows[MINUTES] if from_iso(DAY) <= row[0] < from_iso(DAY) + 86_400 * 10**9]


async def test_a_day_of_five_second_bars_needs_no_question(tmp_path: Path) -> None:
    market = minutes(tmp_path)
    feed = feed_over(tmp_path, market, (MINUTES,), f"{DAY}T14:00:00Z", DAY)
    assert starts([b async for b in feed.stream()]) == expected(market)
    assert market.asked == []


async def test_a_start_in_mid_session_asks_for_what_was_missed(tmp_path: Path) -> None:
    market = minutes(tmp_path, f"{DAY}T17:02:10Z")
    feed = feed_over(tmp_path, market, (MINUTES,), f"{DAY}T14:00:00Z", DAY)
    assert starts([b async for b in feed.stream()]) == expected(market)
    assert market.asked


@pytest.mark.parametrize("lost", [range(3), range(50, 60), range(55, 200)])
async def test_five_second_bars_that_were_lost_cost_no_bar(tmp_path: Path, lost: range) -> None:
    market = minutes(tmp_path)
    first_ns = expected(market)[20]
    market.lost = {first_ns + i * FINE_NS for i in lost}
    feed = feed_over(tmp_path, market, (MINUTES,), f"{DAY}T14:00:00Z", DAY)
    batches = [b async for b in feed.stream()]
    assert starts(batches) == expected(market)
    whole = {row[0]: row for row in market.rows[MINUTES]}
    for batch in batches:
        for bar in batch.bars:
            assert (bar.open, bar.high, bar.low, bar.close, bar.volume) == whole[bar.start_ns][1:]


async def test_delayed_data_is_not_taken(tmp_path: Path) -> None:
    market = minutes(tmp_path)
    feed = feed_over(tmp_path, market, (MINUTES,), f"{DAY}T14:00:00Z", DAY)
    fine = next(market.fine(MINUTES, expected(market)[0], expected(market)[1]))
    feed.on_bar(msgspec.structs.replace(fine, delayed=True))
    assert feed._live[MINUTES].fine_ns == 0


async def test_a_gateway_that_tells_nothing_is_told_of_and_its_return_too(tmp_path: Path) -> None:
    days = daily("2024-02-01", "2024-03-08", 180.0)
    write(tmp_path, "AAPL_1d.csv", [row for row in days if row[0] < from_iso(DAY)])
    market = GatewayMarket(f"{DAY}T20:30:00Z", {DAYS: days})
    market.silent = True
    feed = feed_over(tmp_path, market, (DAYS,), f"{DAY}T14:00:00Z", DAY)

    def said(batches: list[Batch]) -> list[str]:
        return [n.state for b in batches for n in b.notices if isinstance(n, FeedStateChanged)]

    stream = feed.stream()
    got: list[Batch] = []
    async for batch in stream:
        got.append(batch)
        if said(got)[-1:] == ["stale"]:
            market.silent = False
        if starts(got):
            break
    assert starts(got) == [from_iso(DAY)]
    assert said(got) in (["live", "stale"], ["stale"])


async def test_a_stream_that_no_longer_turns_hangs_once_the_calendar_owes_a_bar_and_not_before(tmp_path: Path) -> None:
    market = minutes(tmp_path, f"{DAY}T20:30:00Z")
    feed = feed_over(tmp_path, market, (MINUTES,), f"{DAY}T20:00:00Z", "2024-03-08")
    assert not feed.hangs(market.ns), "it has not begun"
    async for batch in feed.stream():
        assert not feed.hangs(market.ns)
        if batch.ts_ns >= from_iso(f"{DAY}T21:00:00Z"):
            break  # and nobody turns it any more
    night = ("2024-03-04T22:00:00Z", "2024-03-05T14:30:00Z", "2024-03-05T14:44:59Z")
    assert not any(feed.hangs(from_iso(at)) for at in night)
    assert feed.hangs(from_iso("2024-03-05T14:46:00Z"))


async def test_a_silent_gateway_is_no_stream_that_hangs(tmp_path: Path) -> None:
    market = minutes(tmp_path, f"{DAY}T15:00:00Z")
    market.silent, market.lost = True, set(range(from_iso(DAY), from_iso(DAY) + 86_400 * 10**9, FINE_NS))
    feed = feed_over(tmp_path, market, (MINUTES,), f"{DAY}T15:00:00Z", DAY)
    async for batch in feed.stream():
        assert not feed.hangs(market.ns)
        if any(isinstance(notice, FeedStateChanged) and notice.state == "stale" for notice in batch.notices):
            break
    assert market.ns - from_iso(f"{DAY}T15:00:00Z") >= 600 * 10**9


async def test_every_bar_says_when_it_was_seen_so_that_a_replay_judges_its_age_alike(tmp_path: Path) -> None:
    market = minutes(tmp_path, f"{DAY}T17:02:10Z")
    began_ns = market.ns
    feed = feed_over(tmp_path, market, (MINUTES,), f"{DAY}T14:00:00Z", DAY)
    seen = [(batch.seen_ns, bar.known_ns) for batch in [b async for b in feed.stream()] for bar in batch.bars]
    assert len(seen) == 78
    assert all(seen_ns >= max(known_ns, began_ns) for seen_ns, known_ns in seen), "what was missed is as late as it is"
