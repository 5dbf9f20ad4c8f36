"""Orders that could close more than is held halt trading once two comparisons, some seconds apart, have found them."""

from __future__ import annotations

from pathlib import Path

import pytest

from rlbot.bridge.excess_check import EXCESS, SURE_NS
from rlbot.bridge.wire.commands import ReconcileRequest
from tests.bridge.talk import SECOND_NS, Talk, replay_ends
from tests.bridge.test_overclosing import order

SURE_S = SURE_NS // SECOND_NS


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    talk = Talk(tmp_path)
    talk.state()
    replay_ends(talk, 0)
    talk.sent.clear()
    at(talk, 0)
    return talk


def at(talk: Talk, second: int) -> None:
    """So many seconds later than the first comparison."""
    talk.wall.advance_to((20 + second) * SECOND_NS)
    talk.state()
    talk.session.tick()


def compared(talk: Talk, jseq: int, *stops: str, complete: bool = True) -> None:
    talk.positions(jseq, 0, complete=complete, open_orders=tuple(order(name, 10) for name in stops))


def test_a_stop_that_outlives_its_shares_halts_and_is_named_until_it_is_gone(talk: Talk) -> None:
    compared(talk, 1, "a-1-e.sl")
    assert talk.halts == [], "it may be under way"
    at(talk, SURE_S - 1)
    assert talk.asked(ReconcileRequest) == []
    at(talk, SURE_S)
    at(talk, SURE_S + 1)
    assert len(talk.asked(ReconcileRequest)) == 1, "nobody waits for the timer"
    compared(talk, 2, "a-1-e.sl")
    (halt,) = talk.halts
    assert halt[0] == EXCESS and "ABC: a holds 0, and a-1-e.sl could sell 10" in halt[1]
    compared(talk, 3, complete=False)
    assert talk.lifts == [], "a comparison with gaps says nothing of what it did not see"
    compared(talk, 4)
    assert talk.lifts == ["no orders could close more than is held"]


def test_what_the_next_comparison_no_longer_finds_was_under_way(talk: Talk) -> None:
    compared(talk, 1, "a-1-e.sl")
    at(talk, SURE_S)
    compared(talk, 2)
    compared(talk, 3, "a-2-e.sl")
    compared(talk, 4, "a-2-e.sl")
    at(talk, 2 * SURE_S - 1)
    compared(talk, 5, "a-3-e.sl")
    at(talk, 2 * SURE_S)
    assert talk.halts == [], "each was found for less than it takes to be sure"


def test_a_halt_for_it_from_before_a_restart_ends_with_the_first_comparison_that_finds_nothing(tmp_path: Path) -> None:
    talk = Talk(tmp_path, before={EXCESS: "ABC: a holds 0, and a-1-e.sl could sell 10"})
    talk.state()
    replay_ends(talk, 0)
    compared(talk, 1, "a-1-e.sl")
    assert talk.lifts == []
    compared(talk, 2)
    assert len(talk.lifts) == 1
