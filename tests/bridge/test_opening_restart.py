"""A core that is killed while orders wait for the open: each is sent once, whenever the next core stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rlbot.bridge.wire.commands import OrderCancel, OrderSubmit
from rlbot.clock import from_iso
from rlbot.events.trade import OrderCancelled, OrderRejected, ProtectionPlaced
from tests.bridge.opening_world import CLOSE, CUT_OFF, NOON, OPEN, RELEASE, OpeningDesk, holding

BEFORE = "2026-11-27T10:00:00Z"


def cancels(desk: OpeningDesk) -> list[str]:
    return [c.client_order_id for c in desk.bridge.commands if isinstance(c, OrderCancel)]


def test_what_waits_when_the_core_is_killed_waits_in_the_next_one() -> None:
    desk = OpeningDesk()
    desk.decide("a-1-e", 10, stop=90.0)
    for instant in (BEFORE, "2026-11-27T14:19:30Z"):
        desk.at(instant)
        desk.restart()
        assert desk.submitted() == [] and cancels(desk) == [], "it is not looked for: it never left"
    desk.at(RELEASE)
    assert desk.submitted() == [("a-1-e", 10, "OPG")]
    desk.bridge.trade(100.0)
    assert desk.position() == 10 and desk.ended() == []


def test_a_flip_that_waits_is_a_flip_in_the_next_core() -> None:
    desk = holding()
    desk.leave("a-1-r", 10)
    desk.decide("a-1-e", 5, side="sell")
    desk.restart()
    desk.at(RELEASE)
    assert desk.submitted() == [("a-1-r", 10, "OPG")]
    desk.at(OPEN)
    desk.bridge.trade(100.0)
    assert desk.submitted() == [("a-1-r", 10, "OPG"), ("a-1-e", 5, "DAY")]


def test_levels_of_an_entry_that_waits_again_are_not_told_as_in_force() -> None:
    desk = holding(10, stop=90.0)
    desk.decide("a-1-e", 5, stop=95.0)
    desk.restart()
    placed = [e for e in desk.said if isinstance(e, ProtectionPlaced)]
    assert [(e.quantity, e.stop_loss_price) for e in placed] == [(10, 90.0)]


@pytest.mark.parametrize(
    ("instant", "sent", "alerts", "ended"),
    [
        ("2026-11-27T14:25:00Z", [("a-1-e", 10, "OPG")], [], []),
        ("2026-11-27T14:28:30Z", [("a-1-e", 10, "DAY")], ["auction_missed"], []),
        (NOON, [("a-1-e", 10, "DAY")], ["auction_missed", "order_late"], []),
        (CLOSE, [], [], [("a-1-e", "stale")]),
        ("2026-12-01T12:00:00Z", [], [], [("a-1-e", "stale")]),
    ],
)
def test_a_core_that_was_down_over_the_release_does_what_is_still_right(
    instant: str, sent: list[tuple[str, int, str]], alerts: list[str], ended: list[tuple[str, str]]
) -> None:
    desk = OpeningDesk()
    desk.decide("a-1-e", 10)
    desk.clock.advance_to(from_iso(instant))
    desk.restart()
    assert desk.submitted() == [], "the account is compared first"
    desk.at(instant)
    assert (desk.submitted(), desk.ended()) == (sent, ended)
    assert desk.alerts() == alerts
    desk.restart()
    desk.at(instant)
    assert (desk.submitted(), desk.ended()) == (sent, ended), "once"


@pytest.mark.parametrize("heard", [0, 1, 2, 99])
def test_a_core_killed_after_the_release_does_not_send_what_the_bridge_has(heard: int) -> None:
    desk = OpeningDesk()
    desk.decide("a-1-e", 10)
    desk.clock.advance_to(from_iso(RELEASE))
    desk.broker.release.on_compared()
    desk.broker.tick()
    assert len(desk.submitted()) == 1
    desk.bridge.deliver(at_most=heard)
    desk.restart()
    desk.at("2026-11-27T14:21:00Z")
    desk.at(OPEN)
    assert len(desk.submitted()) == 1 and cancels(desk) == []
    desk.bridge.trade(100.0)
    assert desk.position() == 10


def test_a_core_killed_as_its_order_was_on_the_way_sends_it_only_because_the_bridge_never_got_it() -> None:
    desk = OpeningDesk()
    desk.bridge.silent = {"order.submit"}
    desk.decide("a-1-e", 10)
    desk.at(RELEASE)
    assert "a-1-e" not in desk.bridge.orders
    desk.bridge.silent = set()
    desk.restart()
    desk.at("2026-11-27T14:21:00Z")
    desk.bridge.trade(100.0)
    assert desk.position() == 10 and list(desk.bridge.orders) == ["a-1-e"]


def test_an_order_that_ended_before_the_kill_does_not_wait_again() -> None:
    desk = OpeningDesk()
    desk.decide("a-1-e", 10)
    desk.broker.cancel_entries("a", "killed")
    desk.restart()
    desk.at(RELEASE)
    assert desk.submitted() == [] and desk.ended() == [("a-1-e", "killed")]


def test_an_agent_that_is_still_paused_opens_nothing_though_its_entry_was_not_told_to_have_ended() -> None:
    desk = OpeningDesk()
    desk.decide("a-1-e", 10)
    desk.restart()
    desk.broker.pause("a")  # as the replayed journal tells it
    assert desk.ended() == [("a-1-e", "paused")]


INSTANTS = (
    *("2026-11-25T14:20:00Z", "2026-11-25T14:30:00Z", "2026-11-25T21:01:00Z", "2026-11-26T12:00:00Z"),
    *("2026-11-27T14:19:00Z", RELEASE, "2026-11-27T14:27:59Z", CUT_OFF, OPEN, NOON, "2026-11-27T18:01:00Z"),
    *("2026-11-30T14:20:00Z", "2026-11-30T14:30:00Z", "2026-11-30T21:01:00Z"),
)
DONE = ("enter", "leave", "leave", "flatten", "later", "later", "later", "later", "tick", "hear", "hear-all", "open", "range")
FAILS = ("kill", "pause", "restart", "doors", "refuse", "lose", "cancel")
STEPS = st.lists(st.tuples(st.sampled_from(DONE + FAILS), st.integers(min_value=1, max_value=20)), min_size=5, max_size=60)


@settings(max_examples=400, deadline=None)
@given(STEPS, st.booleans(), st.sampled_from([3, 10**9]))
def test_whatever_happens_between_decision_and_open_shares_never_flip_and_nothing_is_placed_twice(
    steps: list[tuple[str, int]], statuses_first: bool, at_most: int
) -> None:
    desk = OpeningDesk(begins="2026-11-24T21:01:00Z")
    desk.decide("a-x-e", 12, stop=90.0, profit=120.0)
    bridge = desk.bridge
    bridge.statuses_first, bridge.fill_at_most = statuses_first, at_most
    instants = iter(INSTANTS)
    for number, (step, size) in enumerate(steps):
        name = f"a-{number}"
        match step:
            case "enter":
                desk.decide(name + "-e", size, stop=90.0, profit=120.0)
            case "leave":
                desk.leave(name + "-r", size)
            case "flatten":
                desk.broker.cancel_entries("a", "requested")
                desk.decide(name + "-f", size, side="sell", purpose="flatten")
            case "later":
                desk.clock.advance_to(from_iso(next(instants, "2026-12-01T14:25:00Z")))
                desk.broker.tick()
            case "tick":
                desk.clock.advance_to(desk.clock.now_ns() + size * 1_000_000_000)
                desk.broker.tick()
                desk.answer()
            case "hear":
                bridge.deliver(size)
            case "hear-all":
                desk.answer()
            case "open":
                bridge.open_at(100.0)
            case "range":
                bridge.range_over(85.0 if size % 2 else None, 125.0)
            case "kill":
                desk.broker.cancel_entries()
            case "pause":
                (desk.broker.pause if size % 2 else desk.broker.release.resume)("a")
            case "restart":
                desk.restart()
            case "doors":
                desk.takes_orders = not desk.takes_orders
            case "refuse":
                desk.refuses = "" if desk.refuses else "halted"
            case "lose":
                bridge.silent ^= {"order.submit"}
            case _:
                for order in desk.approved[-2:-1]:
                    desk.broker.cancel(order.client_order_id, "requested")
        bought = sum(o.filled for o in bridge.orders.values() if o.side == "BUY")
        sold = sum(o.filled for o in bridge.orders.values() if o.side == "SELL")
        assert sold <= bought, "at the broker, whatever this side has heard of it"
    bridge.silent = set()
    bridge.deliver()
    desk.restart()
    desk.takes_orders, desk.refuses = True, ""
    for instant in ("2026-12-01T14:25:00Z", "2026-12-02T22:00:00Z", "2026-12-02T22:01:00Z"):
        desk.at(instant)
    submitted = [c for c in bridge.commands if isinstance(c, OrderSubmit)]
    assert all(bridge.taken[c.client_order_id] <= 1 for c in submitted), "the bridge took an order twice"
    assert desk.position() == sum(o.filled if o.side == "BUY" else -o.filled for o in bridge.orders.values())
    ended = [e.client_order_id for e in desk.said if isinstance(e, OrderCancelled | OrderRejected)]
    assert len(ended) == len(set(ended)), "nothing is told twice"
    for order in desk.approved:
        known = bridge.orders.get(order.client_order_id)
        live = known is not None and known.live
        filled = known.filled if known is not None else 0
        assert live or filled >= order.quantity or order.client_order_id in ended, f"{order.client_order_id} is lost"
