"""The conversation with the bridge: epochs, gaps in its journal, positions that do not add up, and what a person is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rlbot.bridge.memory import BridgeMemory
from rlbot.bridge.session import OVERTAKEN
from rlbot.bridge.wire.codec import Malformed
from rlbot.bridge.wire.commands import EventsReplay, MarketSubscribe, OrderCancel, OrderSubmit, Ping
from rlbot.bridge.wire.events import Account, Ack, First, OrderStatus, WireBar
from rlbot.bridge.wire.state import FeedState
from rlbot.events.market import MarkUpdated
from rlbot.events.ops import AlertRaised
from rlbot.events.trade import OrderRejected
from tests.bridge.talk import SECOND_NS, Talk, replay_ends, replayed
from tests.execution.approved import approved


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path)


def test_a_new_run_is_greeted_with_a_higher_epoch_the_missing_events_and_the_subscriptions(talk: Talk) -> None:
    talk.state(epoch=41)
    assert [c.epoch for c in talk.asked(Ping)] == [42]
    assert [c.after_jseq for c in talk.asked(EventsReplay)] == [0]
    assert [(c.symbol, c.sec_type, c.exchange, c.interval) for c in talk.asked(MarketSubscribe)] == [
        ("ABC", "STK", "SMART", "5s"),
        ("VIX", "IND", "CBOE", "5s"),
    ]
    talk.state(epoch=42)
    assert len(talk.asked(Ping)) == 1, "the same run is greeted once"


def test_an_epoch_is_on_disk_before_it_is_claimed_and_never_used_again(tmp_path: Path) -> None:
    Talk(tmp_path).state(epoch=3)
    later = Talk(tmp_path)
    later.state(epoch=0, run="r2")
    assert [c.epoch for c in later.asked(Ping)] == [5]


def test_a_gap_in_the_bridges_journal_is_asked_for_once_and_hearing_goes_on_behind_it(talk: Talk) -> None:
    talk.state()
    replay_ends(talk, 0)
    for jseq in range(1, 5):
        talk.session.on_bridge_event(Account(**talk.envelope(jseq), account="DU1", values={}, as_of_ts_ns=1))
    talk.session.on_bridge_event(Account(**talk.envelope(5), account="DU1", values={}, as_of_ts_ns=1))
    talk.session.on_bridge_event(talk.fill(8))
    talk.session.on_bridge_event(talk.fill(9))
    assert [c.after_jseq for c in talk.asked(EventsReplay)] == [0, 5]
    for jseq in (6, 7):
        talk.session.on_bridge_event(Account(**talk.envelope(jseq), replay=True, account="DU1", values={}, as_of_ts_ns=1))
    replay_ends(talk, 9)
    talk.session.tick()
    assert len(talk.asked(EventsReplay)) == 2
    assert BridgeMemory(talk.folder / "bridge.json").now.jseq == 9


def test_a_replay_nobody_answered_is_asked_for_again(talk: Talk) -> None:
    talk.session.on_mqtt(True, "")
    talk.state()
    talk.session.on_unanswered(talk.asked(EventsReplay)[-1])
    talk.session.tick()
    assert len(talk.asked(EventsReplay)) == 2


def test_a_replay_whose_end_was_lost_is_asked_for_again(talk: Talk) -> None:
    talk.session.on_mqtt(True, "")
    talk.state()

    def at(second: int) -> None:
        talk.wall.advance_to(second * SECOND_NS)
        talk.state()
        talk.session.tick()

    at(30)
    talk.session.on_bridge_event(Account(**talk.envelope(1), replay=True, account="DU1", values={}, as_of_ts_ns=1))
    at(59)
    assert len(talk.asked(EventsReplay)) == 1, "it goes on"
    at(60)
    at(61)
    at(90)
    first, second, third = talk.asked(EventsReplay)
    assert len({first.id, second.id, third.id}) == 3 and talk.alerts() == ["replay_silent"]
    replayed(talk, 1)
    assert talk.session.heard_all.is_set()
    at(200)
    assert len(talk.asked(EventsReplay)) == 3


def test_another_journal_is_heard_from_its_beginning(talk: Talk) -> None:
    talk.state()
    replayed(talk, 70)
    before = len(talk.asked(EventsReplay))
    talk.state(run="r2", journal_id="j2")
    assert [c.after_jseq for c in talk.asked(EventsReplay)[before:]] == [0]


def test_a_second_core_takes_over_and_the_first_trades_no_more(talk: Talk) -> None:
    talk.state()
    ping = talk.asked(Ping)[0]
    talk.session.on_answer(
        ping, Ack(id="e", ts_ns=1, run="r1", seq=1, command_id=ping.id, outcome="rejected", code="stale_epoch")
    )
    assert [rule for rule, _ in talk.halts] == [OVERTAKEN]


@pytest.mark.parametrize("repeated", [False, True])
def test_a_cancel_that_crossed_a_new_start_of_the_bridge_is_no_second_core_and_is_carried_out(
    talk: Talk, repeated: bool
) -> None:
    talk.state()
    assert talk.session.broker is not None
    talk.session.broker.submit(approved("a-1-e", 10))
    talk.session.broker.cancel("a-1-e", "requested")
    (cancel,) = talk.asked(OrderCancel)
    talk.state(run="r2")
    stale: dict[str, Any] = {"outcome": "rejected", "code": "stale_epoch"}
    if repeated:
        stale = {"outcome": "duplicate", "first": First("rejected", "stale_epoch")}
    talk.session.on_answer(cancel, Ack(id="e", ts_ns=1, run="r2", seq=1, command_id=cancel.id, **stale))
    again = talk.asked(OrderCancel)[-1]
    assert (again.client_order_id, again.epoch) == ("a-1-e", cancel.epoch + 1) and again.id != cancel.id
    assert talk.halts == []


def test_a_refusal_heard_only_when_it_was_repeated_is_a_refusal(talk: Talk) -> None:
    talk.state()
    assert talk.session.broker is not None
    talk.session.broker.submit(approved("a-1-e", 10))
    (submit,) = talk.asked(OrderSubmit)
    ack = Ack(id="e", ts_ns=1, run="r1", seq=1, command_id=submit.id, outcome="duplicate", first=First("rejected", "size"))
    talk.session.on_answer(submit, ack)
    assert [(event.client_order_id, event.reason) for event in talk.said if isinstance(event, OrderRejected)] == [
        ("a-1-e", "size")
    ]


def test_an_outage_is_told_once_and_its_end_once(talk: Talk) -> None:
    talk.state()
    for _ in range(3):
        talk.state(gateway="disconnected", orders="closed", orders_reason="gateway_down")
    talk.state()
    assert talk.alerts() == ["gateway_lost", "gateway_back"]


def test_a_bridge_that_falls_silent_is_told_of(talk: Talk) -> None:
    talk.state()
    talk.wall.advance_to(40 * SECOND_NS)
    talk.session.tick()
    talk.session.tick()
    talk.state()
    talk.session.tick()
    assert talk.alerts() == ["bridge_stale_lost", "bridge_stale_back"]


def test_delayed_data_is_told_of(talk: Talk) -> None:
    talk.state(feeds={"ABC": FeedState(interval="5s", delayed=True, status="ok")})
    assert talk.alerts() == ["delayed_lost"]


def test_a_flood_of_nonsense_is_one_alert(talk: Talk) -> None:
    for _ in range(500):
        talk.session.on_malformed(Malformed("rlbot/1/evt/fill", "half a message"))
    assert talk.alerts() == ["malformed"] and talk.session.watch.malformed == 500


def test_a_five_second_bar_is_a_mark_for_risk(talk: Talk) -> None:
    talk.state()
    bar = WireBar(
        id="b", ts_ns=1, run="r1", seq=3, symbol="ABC", interval="5s", start_ts_ns=1, open=1.0, high=2.0, low=1.0, close=1.5,
        volume=3.0, delayed=False,
    )  # fmt: skip
    talk.session.on_bridge_event(bar)
    assert [(m.symbol, m.price) for m in talk.said if isinstance(m, MarkUpdated)] == [("ABC", 1.5)]


def test_a_damaged_memory_is_said_and_everything_is_heard_again(tmp_path: Path) -> None:
    (tmp_path / "bridge.json").write_text('{"epoch": 9, "jour')
    memory = BridgeMemory(tmp_path / "bridge.json")
    assert (memory.now.jseq, memory.now.epoch) == (0, 0) and "heard again" in memory.notice


def test_a_damaged_memory_reaches_a_person_once(tmp_path: Path) -> None:
    (tmp_path / "bridge.json").write_text('{"epoch": 9, "jour')
    talk = Talk(tmp_path)
    talk.session.tick()
    talk.session.tick()
    (alert,) = [event for event in talk.said if isinstance(event, AlertRaised)]
    assert (alert.code, alert.severity) == ("bridge_memory", "warning") and "bridge.json cannot be read" in alert.text


def test_a_memory_that_cannot_be_written_is_told_once_and_again_when_it_is(talk: Talk) -> None:
    folder = talk.folder / "bridge.json"
    folder.mkdir()  # as a full disk: every write of the file fails
    talk.state()
    for second in range(11, 20):
        talk.wall.advance_to(second * SECOND_NS)
        talk.session.tick()
    folder.rmdir()
    talk.session.tick()
    talk.session.tick()
    said = [(event.severity, event.code) for event in talk.said if isinstance(event, AlertRaised)]
    assert said == [("critical", "bridge_memory"), ("info", "bridge_memory")]
    assert BridgeMemory(folder).now.epoch == 1


def test_what_was_heard_of_one_journal_says_nothing_of_another(tmp_path: Path) -> None:
    memory = BridgeMemory(tmp_path / "bridge.json")
    memory.begin("j1")
    memory.keep(epoch=4, jseq=70, account="DU1")
    assert memory.store() == ""
    again = BridgeMemory(tmp_path / "bridge.json")
    again.begin("j1")
    assert (again.now.jseq, again.now.account) == (70, "DU1")
    again.begin("j2")
    assert (again.now.epoch, again.now.jseq, again.now.account) == (4, 0, "")


def test_statuses_and_fills_of_one_order_reach_its_desk(talk: Talk) -> None:
    talk.state()
    assert talk.session.broker is not None
    talk.session.broker.submit(approved("a-1-e", 10))
    talk.session.on_bridge_event(talk.fill(1))
    talk.session.on_bridge_event(
        OrderStatus(
            **talk.envelope(2),
            client_order_id="a-1-e",
            version=1,
            status="filled",
            quantity=10,
            filled=10,
            remaining=0,
            role="entry",
        )
    )
    assert talk.session.broker.holdings() == {("a", "ABC"): 10}
