"""What passes out of a hand-made answer, and what is left for the next poll."""

from __future__ import annotations

import pytest

from rlbot.clock import from_iso, iso
from rlbot.events.market import SplitApplied
from rlbot.market.bars import BarValidator
from rlbot.market.feeds.feed import Batch, Subscription
from rlbot.market.feeds.yahoo_answer import YahooAction, YahooAnswer, YahooRow
from rlbot.market.feeds.yahoo_live import LiveBars

MINUTES, DAYS = Subscription("AAPL", "1m"), Subscription("AAPL", "1d")


def live(*series: Subscription, start: str = "2024-03-08T15:00:00Z") -> LiveBars:
    bars = LiveBars(series, from_iso(start))
    bars.begin({s: BarValidator(s.symbol, s.interval) for s in series})
    return bars


def answer(series: Subscription, *stamps: str, price: float = 100.0, actions: tuple[YahooAction, ...] = ()) -> YahooAnswer:
    rows = tuple(YahooRow(from_iso(stamp), price, price, price, price, 10.0) for stamp in stamps)
    return YahooAnswer(series.symbol, series.interval, rows, actions)


def starts(batches: list[Batch]) -> list[str]:
    return [iso(bar.start_ns) for batch in batches for bar in batch.bars]


def test_a_running_bar_is_left_until_it_has_settled() -> None:
    bars = live(MINUTES)
    found = answer(MINUTES, "2024-03-08T15:00:00Z", "2024-03-08T15:01:00Z")
    assert bars.take(MINUTES, found, from_iso("2024-03-08T15:02:04Z"))
    assert starts(bars.batches()) == ["2024-03-08T15:00:00Z"]
    assert not bars.take(MINUTES, found, from_iso("2024-03-08T15:02:04Z"))
    assert bars.take(MINUTES, found, from_iso("2024-03-08T15:02:05Z"))
    assert starts(bars.batches()) == ["2024-03-08T15:01:00Z"]


def test_a_running_bar_that_yahoo_forgot_off_the_grid_does_not_hide_the_true_one() -> None:
    bars = live(MINUTES)
    assert not bars.take(MINUTES, answer(MINUTES, "2024-03-08T15:00:13Z"), from_iso("2024-03-08T15:05:00Z"))
    assert bars.take(MINUTES, answer(MINUTES, "2024-03-08T15:00:00Z"), from_iso("2024-03-08T15:05:00Z"))
    assert starts(bars.batches()) == ["2024-03-08T15:00:00Z"]


@pytest.mark.parametrize("stamp", ["2024-03-08T21:00:00Z", "2024-03-08T13:00:00Z", "2024-03-09T15:00:00Z"])
def test_what_is_outside_the_session_is_no_bar(stamp: str) -> None:
    assert not live(MINUTES, start="2024-03-08").take(MINUTES, answer(MINUTES, stamp), from_iso("2024-03-12"))


def test_a_daily_bar_waits_for_the_closing_auction() -> None:
    bars = live(DAYS, start="2024-03-08")
    assert not bars.take(DAYS, answer(DAYS, "2024-03-08"), from_iso("2024-03-08T21:00:59Z"))
    assert bars.take(DAYS, answer(DAYS, "2024-03-08"), from_iso("2024-03-08T21:01:00Z"))


def test_an_action_is_told_by_whichever_series_comes_first_and_waits_for_a_good_bar() -> None:
    bars = live(DAYS, start="2024-03-07")
    bars.take(DAYS, answer(DAYS, "2024-03-07"), from_iso("2024-03-08"))
    assert len(bars.batches()) == 1
    split = YahooAction(from_iso("2024-03-08"), "split", 2.0)
    bad = answer(DAYS, "2024-03-08", price=2.0, actions=(split,))  # a bad print on the very day
    bars.take(DAYS, bad, from_iso("2024-03-09"))
    assert [batch.actions for batch in bars.batches()] == [()]
    bars.take(DAYS, answer(DAYS, "2024-03-11", price=50.0, actions=(split,)), from_iso("2024-03-12"))
    told = [a for batch in bars.batches() for a in batch.actions]
    assert told == [SplitApplied(ts_ns=from_iso("2024-03-11T20:00:00Z"), symbol="AAPL", session_ns=split.day_ns, factor=2.0)]


def test_news_of_the_feed_never_overtake_a_bar_that_is_late() -> None:
    bars = live(MINUTES)
    bars.take(MINUTES, answer(MINUTES, "2024-03-08T15:00:00Z"), from_iso("2024-03-08T15:02:00Z"))
    first = bars.batches()[0].ts_ns
    assert bars.notice("stale", "no answer").ts_ns == first + 1
    bars.take(MINUTES, answer(MINUTES, "2024-03-08T15:01:00Z"), from_iso("2024-03-08T18:00:00Z"))
    late = bars.batches()[0]
    assert late.ts_ns == late.bars[0].known_ns
