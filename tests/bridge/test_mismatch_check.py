"""Positions that do not add up: one comparison makes entries wait, a second one some seconds later halts trading."""

from __future__ import annotations

from pathlib import Path

import pytest

from rlbot.bridge.account_check import ORDERS
from rlbot.bridge.commander import SUBMIT_VALID_NS
from rlbot.bridge.excess_check import SURE_NS
from rlbot.bridge.mismatch_check import LONGEST_NS, POSITIONS
from rlbot.bridge.wire.commands import OrderSubmit, ReconcileRequest
from rlbot.bridge.wire.reconciliation import Difference, Position
from rlbot.clock import from_iso
from rlbot.events.trade import OrderCancelled
from tests.bridge.talk import SECOND_NS, Talk, replay_ends
from tests.bridge.test_comparing import UNKNOWN
from tests.execution.approved import approved

SURE_S, LONGEST_S = SURE_NS // SECOND_NS, LONGEST_NS // SECOND_NS


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return begun(Talk(tmp_path))


def begun(talk: Talk) -> Talk:
    """The agent holds ten; the clock is at the first comparison."""
    talk.state()
    replay_ends(talk, 0)
    assert talk.session.broker is not None
    talk.session.broker.submit(approved("a-1-e", 10))
    talk.session.on_bridge_event(talk.fill(1))
    talk.sent.clear()
    at(talk, 0)
    return talk


def at(talk: Talk, second: int) -> None:
    """So many seconds later than the first comparison."""
    talk.wall.advance_to((20 + second) * SECOND_NS)
    talk.state()
    talk.session.tick()


def enters(talk: Talk, name: str) -> None:
    assert talk.session.broker is not None
    talk.session.broker.submit(approved(name, 5, ts_ns=talk.wall.now_ns()))


def left(talk: Talk) -> list[str]:
    return [command.client_order_id for command in talk.asked(OrderSubmit)]


def ended(talk: Talk) -> list[tuple[str, str]]:
    return [(event.client_order_id, event.reason) for event in talk.said if isinstance(event, OrderCancelled)]


def of(symbol: str, quantity: float) -> Position:
    return Position(account="DU1", symbol=symbol, sec_type="STK", currency="USD", quantity=quantity, avg_cost=1.0)


def test_a_position_that_lags_its_fill_for_a_moment_halts_nothing_and_entries_wait_that_long(talk: Talk) -> None:
    talk.positions(2, 0)
    enters(talk, "a-2-e")
    at(talk, 1)
    assert left(talk) == [], "nothing is opened while nobody knows what is held"
    talk.positions(3, 10)
    assert (left(talk), talk.halts) == (["a-2-e"], [])
    enters(talk, "a-3-e")
    assert left(talk) == ["a-2-e", "a-3-e"]


def test_what_a_second_look_finds_still_halts_and_what_waited_for_it_ends(talk: Talk) -> None:
    talk.positions(2, 20)
    enters(talk, "a-2-e")
    at(talk, SURE_S - 1)
    talk.positions(3, 20)
    assert talk.halts == [] and talk.asked(ReconcileRequest) == []
    at(talk, SURE_S)
    at(talk, SURE_S + 1)
    assert len(talk.asked(ReconcileRequest)) == 1, "nobody waits for the timer"
    talk.positions(4, 20)
    (halt,) = talk.halts
    assert halt[0] == POSITIONS and "ABC: the account holds 20, the agents' fills add up to 10" in halt[1]
    assert (left(talk), ended(talk)) == ([], [("a-2-e", POSITIONS)])


def test_a_difference_that_grows_is_no_lag(talk: Talk) -> None:
    talk.positions(2, 20)
    at(talk, SURE_S)
    talk.positions(3, 30)
    assert [rule for rule, _ in talk.halts] == [POSITIONS]


def test_an_exit_leaves_while_positions_are_looked_at_again(talk: Talk) -> None:
    talk.positions(2, 20)
    assert talk.session.broker is not None
    talk.session.broker.submit(approved("a-2-x", 10, side="sell", purpose="reduce"))
    assert left(talk) == ["a-2-x"]


def test_no_whole_comparison_in_time_is_as_good_as_one_that_finds_it_again(talk: Talk) -> None:
    talk.positions(2, 20)
    enters(talk, "a-2-e")
    at(talk, SURE_S)
    talk.positions(3, 10, complete=False)
    at(talk, LONGEST_S - 1)
    assert talk.halts == []
    assert talk.session.check.standing()[1].startswith("looked at again within seconds: Positions do not add up. ABC")
    at(talk, LONGEST_S)
    assert [rule for rule, _ in talk.halts] == [POSITIONS] and ended(talk) == [("a-2-e", POSITIONS)]
    talk.positions(4, 10)
    assert talk.lifts == ["positions add up again"]


def test_each_symbol_has_its_own_second_look(talk: Talk) -> None:
    talk.positions(2, 0)
    at(talk, SURE_S)
    talk.positions(3, 0, positions=(of("ABC", 10), of("XYZ", 3)))
    enters(talk, "a-2-e")
    assert (talk.halts, left(talk)) == ([], []), "another one differs now"
    at(talk, 2 * SURE_S)
    assert len(talk.asked(ReconcileRequest)) == 2
    talk.positions(4, 0, positions=(of("ABC", 10), of("XYZ", 3)))
    ((_, why),) = talk.halts
    assert "XYZ: the account holds 3" in why and "ABC" not in why


def test_differences_that_take_turns_hold_up_entries_no_longer_than_one_that_stays(talk: Talk) -> None:
    both = (of("ABC", 10), of("XYZ", 3))
    talk.positions(2, 0)
    enters(talk, "a-2-e")
    for jseq, second in enumerate(range(SURE_S - 1, LONGEST_S, SURE_S - 1), start=3):
        at(talk, second)
        talk.positions(jseq, 0, positions=both if jseq % 2 else ())
    assert (talk.halts, left(talk), ended(talk)) == ([], [], [])
    at(talk, LONGEST_S)
    assert [rule for rule, _ in talk.halts] == [POSITIONS]
    assert (left(talk), ended(talk)) == ([], [("a-2-e", POSITIONS)])


def test_a_halt_stands_while_another_symbol_is_looked_at_again(talk: Talk) -> None:
    talk.positions_twice(2, 0)
    talk.positions(4, 0, positions=(of("ABC", 10), of("XYZ", 3)))
    assert len(talk.halts) == 1 and talk.lifts == []


@pytest.mark.parametrize("how", ["paused", "killed"])
def test_what_waits_meanwhile_ends_where_a_person_stops_it(talk: Talk, how: str) -> None:
    talk.positions(2, 20)
    enters(talk, "a-2-e")
    broker = talk.session.broker
    assert broker is not None
    if how == "paused":
        broker.pause("a")
    else:
        broker.cancel_entries()
    assert ended(talk) == [("a-2-e", how)]
    talk.positions(3, 10)
    assert left(talk) == []


def test_a_halt_that_came_while_an_entry_waited_ends_it(talk: Talk) -> None:
    talk.positions(2, 0)
    enters(talk, "a-2-e")
    talk.halt("daily_loss", "lost too much")
    at(talk, 1)
    talk.positions(3, 10)
    assert (left(talk), ended(talk)) == ([], [("a-2-e", "daily_loss")])
    assert talk.alerts() == ["second_look"]


@pytest.mark.parametrize("before", [(), (UNKNOWN,)])
def test_the_comparison_that_finds_positions_right_and_an_order_wrong_lets_nothing_go(
    talk: Talk, before: tuple[Difference, ...]
) -> None:
    talk.positions(2, 0, differences=before)
    enters(talk, "a-2-e")
    at(talk, 1)
    talk.positions(3, 10, differences=(UNKNOWN,))
    assert (left(talk), ended(talk)) == ([], [("a-2-e", ORDERS)])


def test_a_halt_from_before_a_restart_ends_no_entry_that_waited_for_it_to_be_lifted(tmp_path: Path) -> None:
    talk = begun(Talk(tmp_path, before={POSITIONS: "ABC: the account holds 7"}))
    talk.positions(2, 0)
    enters(talk, "a-2-e")
    talk.positions(3, 10)
    assert (left(talk), len(talk.lifts)) == (["a-2-e"], 1)


def test_an_entry_that_was_held_for_as_long_as_a_submit_is_good_for_leaves_no_more(talk: Talk) -> None:
    talk.positions(2, 0)
    enters(talk, "a-2-e")
    talk.wall.ahead_ns = SUBMIT_VALID_NS  # the machine slept
    talk.positions(3, 10)
    assert (left(talk), ended(talk), talk.alerts()) == ([], [("a-2-e", "stale")], ["entry_stale"])


@pytest.mark.parametrize(("decided", "leaves"), [("20:59:50", True), ("20:59:58", False), ("21:00:00", True)])
def test_an_entry_that_was_held_across_the_close_leaves_no_more(talk: Talk, decided: str, leaves: bool) -> None:
    talk.wall.advance_to(from_iso(f"2026-11-25T{decided}Z"))
    talk.positions(2, 0)
    enters(talk, "a-2-e")
    talk.wall.advance_to(talk.wall.now_ns() + SURE_NS)
    talk.positions(3, 10)
    assert (left(talk), ended(talk)) == ((["a-2-e"], []) if leaves else ([], [("a-2-e", "stale")]))
