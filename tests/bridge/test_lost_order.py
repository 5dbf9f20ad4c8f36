"""An order that a whole comparison found nowhere: how it ends here."""

from __future__ import annotations

from typing import Any

from rlbot.bridge.wire.events import OrderStatus
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
