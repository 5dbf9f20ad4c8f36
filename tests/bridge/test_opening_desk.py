"""A daily agent's orders wait for the open: when they leave, as what, and what ends them before."""

from __future__ import annotations

import pytest

from rlbot.bridge.leaving import GIVE_WAY_NS
from rlbot.bridge.wire.commands import OrderSubmit, ReconcileRequest
from rlbot.clock import from_iso, iso
from rlbot.events.ops import AlertRaised
from rlbot.events.trade import OrderFilled
from tests.bridge.opening_world import CHECK, CLOSE, CUT_OFF, NEXT_RELEASE, NOON, OPEN, RELEASE, OpeningDesk, holding
from tests.execution.approved import approved

JUST_BEFORE = "2026-11-27T14:19:59Z"
EVENING, HOLIDAY = "2026-11-26T00:00:00Z", "2026-11-26T14:30:00Z"


def test_an_entry_waits_over_the_holiday_and_leaves_on_open_ten_minutes_before_it() -> None:
    desk = OpeningDesk()
    desk.decide("a-1-e", 10, stop=90.0)
    for instant in (EVENING, HOLIDAY, CHECK, JUST_BEFORE):
        desk.at(instant)
        assert desk.submitted() == []
    desk.at(RELEASE)
    assert desk.submitted() == [("a-1-e", 10, "OPG")]
    command = next(c for c in desk.bridge.commands if isinstance(c, OrderSubmit))
    assert command.protection is not None and command.protection.tif == "GTC"
    desk.at(OPEN)
    desk.bridge.trade(100.0)
    assert desk.position() == 10 and desk.alerts() == []
    assert [name for name, _, _ in desk.submitted()] == ["a-1-e"]


def test_an_intraday_agents_order_and_a_flatten_leave_at_once_for_the_day() -> None:
    desk = holding()
    desk.broker.submit(approved("b-1-e", 5, agent_id="b", ts_ns=desk.clock.now_ns()))
    desk.decide("a-1-f", 10, side="sell", purpose="flatten")
    desk.bridge.deliver()
    assert desk.submitted() == [("b-1-e", 5, "DAY"), ("a-1-f", 10, "DAY")]


def test_the_account_is_compared_in_the_minute_before_and_what_was_compared_in_the_evening_does_not_count() -> None:
    desk = OpeningDesk(compares=False)
    desk.decide("a-1-e", 10)
    desk.broker.release.on_compared()
    desk.at(EVENING)
    assert desk.bridge.commands == []
    desk.at(CHECK)
    assert [c.topic for c in desk.bridge.commands] == [ReconcileRequest.topic]
    desk.at("2026-11-27T14:19:10Z")
    assert len(desk.bridge.commands) == 1, "it is given time to answer"
    desk.at("2026-11-27T14:20:30Z")
    assert len(desk.bridge.commands) == 2 and desk.submitted() == []
    desk.compares = True
    desk.at("2026-11-27T14:21:00Z")
    assert desk.submitted() == [("a-1-e", 10, "OPG")]


def test_a_bridge_that_takes_no_orders_is_waited_for_until_the_cut_off_and_then_somebody_is_told_once() -> None:
    desk = OpeningDesk(takes_orders=False)
    desk.decide("a-1-e", 10)
    desk.at("2026-11-27T14:27:59Z")
    assert desk.submitted() == [] and desk.alerts() == []
    desk.at(CUT_OFF)
    desk.at("2026-11-27T14:28:30Z")
    assert desk.submitted() == [] and desk.alerts() == ["auction_missed"]
    desk.takes_orders = True
    desk.at("2026-11-27T14:29:00Z")
    assert desk.submitted() == [("a-1-e", 10, "DAY")], "on open it would be refused now; the day's order works from the open on"
    assert desk.alerts() == ["auction_missed"]


def test_an_order_that_leaves_while_the_market_is_open_is_told_to_come_late() -> None:
    desk = OpeningDesk(takes_orders=False)
    desk.decide("a-1-e", 10)
    desk.at(OPEN)
    desk.takes_orders = True
    desk.at(NOON)
    assert desk.submitted() == [("a-1-e", 10, "DAY")]
    assert desk.alerts() == ["auction_missed", "order_late"]


@pytest.mark.parametrize(("instant", "sent"), [("2026-11-27T17:59:59Z", 1), (CLOSE, 0)])
def test_what_has_not_left_by_the_sessions_close_is_stale(instant: str, sent: int) -> None:
    desk = holding()
    desk.takes_orders = False
    desk.leave("a-1-r", 4)
    desk.decide("a-1-e", 10)
    desk.at(CUT_OFF)
    desk.takes_orders = True
    desk.at(instant)
    assert len(desk.submitted()) == sent, "the exit; the entry is behind it"
    assert desk.ended() == ([] if sent else [("a-1-r", "stale"), ("a-1-e", "stale")])
    assert desk.bridge.orders["a-0-e.sl"].quantity == (6 if sent else 10)


def test_what_the_next_close_decides_finds_nothing_in_its_way() -> None:
    desk = OpeningDesk(takes_orders=False)
    desk.decide("a-1-e", 10)
    desk.at("2026-11-27T18:01:00Z")
    assert desk.ended() == [("a-1-e", "stale")]
    desk.decide("a-2-e", 7)
    desk.takes_orders = True
    desk.at(NEXT_RELEASE)
    assert desk.submitted() == [("a-2-e", 7, "OPG")]


def test_a_newer_decision_takes_the_place_of_an_entry_that_still_waits() -> None:
    desk = OpeningDesk()
    desk.decide("a-1-e", 10)
    assert desk.broker.cancel_entries("a", "replaced") == 1
    desk.decide("a-2-e", 7)
    desk.at(RELEASE)
    assert desk.ended() == [("a-1-e", "replaced")] and desk.submitted() == [("a-2-e", 7, "OPG")]


def test_risk_looks_again_as_it_leaves_and_its_rule_ends_the_entry() -> None:
    desk = OpeningDesk(refuses="buying_power")
    desk.decide("a-1-e", 10)
    desk.at(JUST_BEFORE)
    assert desk.looks == [], "what stands against it in the night may be gone in the morning"
    desk.at(RELEASE)
    assert desk.ended() == [("a-1-e", "buying_power")] and desk.submitted() == []
    assert [(name, iso(due)) for name, due in desk.looks] == [("a-1-e", iso(from_iso(OPEN)))]
    (alert,) = [e for e in desk.said if isinstance(e, AlertRaised)]
    assert alert.text == "Order a-1-e does not leave for the open. It is too much."


def test_what_reduces_is_not_asked_about() -> None:
    desk = holding()
    desk.refuses = "kill_switch"
    desk.leave("a-1-r", 10)
    desk.at(RELEASE)
    assert desk.looks == [] and desk.submitted() == [("a-1-r", 10, "OPG")]


@pytest.mark.parametrize(("agent_id", "reason"), [("", "killed"), ("a", "requested")])
def test_a_kill_and_a_flatten_end_a_waiting_entry_at_once_and_leave_a_waiting_exit(agent_id: str, reason: str) -> None:
    desk = holding()
    desk.leave("a-1-r", 4)
    desk.decide("a-1-e", 10)
    desk.broker.cancel_entries(agent_id, reason)
    assert desk.ended() == [("a-1-e", reason)]
    desk.at(RELEASE)
    assert desk.submitted() == [("a-1-r", 4, "OPG")]


def test_a_pause_ends_a_waiting_entry_and_what_is_decided_after_it_waits_again() -> None:
    desk = holding()
    desk.leave("a-1-r", 4)
    desk.decide("a-1-e", 10)
    desk.broker.pause("b")
    assert desk.ended() == []
    desk.broker.pause("a")
    assert desk.ended() == [("a-1-e", "paused")]
    desk.broker.release.resume("a")
    desk.decide("a-2-e", 5)
    desk.at(RELEASE)
    assert desk.submitted() == [("a-1-r", 4, "OPG")] and desk.ended() == [("a-1-e", "paused")]
    desk.bridge.trade(100.0)
    assert [name for name, _, _ in desk.submitted()] == ["a-1-r", "a-2-e"]


# -- exits and what guards the position ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("leaves", "left"), [(10, 0), (4, 6)])
def test_protection_stands_whole_until_the_exit_is_let_go(leaves: int, left: int) -> None:
    desk = holding()
    desk.leave("a-1-r", leaves)
    desk.at(JUST_BEFORE)
    stop = desk.bridge.orders["a-0-e.sl"]
    assert (stop.live, stop.quantity, desk.submitted()) == (True, 10, [])
    desk.at(RELEASE)
    assert (stop.quantity if stop.live else 0) == left
    assert desk.submitted() == [("a-1-r", leaves, "OPG")]
    desk.bridge.trade(100.0)
    assert desk.position() == left


def test_two_exits_that_wait_close_no_more_than_is_held() -> None:
    desk = holding()
    desk.leave("a-1-r", 7)
    desk.leave("a-2-r", 7)
    desk.at(RELEASE)
    assert desk.submitted() == [("a-1-r", 7, "OPG"), ("a-2-r", 3, "OPG")]
    desk.bridge.trade(100.0)
    assert desk.position() == 0


def test_an_exit_waits_for_protection_that_does_not_answer_from_its_release_on_and_then_shares_its_group() -> None:
    desk = holding()
    desk.bridge.silent = {"order.cancel"}
    desk.leave("a-1-r", 10)
    desk.at(RELEASE)
    assert desk.submitted() == []
    desk.clock.advance_to(from_iso(RELEASE) + GIVE_WAY_NS - 1)
    desk.broker.tick()
    assert desk.submitted() == []
    desk.clock.advance_to(from_iso(RELEASE) + GIVE_WAY_NS)
    desk.broker.tick()
    command = desk.bridge.commands[-1]
    assert isinstance(command, OrderSubmit) and (command.tif, command.oca_group) == ("OPG", "a-0-e")
    desk.bridge.deliver()
    desk.bridge.open_at(80.0)
    desk.bridge.range_over(70.0, None)
    desk.bridge.deliver()
    assert desk.position() == 0, "whoever fills first leaves nothing to the other"


def test_a_stop_that_fills_at_the_open_with_the_exit_takes_only_its_own_shares() -> None:
    desk = holding()
    desk.leave("a-1-r", 4)
    desk.at(RELEASE)
    desk.bridge.range_over(80.0, None)
    desk.bridge.open_at(80.0)
    desk.bridge.deliver()
    assert desk.position() >= 0
    desk.bridge.trade(80.0, low=80.0)
    assert desk.position() == 0
    assert sum(e.quantity for e in desk.said if isinstance(e, OrderFilled) and e.side == "sell") == 10


def test_a_stop_that_fills_while_the_exit_waits_leaves_it_nothing() -> None:
    desk = holding()
    desk.leave("a-1-r", 10)
    desk.bridge.range_over(80.0, None)
    desk.at(RELEASE)
    assert desk.position() == 0 and desk.submitted() == [] and desk.ended() == [("a-1-r", "flat")]


def test_a_waiting_exit_that_is_cancelled_leaves_the_protection_as_it_was() -> None:
    desk = holding()
    desk.leave("a-1-r", 10)
    desk.broker.cancel("a-1-r", "requested")
    desk.at(RELEASE)
    assert desk.submitted() == [] and desk.bridge.orders["a-0-e.sl"].quantity == 10


def test_an_exit_that_does_not_fill_at_the_open_gives_its_shares_back_to_a_guard() -> None:
    desk = holding()
    desk.leave("a-1-r", 10)
    desk.at(RELEASE)
    assert not desk.bridge.orders["a-0-e.sl"].live
    desk.bridge._end(desk.bridge.orders["a-1-r"])
    desk.bridge.deliver()
    (guard,) = [c for c in desk.bridge.commands if isinstance(c, OrderSubmit) and c.purpose == "protect"]
    assert (guard.quantity, guard.stop_price, guard.tif) == (10, 90.0, "GTC")


def test_a_flatten_of_the_rest_leaves_what_waits_guarded() -> None:
    desk = holding()
    desk.leave("a-1-r", 4)
    desk.broker.shrink_protection("a", "ABC", 0)
    desk.broker.submit(approved("a-1-f", 6, side="sell", purpose="flatten", ts_ns=desk.clock.now_ns()))
    desk.bridge.deliver()
    assert desk.submitted() == [("a-1-f", 6, "DAY")] and desk.bridge.orders["a-0-e.sl"].quantity == 4


def test_a_flip_leaves_on_open_and_its_entry_follows_the_fill_without_a_word() -> None:
    desk = holding()
    desk.leave("a-1-r", 10)
    desk.decide("a-1-e", 5, side="sell", stop=110.0)
    desk.at(RELEASE)
    desk.at("2026-11-27T14:29:00Z")
    assert desk.submitted() == [("a-1-r", 10, "OPG")]
    desk.at(OPEN)
    desk.bridge.trade(100.0)
    assert desk.submitted() == [("a-1-r", 10, "OPG"), ("a-1-e", 5, "DAY")] and desk.alerts() == []
    desk.bridge.trade(100.0)
    assert desk.position() == -5
