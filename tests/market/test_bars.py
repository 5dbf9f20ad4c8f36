"""Validation at the edge: each fault by an example, and that the future plays no part."""

from __future__ import annotations

from math import inf, nan
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rlbot.clock import from_iso
from rlbot.events.base import INTERVAL_NS, Interval
from rlbot.events.market import Bar, BarRejected
from rlbot.market.bars import BarValidator
from rlbot.market.csv_file import Row
from tests.market.rows import daily, intraday, scaled

JANUARY = daily("2024-01-02", "2024-03-28")
MINUTES = intraday("2024-07-02", "2024-07-03", "1m")


def fed(rows: list[Row], symbol: str = "AAPL", interval: Interval = "1d") -> BarValidator:
    validator = BarValidator(symbol, interval)
    for row in rows:
        assert isinstance(validator.check(*row), Bar), row
    return validator


def fault_of(answer: Bar | BarRejected) -> str:
    assert isinstance(answer, BarRejected)
    assert answer.detail
    return answer.fault


@pytest.mark.parametrize("column", [1, 2, 3, 4, 5])
@pytest.mark.parametrize(("value", "fault"), [(nan, "not_finite"), (inf, "not_finite"), (-1.0, "not_positive")])
def test_a_cell_that_is_no_amount_is_refused(column: int, value: float, fault: str) -> None:
    row: list[Any] = [*JANUARY[0]]
    row[column] = value
    assert fault_of(BarValidator("AAPL", "1d").check(*row)) == fault


def test_a_price_of_zero_is_refused() -> None:
    start_ns, _, high, low, close, volume = JANUARY[0]
    assert fault_of(BarValidator("AAPL", "1d").check(start_ns, 0.0, high, low, close, volume)) == "not_positive"


def test_a_close_above_the_high_is_refused() -> None:
    assert fault_of(BarValidator("AAPL", "1d").check(JANUARY[0][0], 100.0, 101.0, 99.0, 101.5, 5.0)) == "high_low"


def test_rounding_apart_of_high_and_close_is_forgiven() -> None:
    assert isinstance(BarValidator("AAPL", "1d").check(JANUARY[0][0], 100.0, 101.0, 99.0, 101.00005, 5.0), Bar)


def test_the_same_bar_twice_is_a_duplicate_and_an_older_one_out_of_order() -> None:
    validator = fed(JANUARY[:10])
    assert fault_of(validator.check(*JANUARY[9])) == "duplicate"
    assert fault_of(validator.check(*JANUARY[3])) == "out_of_order"
    assert isinstance(validator.check(*JANUARY[10]), Bar)


def test_days_off_evenings_and_odd_minutes_are_refused() -> None:
    saturday = (from_iso("2024-01-06"), *JANUARY[0][1:])
    assert fault_of(BarValidator("AAPL", "1d").check(*saturday)) == "outside_hours"
    assert fault_of(BarValidator("AAPL", "1d").check(JANUARY[0][0] + 1, *JANUARY[0][1:])) == "off_grid"
    minutes = BarValidator("AAPL", "1m")
    assert fault_of(minutes.check(from_iso("2024-07-02T13:29:00Z"), *JANUARY[0][1:])) == "outside_hours"
    assert fault_of(minutes.check(from_iso("2024-07-03T17:00:00Z"), *JANUARY[0][1:])) == "outside_hours"
    assert fault_of(minutes.check(from_iso("2024-07-02T13:30:30Z"), *JANUARY[0][1:])) == "off_grid"
    assert isinstance(minutes.check(from_iso("2024-07-03T16:59:00Z"), *JANUARY[0][1:]), Bar)


def test_an_unfinished_bar_is_partial_until_its_end() -> None:
    validator = BarValidator("AAPL", "1m")
    end_ns = MINUTES[0][0] + INTERVAL_NS["1m"]
    assert fault_of(validator.check(*MINUTES[0], now_ns=end_ns - 1)) == "partial"
    assert isinstance(validator.check(*MINUTES[0], now_ns=end_ns), Bar)


def test_bars_know_when_they_became_known_and_whether_they_end_the_session() -> None:
    minutes = BarValidator("AAPL", "1m")
    bars = [bar for bar in (minutes.check(*row) for row in MINUTES) if isinstance(bar, Bar)]
    assert [bar.known_ns - bar.start_ns for bar in bars] == [INTERVAL_NS["1m"]] * 600
    assert [i for i, bar in enumerate(bars) if bar.session_end] == [389, 599]
    day = from_iso("2024-07-03")
    stock, vix = (BarValidator(symbol, "1d").check(day, 10.0, 10.0, 10.0, 10.0, 0.0) for symbol in ("AAPL", "VIX"))
    assert isinstance(stock, Bar)
    assert isinstance(vix, Bar)
    assert stock.known_ns == from_iso("2024-07-03T17:00:00Z")
    assert vix.known_ns == from_iso("2024-07-03T17:15:00Z")


def test_missing_bars_are_told_of_with_the_bar_after_them() -> None:
    validator = BarValidator("AAPL", "1d")
    gaps = []
    for row in [*JANUARY[:5], *JANUARY[8:10]]:
        validator.check(*row)
        gaps.append(validator.gap)
    assert [gap is None for gap in gaps] == [True] * 5 + [False, True]
    gap = gaps[5]
    assert gap is not None
    assert (gap.missing, gap.after_ns, gap.before_ns) == (3, JANUARY[4][0], JANUARY[8][0])
    assert validator.missing == 3


def test_minutes_missing_across_a_night_are_counted_on_both_sides() -> None:
    validator = fed(MINUTES[:380], interval="1m")
    validator.check(*MINUTES[395])
    assert validator.gap is not None
    assert validator.gap.missing == 15


def test_a_refused_bar_did_come_and_is_not_missing() -> None:
    validator = fed(JANUARY[:40])
    assert fault_of(validator.check(*scaled(JANUARY[40], 3.0))) == "bad_print"
    assert isinstance(validator.check(*JANUARY[41]), Bar)
    assert validator.gap is None


def test_no_volume_is_counted_for_a_stock_and_normal_for_an_index() -> None:
    still = [(*row[:5], 0.0) for row in JANUARY[:3]]
    assert fed(still).zero_volume == 3
    assert fed(still, symbol="VIX").zero_volume == 0


def test_a_daily_bar_that_repeats_the_last_close_is_kept_and_counted() -> None:
    validator = fed(JANUARY[:5])
    close = JANUARY[4][4]
    assert isinstance(validator.check(JANUARY[5][0], close, close, close, close, 1.0), Bar)
    assert validator.repeated == 1


def test_an_announced_split_is_no_bad_print() -> None:
    validator = fed(JANUARY[:40])
    validator.split(7.0)
    assert isinstance(validator.check(*scaled(JANUARY[40], 1 / 7)), Bar)
    assert isinstance(validator.check(*scaled(JANUARY[41], 1 / 7)), Bar)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from([1.0, 1.0, 1.0, 0.5, 1.6, 3.0, 100.0, 0.01]), min_size=2, max_size=len(JANUARY)),
    st.integers(0, len(JANUARY)),
)
def test_what_comes_later_changes_no_verdict(factors: list[float], cut: int) -> None:
    rows = [scaled(row, factor) for row, factor in zip(JANUARY, factors, strict=False)]
    whole, prefix = BarValidator("AAPL", "1d"), BarValidator("AAPL", "1d")
    verdicts = [whole.check(*row) for row in rows]
    assert [prefix.check(*row) for row in rows[:cut]] == verdicts[:cut]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from([1.0, 1.0, 0.3, 4.0, 100.0, 0.0001]), min_size=2, max_size=len(JANUARY)))
def test_every_row_is_either_a_bar_or_counted_as_refused(factors: list[float]) -> None:
    rows = [scaled(row, factor) for row, factor in zip(JANUARY, factors, strict=False)]
    validator = BarValidator("AAPL", "1d")
    bars = [bar for bar in (validator.check(*row) for row in rows) if isinstance(bar, Bar)]
    assert len(bars) == validator.accepted
    assert validator.accepted + sum(validator.faults.values()) == len(rows)


@pytest.mark.parametrize("interval", ["1m", "5m", "15m"])
def test_a_bar_that_follows_the_last_of_a_session_without_a_gap_lies_outside_it(interval: Interval) -> None:
    """On a half-day, at 13:00 New York: the session's bars are all there, and the next one on the grid is not the session's."""
    rows = intraday("2024-07-03", "2024-07-03", interval)
    validator = fed(rows, interval=interval)
    after = (from_iso("2024-07-03T17:00:00Z"), *rows[-1][1:])
    assert fault_of(validator.check(*after)) == "outside_hours"
    following = intraday("2024-07-05", "2024-07-05", interval)
    assert isinstance(validator.check(*following[0]), Bar) and validator.gap is None
