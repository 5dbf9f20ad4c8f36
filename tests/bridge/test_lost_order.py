"""An order that a whole comparison found nowhere: how it ends here."""

from __future__ import annotations

from typing import Any

import pytest

from rlbot.bridge.leaving import GIVE_WAY_NS
from rlbot.bridge.wire.commands import OrderCancel, OrderModify, OrderSubmit
from rlbot.bridge.wire.events import OrderStatus
from rlbot.events.base import Purpose
from rlbot.events.ops import AlertRaised
from rlbot.events.trade import OrderCancelled
from tests.bridge.broker_world import Desk
from tests.execution.approved import approved


def test_an_order_that_the_broker_lost_is_unresolved_before_it_ends_and_never_after() -> None:
    told: list[Any] = []
    desk = Desk(said=told, unresolved=told)
    desk.submit(approved("a-1-e", 10))
    desk.bridge.deliver()
    told.clear()
    lost = OrderStatus(
        id="e", ts_ns=1, run="r", seq=9, client_order_id="a-1-e", version=9, status="lost", quantity=10, filled=0, remaining=10,
        role="entry",
    )  # fmt: skip
    desk.broker.on_bridge_event(lost)
    desk.broker.on_bridge_event(lost)
    assert [one if isinstance(one, str) else one.reason for one in told if not isinstance(one, AlertRaised)] == [
        "a-1-e",
        "lost",
    ]
    assert isinstance(told[1], OrderCancelled)


def lost_exit() -> Desk:
    """Ten held; the exit of all of them is nowhere at the broker."""
    desk = Desk()
    desk.submit(approved("a-1-e", 10, stop=90.0))
    desk.bridge.trade(100.0)
    leave(desk, "a-2-r", 10)
    desk.bridge._status(desk.bridge.orders["a-2-r"], "lost")
    return desk


def leave(desk: Desk, name: str, quantity: int, purpose: Purpose = "reduce") -> None:
    desk.broker.shrink_protection("a", "ABC", 10 - quantity)
    desk.submit(approved(name, quantity, side="sell", purpose=purpose))
    desk.bridge.deliver()


def turn_up(desk: Desk, name: str) -> None:
    desk.bridge._status(desk.bridge.orders[name], "accepted")
    desk.bridge.deliver()


def works(desk: Desk, name: str) -> bool:
    return desk.bridge.orders[name].live


def may_close(desk: Desk) -> int:
    """Shares that exits and stops at the broker may close, all of them."""
    return sum(desk.bridge._room(o) for o in desk.bridge.orders.values() if o.live and o.side == "SELL")


@pytest.mark.parametrize("successor", ["a guard", "an exit", "an exit and a guard"])
@pytest.mark.parametrize("restarts", [False, True])
def test_a_lost_exit_that_turns_up_is_cancelled_where_its_shares_are_guarded_or_claimed(successor: str, restarts: bool) -> None:
    desk = lost_exit()
    desk.bridge.deliver()
    if successor != "a guard":
        leave(desk, "a-3-r", 10 if successor == "an exit" else 6)
    desk.bridge.silent = {"order.cancel"} if restarts else set()
    desk.bridge.commands.clear()
    turn_up(desk, "a-2-r")
    assert [(c.topic, c.client_order_id) for c in desk.bridge.commands if isinstance(c, OrderCancel | OrderModify)] == [
        ("order.cancel", "a-2-r")
    ], "what guards does not give way to it"
    if restarts:
        desk.bridge.silent = set()
        desk.restart()
        desk.bridge.deliver()
    assert not desk.bridge.orders["a-2-r"].live and may_close(desk) == 10
    ends = [e.client_order_id for e in desk.said if isinstance(e, OrderCancelled)]
    assert ends == ["a-2-r"], "told when it was lost, and not once more"


def test_a_lost_exit_that_turns_up_while_nothing_guards_its_shares_may_close_them() -> None:
    desk = lost_exit()
    desk.bridge.silent = {"order.submit"}
    desk.bridge.deliver()
    desk.bridge.silent = set()
    for command in [c for c in desk.bridge.commands if isinstance(c, OrderSubmit) and c.purpose == "protect"]:
        desk.bridge._ack(command, "rejected", "rate")
    turn_up(desk, "a-2-r")
    assert desk.bridge.orders["a-2-r"].live and may_close(desk) == 10
    desk.bridge.trade(99.0)
    assert desk.position() == 0


def test_a_flatten_waits_for_the_end_of_the_exit_that_turned_up_and_closes_everything_then() -> None:
    desk = lost_exit()
    desk.bridge.deliver()
    desk.bridge.slow = True
    leave(desk, "a-3-f", 10, "flatten")
    turn_up(desk, "a-2-r")
    desk.clock.advance_to(desk.clock.now_ns() + 2 * GIVE_WAY_NS)
    desk.broker.tick()
    assert [e.client_order_id for e in desk.said if isinstance(e, OrderCancelled)] == ["a-2-r"], "the flatten still stands"
    desk.bridge.slow = False
    desk.bridge.carry_out()
    desk.bridge.trade(99.0)
    assert desk.position() == may_close(desk) == 0


def test_a_flatten_waits_for_a_part_that_turned_up_as_long_as_for_protection() -> None:
    desk = Desk()
    desk.submit(approved("a-1-e", 10, stop=90.0))
    desk.bridge.trade(100.0)
    leave(desk, "a-2-r", 4)
    desk.bridge._status(desk.bridge.orders["a-2-r"], "lost")
    desk.bridge.deliver()
    desk.bridge.silent = {"order.cancel"}
    turn_up(desk, "a-2-r")
    desk.bridge.silent = set()
    leave(desk, "a-3-f", 10, "flatten")
    assert "a-3-f" not in desk.bridge.orders
    desk.broker.on_compared()  # the cancel is asked once more
    desk.bridge.trade(99.0)
    assert desk.position() == may_close(desk) == 0
    assert desk.bridge.orders["a-3-f"].filled == 10


def test_a_cancel_of_an_exit_that_turned_up_is_asked_again_after_a_comparison() -> None:
    desk = lost_exit()
    desk.bridge.deliver()
    desk.bridge.refuse_changes = "rate"
    turn_up(desk, "a-2-r")
    assert works(desk, "a-2-r")
    desk.bridge.refuse_changes = ""
    desk.broker.tick()
    desk.bridge.deliver()
    assert works(desk, "a-2-r"), "not at every turn"
    desk.broker.on_compared()
    desk.bridge.deliver()
    assert not works(desk, "a-2-r") and may_close(desk) == 10
