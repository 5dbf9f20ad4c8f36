"""Which prices are believed: real storms yes, bad prints and unit errors no, and a level that stays is believed after all."""

from __future__ import annotations

import pytest

from rlbot.events.base import Interval
from rlbot.market.plausibility import UNIT_RETURNS_AFTER, PriceCheck


def seasoned(step: float, bars: int = 120, interval: Interval = "1d") -> PriceCheck:
    """A series around 100 whose closes move by `step` up and down."""
    check = PriceCheck(interval)
    for i in range(bars):
        close = 100.0 * (1.0 + step * (i % 2))
        assert check.judge(close, close, close, 1, False) is None
    return check


def flat(check: PriceCheck, price: float, new_session: bool = False) -> str | None:
    return check.judge(price, price, price, 1, new_session)


@pytest.mark.parametrize(
    ("typical", "ratio"),
    [(0.045, 0.481), (0.055, 2.156), (0.06, 0.629), (0.0145, 0.74)],
    ids=["AAPL 2000-09-29", "VIX 2018-02-05", "TNA 2020-03-16", "META 2022-02-03"],
)
def test_real_storms_pass_at_once(typical: float, ratio: float) -> None:
    check = seasoned(typical)
    assert flat(check, check.anchor * ratio) is None


@pytest.mark.parametrize("ratio", [1.6, 0.6, 5.0, 10.0, 0.1])
def test_a_bad_print_that_reverts_is_refused_and_leaves_no_trace(ratio: float) -> None:
    check = seasoned(0.01)
    anchor = check.anchor
    assert flat(check, anchor * ratio) == "bad_print"
    assert check.anchor == anchor
    assert flat(check, anchor * 1.005) is None


def test_a_wild_high_alone_condemns_the_bar() -> None:
    check = seasoned(0.01)
    assert check.judge(160.0, 99.0, 100.0, 1, False) == "bad_print"
    assert check.judge(101.0, 45.0, 100.0, 1, False) == "bad_print"


def test_five_percent_in_a_calm_minute_is_a_bad_print_but_overnight_it_is_news() -> None:
    assert flat(seasoned(0.0005, interval="1m"), 105.4) == "bad_print"
    assert flat(seasoned(0.0005, interval="1m"), 105.4, new_session=True) is None


def test_a_level_that_stays_is_believed_on_its_second_bar() -> None:
    check = seasoned(0.01)
    assert flat(check, 50.0) == "bad_print"
    assert flat(check, 50.5) is None
    assert flat(check, 50.2) is None


def test_the_same_bad_print_after_a_good_bar_is_refused_again() -> None:
    check = seasoned(0.01)
    assert [flat(check, price) for price in (200.0, 100.0, 200.0, 100.0)] == ["bad_print", None, "bad_print", None]


def test_two_different_bad_prints_in_a_row_are_both_refused() -> None:
    check = seasoned(0.01)
    assert flat(check, 200.0) == "bad_print"
    assert flat(check, 40.0) == "bad_print"
    assert flat(check, 100.0) is None


@pytest.mark.parametrize("ratio", [100.0, 0.01, 10_000.0, 0.0001])
def test_a_unit_error_has_to_hold_for_twenty_bars_before_it_is_believed(ratio: float) -> None:
    check = seasoned(0.01)
    level = check.anchor * ratio
    assert [flat(check, level) for _ in range(UNIT_RETURNS_AFTER - 1)] == ["unit_error"] * (UNIT_RETURNS_AFTER - 1)
    assert flat(check, level) is None


def test_a_first_row_in_the_wrong_unit_costs_one_bar() -> None:
    check = PriceCheck("1d")
    assert [flat(check, price) for price in (1.0, 100.0, 101.0, 100.5)] == [None, "unit_error", None, None]


def test_after_a_hole_more_movement_is_allowed() -> None:
    assert seasoned(0.01).judge(150.0, 150.0, 150.0, 1, False) == "bad_print"
    assert seasoned(0.01).judge(150.0, 150.0, 150.0, 20, False) is None


@pytest.mark.parametrize("unit", [0.001, 1.0, 1_000.0])
def test_the_verdict_does_not_depend_on_the_unit_of_the_whole_series(unit: float) -> None:
    prices = [100.0, 101.0, 99.0, 300.0, 100.0, 55.0, 54.0, 5_500.0, 55.0]
    check, other = seasoned(0.01), PriceCheck("1d")
    for i in range(120):
        flat(other, 100.0 * (1.0 + 0.01 * (i % 2)) * unit)
    assert [flat(check, p) for p in prices] == [flat(other, p * unit) for p in prices]
