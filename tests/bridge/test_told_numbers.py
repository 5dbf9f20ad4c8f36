"""Which numbers of a journal were told: in whatever order they come, and however often."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rlbot.bridge.told_numbers import Stretch, ToldNumbers, news

NUMBERS = st.lists(st.integers(1, 30), max_size=60)


def each(stretches: tuple[Stretch, ...]) -> list[int]:
    return [number for first, last in stretches for number in range(first, last + 1)]


@given(NUMBERS, st.integers(0, 10), st.integers(0, 40))
def test_what_was_not_told_is_missing_whatever_the_order(told: list[int], after: int, last: int) -> None:
    numbers = ToldNumbers(after)
    for number in told:
        numbers.add(number)
    assert each(numbers.missing(last)) == [one for one in range(after + 1, last + 1) if one not in told]


@given(NUMBERS, NUMBERS)
def test_what_was_missing_before_too_is_no_news(first: list[int], second: list[int]) -> None:
    numbers = ToldNumbers(0)
    for number in first:
        numbers.add(number)
    before = numbers.missing(30)
    for number in second:
        numbers.add(number)
    assert news(numbers.missing(30), before) == ()
    assert each(news(numbers.missing(31), before))[-1:] == [31]
