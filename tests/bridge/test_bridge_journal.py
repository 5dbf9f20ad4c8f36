"""The bridge's journal, asked for and counted: what is lost on the way is asked for again, what is gone is not waited for."""

from __future__ import annotations

from pathlib import Path

import pytest

from rlbot.bridge.bridge_journal import BridgeJournal
from rlbot.bridge.memory import BridgeMemory
from rlbot.bridge.wire.commands import Command, EventsReplay
from rlbot.bridge.wire.events import Account, Ack, ReplayEnd
from rlbot.clock import ReplayClock
from tests.bridge.talk import SECOND_NS, Talk, replay_ends


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    made = Talk(tmp_path)
    made.session.on_mqtt(True, "")
    made.state()
    return made


def tell(talk: Talk, *numbers: int) -> None:
    """Events that a replay tells."""
    for jseq in numbers:
        talk.session.on_bridge_event(Account(**talk.envelope(jseq), replay=True, account="DU1", values={}, as_of_ts_ns=1))


def asked(talk: Talk) -> list[int]:
    """Behind which number, each time."""
    return [command.after_jseq for command in talk.asked(EventsReplay)]


def refuse(talk: Talk, code: str) -> None:
    command = talk.asked(EventsReplay)[-1]
    ack = Ack(id="e", ts_ns=1, run="r1", seq=1, command_id=command.id, outcome="rejected", code=code)
    talk.session.on_answer(command, ack)


def test_numbers_that_a_replay_left_out_are_asked_for_before_anything_is_compared(talk: Talk) -> None:
    tell(talk, 1, 2, 5)
    replay_ends(talk, 6)
    assert asked(talk) == [0, 2] and not talk.session.heard_all.is_set()
    tell(talk, 3, 4, 5, 6)
    replay_ends(talk, 6)
    assert asked(talk) == [0, 2] and talk.session.heard_all.is_set()


def test_what_two_replays_left_out_is_gone_from_the_journal_and_not_waited_for(talk: Talk) -> None:
    tell(talk, 1, 5)
    replay_ends(talk, 5)
    tell(talk, 3, 5)
    replay_ends(talk, 5)
    assert asked(talk) == [0, 1] and talk.session.heard_all.is_set()


def test_a_longer_journal_that_lost_more_on_the_way_is_asked_for_from_there(talk: Talk) -> None:
    tell(talk, 2)
    replay_ends(talk, 2)
    tell(talk, 2, 5)
    replay_ends(talk, 5)
    assert asked(talk) == [0, 0, 2], "1 is gone"
    tell(talk, 3, 4, 5)
    replay_ends(talk, 5)
    assert talk.session.heard_all.is_set()


def test_what_a_hearing_for_the_account_alone_missed_is_not_asked_for_twice(tmp_path: Path) -> None:
    memory, sent = BridgeMemory(tmp_path / "bridge.json"), list[Command]()
    for books in (False, True):  # a start hears all of it once before there is a broker
        journal = BridgeJournal(sent.append, ReplayClock(1), lambda: f"c{len(sent)}", memory, lambda *_: None)
        journal.ask(1)
        journal.applied(4, 1)
        end = ReplayEnd(id="e", ts_ns=1, run="r1", seq=1, command_id=sent[-1].id, last_jseq=4)
        assert journal.ended(end, 1, books=books)
    assert len(sent) == 2


def test_a_core_that_was_overtaken_asks_no_more_until_it_claims_the_bridge_again(talk: Talk) -> None:
    refuse(talk, "stale_epoch")
    for second in range(11, 71):
        talk.wall.advance_to(second * SECOND_NS)
        talk.session.tick()
    tell(talk, 9)
    assert len(asked(talk)) == 1
    talk.state(run="r2")
    assert len(asked(talk)) == 2


def test_a_replay_refused_for_another_reason_is_asked_for_again(talk: Talk) -> None:
    refuse(talk, "clock")
    talk.session.tick()
    assert asked(talk) == [0, 0]
