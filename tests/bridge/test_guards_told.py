"""What counts as a guard is what the bridge tells last: nothing that never was at the broker, nothing that has ended."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rlbot.bridge.wire.commands import OrderModify
from rlbot.bridge.wire.events import OrderStatus
from tests.bridge.broker_world import Desk
from tests.execution.approved import approved


def stops(desk: Desk) -> dict[str, int]:
    return {name: o.quantity - o.filled for name, o in desk.bridge.orders.items() if o.live and o.stop is not None}


def refused(desk: Desk, name: str) -> None:
    desk.bridge.reject = "gateway_down"
    desk.submit(approved(name, 10, stop=90.0))


def cancelled_while_it_waits(desk: Desk, name: str) -> None:
    """Behind an exit, so that it never leaves."""
    desk.submit(approved("a-00-e", 10, stop=90.0))
    desk.bridge.trade(100.0)
    desk.submit(approved("a-01-r", 10, side="sell", purpose="reduce"))
    desk.submit(approved(name, 10, stop=90.0))
    desk.broker.cancel(name, "requested")
    desk.bridge.trade(100.0)


@pytest.mark.parametrize("ended", [refused, cancelled_while_it_waits])
def test_an_entry_that_never_was_at_the_broker_has_no_stop_after_a_restart_either(ended: Callable[[Desk, str], None]) -> None:
    desk = Desk()
    ended(desk, "a-1-e")
    desk.bridge.deliver()
    desk.restart()
    desk.forget()
    desk.submit(approved("a-2-e", 10, stop=91.0))
    desk.bridge.fill_at_most = 1
    for _ in range(10):
        desk.bridge.trade(100.0)
    assert [c for c in desk.bridge.commands if isinstance(c, OrderModify)] == [], "there is nothing to give another level to"
    desk.bridge._end(desk.bridge.orders["a-2-e.sl"])
    desk.bridge.deliver()
    assert list(stops(desk).values()) == [10], "a stop that is lost is made up for at once"


def test_a_replay_that_tells_how_a_stop_once_stood_does_not_revive_it() -> None:
    desk = Desk()
    desk.submit(approved("a-1-e", 10, stop=90.0))
    desk.bridge.trade(100.0)
    desk.bridge._end(desk.bridge.orders["a-1-e.sl"])
    desk.bridge.deliver()
    (pair,) = stops(desk)
    desk.forget()
    for event in [event for event in desk.bridge.log if isinstance(event, OrderStatus)]:
        desk.broker.on_bridge_event(event)
    assert (desk.said, desk.bridge.commands) == ([], [])
    assert stops(desk) == {pair: 10}
