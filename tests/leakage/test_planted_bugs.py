"""Every planted bug is caught, for the right reason; what is sound raises no alarm."""

from __future__ import annotations

import pytest

from rlbot.training.leakage import find_leaks
from tests.leakage.planted import PLANTED, Bug, factory, fill_at_the_next_open, vix_of_the_same_day
from tests.market.series import merged, moody, wandering

BATCHES = moody(merged(*(wandering(symbol, 700, seed) for seed, symbol in enumerate(("TNA", "IWM", "VIX")))))
WARM_UP = 620  # two batches a session: own bars and underlying, then the VIX


@pytest.mark.parametrize("bug", PLANTED, ids=lambda bug: bug.__name__)
def test_it_is_caught(bug: Bug) -> None:
    leaks = find_leaks(factory(bug), BATCHES, instants=20, warm_up=WARM_UP if PLANTED[bug] == "history" else 0)
    assert PLANTED[bug] in {leak.kind for leak in leaks}, leaks


def test_a_fill_at_the_next_open_is_no_leak() -> None:
    assert find_leaks(factory(fill_at_the_next_open), BATCHES, instants=20) == []


def test_ten_or_more_bugs_are_planted() -> None:
    assert len(PLANTED) >= 10


def test_too_few_bars_are_refused_rather_than_passed() -> None:
    with pytest.raises(ValueError, match="too few"):
        find_leaks(factory(fill_at_the_next_open), BATCHES[:50])
    with pytest.raises(ValueError, match="too few"):
        find_leaks(factory(fill_at_the_next_open), BATCHES, instants=1, warm_up=len(BATCHES))


def test_a_pipeline_that_says_nothing_is_refused_rather_than_passed() -> None:
    with pytest.raises(ValueError, match="gave no row"):
        find_leaks(lambda: lambda batches: [], BATCHES, instants=3)


def test_a_leak_says_where_and_how() -> None:
    leak = next(leak for leak in find_leaks(factory(vix_of_the_same_day), BATCHES, instants=5) if leak.kind == "future")
    assert leak.column == 0 and " became " in leak.detail
