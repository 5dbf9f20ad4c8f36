"""A start remembers no doubt of before it: entries wait for its first whole comparison, and not for long."""

from __future__ import annotations

from pathlib import Path

import pytest

from rlbot.bridge.commander import SUBMIT_VALID_NS
from rlbot.bridge.mismatch_check import POSITIONS, UNKNOWN
from rlbot.bridge.wire.commands import ReconcileRequest
from tests.bridge.talk import SECOND_NS, Talk, replay_ends
from tests.bridge.test_mismatch_check import LONGEST_S, SURE_S, at, ended, enters, left
from tests.execution.approved import approved


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    """A core that starts and has heard the bridge's journal, in which the agent bought ten."""
    talk = Talk(tmp_path, compared=False)
    broker = talk.session.broker
    assert broker is not None
    broker.begin_restore()
    broker.recall(approved("a-1-e", 10))
    broker.end_restore()
    talk.state()
    talk.session.on_bridge_event(talk.fill(1))
    replay_ends(talk, 1)
    at(talk, 0)
    return talk


def test_an_entry_leaves_within_a_second_of_the_first_whole_comparison_and_not_before(talk: Talk) -> None:
    assert len(talk.asked(ReconcileRequest)) == 1, "asked for as soon as the journal was heard"
    enters(talk, "a-2-e")
    talk.positions(2, 10, complete=False)
    at(talk, 1)
    assert left(talk) == []
    talk.positions(3, 10)
    at(talk, 2)
    assert (left(talk), talk.halts, talk.alerts()) == (["a-2-e"], [], [])
    enters(talk, "a-3-e")
    assert left(talk) == ["a-2-e", "a-3-e"]


def test_a_doubt_of_before_the_start_is_found_again_and_holds_entries_on(talk: Talk) -> None:
    enters(talk, "a-2-e")
    talk.positions(2, 20)
    at(talk, 1)
    assert left(talk) == []
    at(talk, SURE_S)
    talk.positions(3, 20)
    assert [rule for rule, _ in talk.halts] == [POSITIONS] and ended(talk) == [("a-2-e", POSITIONS)]


def test_no_whole_comparison_in_time_halts_until_there_is_one_that_adds_up(talk: Talk) -> None:
    enters(talk, "a-2-e")
    for second in range(LONGEST_S):
        at(talk, second)
    assert talk.halts == [] and len(talk.asked(ReconcileRequest)) == 3, "asked for again every five seconds"
    at(talk, LONGEST_S)
    assert (talk.halts, ended(talk)) == ([(POSITIONS, UNKNOWN)], [("a-2-e", POSITIONS)])
    assert talk.session.check.standing() == (False, UNKNOWN)
    at(talk, 2 * LONGEST_S)
    assert len(talk.halts) == 1 and len(talk.asked(ReconcileRequest)) == 3
    talk.positions(2, 10)
    assert talk.lifts == ["positions add up again"]
    enters(talk, "a-3-e")
    assert left(talk) == ["a-3-e"]


def test_a_bridge_that_takes_no_orders_yet_halts_nothing_and_what_waits_for_it_ends(talk: Talk) -> None:
    enters(talk, "a-2-e")
    for second in range(SUBMIT_VALID_NS // SECOND_NS):
        talk.wall.advance_to((20 + second) * SECOND_NS)
        talk.state(gateway="connecting", orders="closed")
        talk.session.tick()
    assert (talk.halts, ended(talk)) == ([], [])
    at(talk, SUBMIT_VALID_NS // SECOND_NS)
    assert (left(talk), talk.halts, ended(talk)) == ([], [], [("a-2-e", "stale")])


@pytest.mark.parametrize("purpose", ["reduce", "flatten"])
def test_an_exit_waits_for_no_comparison(talk: Talk, purpose: str) -> None:
    broker = talk.session.broker
    assert broker is not None
    broker.submit(approved("a-2-x", 10, side="sell", purpose=purpose))  # type: ignore[arg-type]
    assert left(talk) == ["a-2-x"]


def test_a_pause_ends_what_waits_for_the_first_comparison(talk: Talk) -> None:
    enters(talk, "a-2-e")
    assert talk.session.broker is not None
    talk.session.broker.pause("a")
    assert ended(talk) == [("a-2-e", "paused")]
