"""Which levels hold for a position that was entered in parts, and how often the broker is asked for them."""

from __future__ import annotations

import pytest

from rlbot.bridge.guard import AGAIN_NS
from rlbot.bridge.wire.commands import OrderModify, OrderSubmit
from rlbot.events.trade import ProtectionPlaced
from tests.bridge.broker_world import Desk
from tests.execution.approved import approved


def added(desk: Desk, stop: float, profit: float = 0.0) -> None:
    """Ten shares held at 90; ten more with other levels, that fill one by one."""
    desk.submit(approved("a-1-e", 10, stop=90.0, profit=120.0 if profit else 0.0))
    desk.bridge.trade(100.0)
    desk.submit(approved("a-2-e", 10, stop=stop, profit=profit))
    desk.bridge.deliver()
    desk.forget()


def asked(desk: Desk) -> list[tuple[str, int | None, float | None, float | None]]:
    changes = [c for c in desk.bridge.commands if isinstance(c, OrderModify)]
    return [(c.client_order_id, c.quantity, c.stop_price, c.limit_price) for c in changes]


@pytest.mark.parametrize("slow", [False, True])
@pytest.mark.parametrize(("decided", "told"), [(91.0, (91.0, 131.0)), (91.45678, (91.46, 131.46))])
def test_new_levels_are_asked_once_however_many_parts_the_entry_fills_in(
    decided: float, told: tuple[float, float], slow: bool
) -> None:
    desk = Desk()
    added(desk, decided, profit=decided + 40.0)
    desk.bridge.slow = slow
    for _ in range(10):
        desk.bridge.fill("a-2-e", 1, 100.0)
        desk.bridge.deliver()
    assert asked(desk) == [("a-1-e.sl", None, told[0], None), ("a-1-e.tp", None, None, told[1])]


def test_levels_are_told_as_the_broker_has_them() -> None:
    desk = Desk()
    desk.submit(approved("a-1-e", 10, stop=90.12345, profit=120.0))
    desk.bridge.trade(100.0)
    placed = [e for e in desk.said if isinstance(e, ProtectionPlaced)]
    assert {(e.stop_loss_price, e.take_profit_price) for e in placed} == {(90.12, 120.0)}


def test_levels_that_were_refused_are_asked_again_with_the_next_part() -> None:
    desk = Desk()
    added(desk, 91.0)
    desk.bridge.refuse_changes = "unsupported"
    desk.bridge.fill("a-2-e", 1, 100.0)
    desk.bridge.deliver()
    desk.bridge.refuse_changes = ""
    desk.bridge.fill("a-2-e", 9, 100.0)
    desk.bridge.deliver()
    assert desk.bridge.orders["a-1-e.sl"].stop == 91.0


def test_levels_that_were_refused_after_the_broker_told_something_else_are_asked_again_as_well() -> None:
    desk = Desk()
    added(desk, 91.0)
    desk.bridge.slow, desk.bridge.refuse_changes = True, "unsupported"
    desk.bridge.fill("a-2-e", 1, 100.0)
    desk.bridge.deliver()
    desk.bridge._status(desk.bridge.orders["a-1-e.sl"], "accepted")
    desk.bridge.carry_out()
    desk.bridge.deliver()
    desk.bridge.slow, desk.bridge.refuse_changes = False, ""
    desk.bridge.fill("a-2-e", 9, 100.0)
    desk.bridge.deliver()
    assert desk.bridge.orders["a-1-e.sl"].stop == 91.0


def test_a_level_that_somebody_moved_by_hand_is_taken_along_by_the_next_part() -> None:
    desk = Desk()
    added(desk, 91.0)
    desk.bridge.fill("a-2-e", 1, 100.0)
    desk.bridge.deliver()
    stop = desk.bridge.orders["a-1-e.sl"]
    stop.stop = 70.0
    desk.bridge._status(stop, "accepted")
    desk.bridge.fill("a-2-e", 9, 100.0)
    desk.bridge.deliver()
    assert stop.stop == 91.0


def test_a_pair_placed_anew_has_levels_in_whole_cents() -> None:
    desk = Desk()
    desk.submit(approved("a-1-e", 10, stop=90.12345, profit=120.98765))
    desk.bridge.trade(100.0)
    desk.bridge._end(desk.bridge.orders["a-1-e.sl"])
    desk.bridge.deliver()
    guards = [c for c in desk.bridge.commands if isinstance(c, OrderSubmit) and c.purpose == "protect"]
    assert [(c.stop_price, c.limit_price) for c in guards] == [(90.12, None), (None, 120.99)]


def test_a_stop_that_is_giving_way_gets_its_new_level_without_being_made_larger() -> None:
    desk = Desk()
    added(desk, 91.0)
    desk.bridge.slow = True
    desk.broker.shrink_protection("a", "ABC", 4)
    desk.bridge.fill("a-2-e", 10, 100.0)
    desk.bridge.deliver()
    desk.bridge.slow = False
    desk.bridge.carry_out()
    desk.bridge.deliver()
    stop = desk.bridge.orders["a-1-e.sl"]
    assert (stop.quantity, stop.stop) == (4, 91.0)


def test_a_new_core_asks_for_levels_of_an_entry_that_filled_while_none_was_there() -> None:
    desk = Desk()
    added(desk, 91.0)
    desk.submit(approved("a-3-e", 2, stop=92.0))
    desk.bridge.deliver()
    desk.bridge.fill("a-3-e", 1, 100.0)
    desk.restart()
    desk.bridge.fill("a-3-e", 1, 100.0)
    desk.clock.advance_to(AGAIN_NS)
    desk.bridge.deliver()
    assert {o.stop for o in desk.bridge.orders.values() if o.live and o.stop is not None} == {92.0}
