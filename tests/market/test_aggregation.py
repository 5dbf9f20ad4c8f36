"""Coarse bars out of fine ones: the session's own grid, holes, half-days, and nothing before its time."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from rlbot.events.base import INTERVAL_NS, Interval
from rlbot.events.market import Bar
from rlbot.market.aggregation import BarAggregator
from rlbot.market.bars import BarValidator
from tests.market.rows import intraday


def minutes(first: str, last: str) -> list[Bar]:
    validator = BarValidator("AAPL", "1m")
    return [bar for bar in (validator.check(*row) for row in intraday(first, last, "1m")) if isinstance(bar, Bar)]


def coarse(bars: list[Bar], interval: Interval) -> list[Bar]:
    aggregator = BarAggregator("AAPL", interval)
    made = [made for bar in bars for made in aggregator.add(bar)]
    last = aggregator.flush(1 << 62)
    return made if last is None else [*made, last]


DAY = minutes("2024-07-02", "2024-07-03")


def test_fifteen_minutes_have_the_first_open_the_extremes_and_the_last_close() -> None:
    bar = coarse(DAY, "15m")[1]
    part = DAY[15:30]
    assert bar == Bar(
        "AAPL",
        "15m",
        part[0].start_ns,
        part[-1].known_ns,
        part[0].open,
        max(b.high for b in part),
        min(b.low for b in part),
        part[-1].close,
        sum(b.volume for b in part),
        "csv",
        False,
    )


def test_a_half_day_ends_with_its_own_last_bar() -> None:
    bars = coarse(DAY, "15m")
    assert len(bars) == 26 + 14
    assert [i for i, bar in enumerate(bars) if bar.session_end] == [25, 39]


def test_a_bar_is_given_out_by_the_minute_that_ends_it() -> None:
    aggregator = BarAggregator("AAPL", "5m")
    counts = [len(aggregator.add(bar)) for bar in DAY[:10]]
    assert counts == [0, 0, 0, 0, 1, 0, 0, 0, 0, 1]


def test_a_missing_last_minute_delays_the_bar_but_not_its_stamp() -> None:
    aggregator = BarAggregator("AAPL", "5m")
    early = [made for bar in DAY[:4] for made in aggregator.add(bar)]
    assert early == []
    assert aggregator.flush(DAY[4].known_ns - 1) is None
    bar = aggregator.flush(DAY[4].known_ns)
    assert bar is not None
    assert (bar.known_ns, bar.close) == (DAY[4].known_ns, DAY[3].close)
    assert aggregator.flush(1 << 62) is None


def test_one_minute_can_end_two_bars_after_a_hole() -> None:
    aggregator = BarAggregator("AAPL", "5m")
    aggregator.add(DAY[0])
    assert [bar.start_ns for bar in aggregator.add(DAY[9])] == [DAY[0].start_ns, DAY[5].start_ns]


def test_a_hole_over_night_does_not_join_two_sessions() -> None:
    bars = coarse([*DAY[:388], *DAY[392:]], "15m")
    assert [bar.start_ns for bar in bars] == [bar.start_ns for bar in coarse(DAY, "15m")]
    assert bars[25].session_end


@settings(deadline=None, max_examples=50)
@given(st.sets(st.integers(0, len(DAY) - 1), min_size=1))
def test_fifteen_minutes_are_the_same_directly_and_by_way_of_five(kept: set[int]) -> None:
    bars = [DAY[i] for i in sorted(kept)]
    direct = coarse(bars, "15m")
    assert direct == coarse(coarse(bars, "5m"), "15m")
    assert sum(bar.volume for bar in direct) == sum(bar.volume for bar in bars)
    assert all(bar.known_ns - bar.start_ns == INTERVAL_NS["15m"] for bar in direct)
    assert all(a.known_ns <= b.start_ns for a, b in pairwise(direct))
