"""Commands without an answer: repeated with the same id, told when they expire, never dropped in silence."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from rlbot.bridge.outstanding import REPEAT_AFTER_NS, Outstanding
from rlbot.bridge.wire.commands import Command, OrderCancel, OrderModify, OrdersCancelAll, Ping
from rlbot.bridge.wire.events import Ack

SECOND_NS = 1_000_000_000


def ping(name: str, expires_s: int = 60) -> Ping:
    return Ping(id=name, epoch=1, ts_ns=0, expires_ts_ns=expires_s * SECOND_NS)


def due(outstanding: Outstanding, now_ns: int, there: bool = True) -> list[Command]:
    return [one.command for one in outstanding.due(now_ns, there)]


def ack(name: str) -> Ack:
    return Ack(id="e" + name, ts_ns=1, run="r", seq=1, command_id=name, outcome="accepted")


def test_a_command_is_sent_at_once_and_again_every_two_seconds_until_it_is_acked() -> None:
    outstanding = Outstanding()
    outstanding.add(ping("a"), 0)
    sent_ns = [now for now in range(1, 10 * SECOND_NS, SECOND_NS // 4) if outstanding.due(now)]
    assert sent_ns[0] == 1
    assert {b - a for a, b in pairwise(sent_ns)} == {REPEAT_AFTER_NS}
    assert outstanding.on_ack(ack("a")) == ping("a")
    assert due(outstanding, 20 * SECOND_NS) == [] and outstanding.next_ns() is None


def test_a_new_epoch_is_every_commands_from_its_next_sending_on() -> None:
    outstanding = Outstanding()
    outstanding.add(ping("a"), 0)
    assert due(outstanding, 1) == [ping("a")]
    outstanding.add(msgspec.structs.replace(ping("greeting"), epoch=2), 0)
    assert [(one.id, one.epoch) for one in due(outstanding, 2)] == [("greeting", 2)]
    assert [(one.id, one.epoch) for one in due(outstanding, 1 + REPEAT_AFTER_NS)] == [("a", 2)]
    assert outstanding.on_ack(ack("a")) == msgspec.structs.replace(ping("a"), epoch=2)


def test_what_was_sent_under_the_old_epoch_only_is_answered_as_that() -> None:
    outstanding = Outstanding()
    outstanding.add(ping("a"), 0)
    outstanding.due(1)
    outstanding.add(msgspec.structs.replace(ping("greeting"), epoch=2), 0)
    assert outstanding.on_ack(ack("a")) == ping("a")


def change(name: str, order: str = "a-1-e.sl", **terms: Any) -> OrderModify:
    return OrderModify(id=name, epoch=1, ts_ns=0, expires_ts_ns=60 * SECOND_NS, client_order_id=order, **terms)


def test_a_change_that_a_later_one_overtook_is_not_repeated_and_what_only_it_asked_for_is_asked_along() -> None:
    outstanding = Outstanding()
    outstanding.add(change("first", quantity=18, stop_price=90.0), 0)
    outstanding.add(change("other", "a-2-e.sl", quantity=7), 0)
    outstanding.due(1)
    outstanding.add(change("later", quantity=5), 0)
    merged = change("later", quantity=5, stop_price=90.0)
    assert due(outstanding, 2) == [merged]
    assert outstanding.on_ack(ack("later")) == merged
    assert due(outstanding, 2 + REPEAT_AFTER_NS) == [change("other", "a-2-e.sl", quantity=7)]
    assert outstanding.on_ack(ack("first")) is None, "answered after all: the later one came after it"


def test_after_a_cancel_no_change_is_repeated() -> None:
    outstanding = Outstanding()
    outstanding.add(change("first", quantity=18), 0)
    cancel = OrderCancel(id="last", epoch=1, ts_ns=0, expires_ts_ns=60 * SECOND_NS, client_order_id="a-1-e.sl")
    outstanding.add(cancel, 0)
    assert due(outstanding, 1) == [cancel]


def test_an_answer_to_nothing_of_ours_is_nobodys() -> None:
    outstanding = Outstanding()
    outstanding.add(ping("a"), 0)
    assert outstanding.on_ack(ack("other")) is None
    assert outstanding.on_ack(ack("a")) is not None
    assert outstanding.on_ack(ack("a")) is None, "the second ack of a repeat"


def test_an_expired_command_is_told_once_and_never_sent_again() -> None:
    outstanding = Outstanding()
    outstanding.add(ping("a", expires_s=3), 0)
    assert due(outstanding, 1) == [ping("a", expires_s=3)]
    assert outstanding.expired(2 * SECOND_NS) == []
    assert due(outstanding, 3 * SECOND_NS) == []
    assert outstanding.expired(3 * SECOND_NS) == [ping("a", expires_s=3)]
    assert outstanding.expired(4 * SECOND_NS) == [] and len(outstanding) == 0


def test_a_cancel_of_a_day_waits_once_for_a_bridge_that_is_away_and_is_repeated_once_it_is_back() -> None:
    outstanding, a_day_s = Outstanding(), 86_400
    cancel = OrdersCancelAll(id="k", epoch=1, ts_ns=0, expires_ts_ns=a_day_s * SECOND_NS, scope="entries")
    outstanding.add(cancel, 0)
    away = [now_s for now_s in range(1, a_day_s, 60) if due(outstanding, now_s * SECOND_NS, there=False)]
    assert away == [1] and outstanding.next_ns(there=False) == a_day_s * SECOND_NS
    last_ns = (a_day_s - 10) * SECOND_NS
    assert outstanding.next_ns() == SECOND_NS + REPEAT_AFTER_NS and due(outstanding, last_ns) == [cancel]
    assert outstanding.expired(a_day_s * SECOND_NS) == [cancel]


def test_time_runs_from_the_moment_a_command_was_handed_over_whatever_the_machines_clock_says() -> None:
    outstanding, started_ns = Outstanding(), 7 * SECOND_NS
    stamped = msgspec.structs.replace(ping("a"), ts_ns=10**18, expires_ts_ns=10**18 + 30 * SECOND_NS)
    outstanding.add(stamped, started_ns)
    assert [one.valid_ns for one in outstanding.due(started_ns + SECOND_NS)] == [29 * SECOND_NS]
    assert outstanding.expired(started_ns + 29 * SECOND_NS) == []
    assert outstanding.expired(started_ns + 30 * SECOND_NS) == [stamped]


def test_a_failed_publish_is_due_again_at_once() -> None:
    outstanding = Outstanding()
    outstanding.add(ping("a"), 0)
    outstanding.due(1)
    outstanding.unsent("a")
    outstanding.unsent("unknown")
    assert due(outstanding, 2) == [ping("a")]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["add", "ack", "look"])), max_size=40))
def test_whatever_happens_every_command_ends_in_exactly_one_answer_or_one_expiry(steps: list[tuple[str, str]]) -> None:
    outstanding, added, ended, now_ns = Outstanding(), set(), [], 0
    for name, step in steps:
        now_ns += SECOND_NS
        if step == "add" and name not in added:
            added.add(name)
            outstanding.add(ping(name, expires_s=20), now_ns)
        elif step == "ack":
            answered = outstanding.on_ack(ack(name))
            ended += [answered.id] if answered is not None else []
        else:
            ended += [command.id for command in outstanding.expired(now_ns)]
            outstanding.due(now_ns)
    ended += [command.id for command in outstanding.expired(10**18)]
    assert sorted(ended) == sorted(added) and len(outstanding) == 0
