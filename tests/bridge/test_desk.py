"""Who waits for whom at the real broker, and what is guarded when."""

from __future__ import annotations

import pytest

from rlbot.bridge.leaving import GIVE_WAY_NS
from rlbot.bridge.wire.commands import OrderCancel, OrderModify, OrderSubmit
from rlbot.events.trade import OrderCancelled, OrderFilled, OrderRejected, ProtectionPlaced, ProtectionRemoved
from tests.bridge.broker_world import Desk
from tests.execution.approved import approved


def held(quantity: int = 10, stop: float = 90.0, profit: float = 0.0) -> Desk:
    desk = Desk()
    desk.broker.submit(approved("a-1-e", quantity, stop=stop, profit=profit))
    desk.bridge.trade(100.0)
    desk.forget()
    return desk


def leave(desk: Desk, name: str, quantity: int) -> None:
    """As execution does it: protection is asked to give way, then the exit is submitted."""
    desk.broker.shrink_protection("a", "ABC", max(desk.position() - quantity, 0))
    desk.broker.submit(approved(name, quantity, side="sell", purpose="reduce"))


def submitted(desk: Desk) -> list[tuple[str, str, int]]:
    return [(c.client_order_id, c.order_type, c.quantity) for c in desk.bridge.commands if isinstance(c, OrderSubmit)]


def test_an_entry_carries_its_protection() -> None:
    desk = Desk()
    desk.broker.submit(approved("a-1-e", 10, stop=90.123, profit=120.0))
    command = desk.bridge.commands[0]
    assert isinstance(command, OrderSubmit) and command.protection is not None
    assert (command.protection.stop_loss_price, command.protection.take_profit_price) == (90.12, 120.0)
    assert (command.account, command.side, command.order_type, command.purpose) == ("DU1", "BUY", "MKT", "entry")


def test_an_exit_leaves_only_when_the_protection_has_given_way() -> None:
    desk = held()
    leave(desk, "a-2-r", 4)
    assert submitted(desk) == [], "the stop still guards ten"
    desk.bridge.deliver()
    assert submitted(desk) == [("a-2-r", "MKT", 4)]
    assert desk.bridge.orders["a-1-e.sl"].quantity == 6


def test_a_full_exit_is_in_the_group_of_what_it_replaces() -> None:
    desk = held()
    desk.bridge.silent = {"order.cancel"}
    leave(desk, "a-2-r", 10)
    desk.clock.advance_to(GIVE_WAY_NS + 2)
    desk.broker.tick()
    command = desk.bridge.commands[-1]
    assert isinstance(command, OrderSubmit) and command.oca_group == "a-1-e", "whoever fills first leaves nothing to the other"
    desk.bridge.trade(80.0, low=70.0)
    assert desk.position() == 0


def test_a_stop_that_fills_first_leaves_nothing_for_the_exit() -> None:
    desk = held()
    desk.bridge.silent = {"order.cancel"}
    leave(desk, "a-2-r", 10)
    desk.bridge.range_over(85.0, None)
    desk.bridge.deliver()
    assert submitted(desk) == [] and desk.position() == 0
    assert [(e.client_order_id, e.reason) for e in desk.said if isinstance(e, OrderCancelled)] == [("a-2-r", "flat")]


def test_a_stop_told_by_its_status_before_its_fill_counts() -> None:
    desk = held()
    desk.bridge.statuses_first = True
    desk.bridge.silent = {"order.cancel"}
    leave(desk, "a-2-r", 10)
    desk.bridge.range_over(85.0, None)
    desk.bridge.deliver(at_most=1)
    assert desk.position() == 10 and submitted(desk) == [], "ten are held by the executions, none by what is told"
    desk.bridge.deliver()
    assert desk.position() == 0


def test_a_second_exit_closes_only_what_the_first_has_left() -> None:
    desk = held(10, stop=0.0)
    leave(desk, "a-2-r", 7)
    leave(desk, "a-3-r", 7)
    desk.bridge.deliver()
    assert submitted(desk) == [("a-2-r", "MKT", 7), ("a-3-r", "MKT", 3)]
    desk.bridge.trade(99.0)
    assert desk.position() == 0


def test_a_flip_opens_only_when_nothing_is_left_to_close() -> None:
    desk = held()
    desk.bridge.statuses_first = True
    desk.bridge.fill_at_most = 6
    leave(desk, "a-2-r", 10)
    desk.broker.submit(approved("a-2-e", 5, side="sell", stop=110.0))
    desk.bridge.trade(99.0)
    assert [name for name, _, _ in submitted(desk)] == ["a-2-r"] and desk.position() == 4
    desk.bridge.trade(98.0)
    assert [name for name, _, _ in submitted(desk)] == ["a-2-r", "a-2-e"] and desk.position() == 0
    desk.bridge.trade(97.0)
    assert desk.position() == -5


def test_an_add_takes_the_older_levels_along() -> None:
    desk = held(10, stop=90.0, profit=130.0)
    desk.broker.submit(approved("a-2-e", 5, stop=95.0, profit=140.0))
    desk.bridge.trade(105.0)
    changed = {c.client_order_id: (c.stop_price, c.limit_price) for c in desk.bridge.commands if isinstance(c, OrderModify)}
    assert changed == {"a-1-e.sl": (95.0, None), "a-1-e.tp": (None, 140.0)}
    placed = [e for e in desk.said if isinstance(e, ProtectionPlaced)][-1]
    assert (placed.quantity, placed.stop_loss_price, placed.take_profit_price) == (15, 95.0, 140.0)


def test_shares_an_exit_gave_back_are_guarded_again() -> None:
    desk = held(10, stop=90.0, profit=130.0)
    leave(desk, "a-2-r", 10)
    desk.bridge.deliver()
    assert not desk.bridge.orders["a-1-e.sl"].live
    desk.broker.cancel("a-2-r", "requested")
    desk.bridge.deliver()
    guards = [c for c in desk.bridge.commands if isinstance(c, OrderSubmit) and c.purpose == "protect"]
    assert [(c.order_type, c.quantity, c.stop_price, c.limit_price, c.tif) for c in guards] == [
        ("STP", 10, 90.0, None, "GTC"),
        ("LMT", 10, None, 130.0, "GTC"),
    ]
    assert len({c.oca_group for c in guards}) == 1 and guards[0].side == "SELL"
    desk.bridge.trade(89.0, low=85.0)
    assert desk.position() == 0 and [e.kind for e in desk.said if isinstance(e, OrderFilled)] == ["stop_loss"]
    assert [e.reason for e in desk.said if isinstance(e, ProtectionRemoved)][-1] == "filled"


def test_more_than_is_held_is_never_asked_for() -> None:
    desk = held(10)
    leave(desk, "a-2-r", 25)
    desk.bridge.trade(99.0)
    assert submitted(desk) == [("a-2-r", "MKT", 10)] and desk.position() == 0
    cancelled = [e for e in desk.said if isinstance(e, OrderCancelled)]
    assert [(e.client_order_id, e.filled) for e in cancelled] == [("a-2-r", 10)], "the rest of it is told to have ended"


def test_a_refused_submit_is_told_and_lets_others_go() -> None:
    desk = Desk()
    desk.bridge.reject = "gateway_down"
    desk.broker.submit(approved("a-1-e", 10))
    desk.bridge.deliver()
    assert [(e.client_order_id, e.reason) for e in desk.said if isinstance(e, OrderRejected)] == [("a-1-e", "gateway_down")]


@pytest.mark.parametrize("by", ["bridge", "broker"])
def test_shares_of_a_refused_exit_are_guarded_again(by: str) -> None:
    desk = held(10, stop=90.0)
    if by == "bridge":
        desk.bridge.reject = "gateway_down"
    leave(desk, "a-2-r", 10)
    desk.bridge.deliver()
    if by == "broker":
        desk.bridge._status(desk.bridge.orders["a-2-r"], "rejected")
        desk.bridge.deliver()
    guards = [c for c in desk.bridge.commands if isinstance(c, OrderSubmit) and c.purpose == "protect"]
    assert [(c.quantity, c.stop_price) for c in guards] == [(10, 90.0)]


def test_killing_asks_for_everything_at_once_even_where_nothing_is_known() -> None:
    desk = Desk()
    assert desk.broker.cancel_entries() == 0
    assert [c.topic for c in desk.bridge.commands] == ["orders.cancel_all"]


def test_a_cancel_of_what_has_not_left_needs_no_command() -> None:
    desk = held()
    leave(desk, "a-2-r", 10)
    desk.broker.submit(approved("a-2-e", 5, side="sell"))
    desk.broker.cancel("a-2-e", "requested")
    assert [(e.client_order_id, e.reason) for e in desk.said if isinstance(e, OrderCancelled)] == [("a-2-e", "requested")]
    assert [c.client_order_id for c in desk.bridge.commands if isinstance(c, OrderCancel)] == ["a-1-e.sl"]
