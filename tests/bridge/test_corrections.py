"""Executions that the broker takes back or corrects: what they cost, what is left to close, and what guards it."""

from __future__ import annotations

import pytest

from rlbot.events.trade import CommissionCharged
from tests.bridge.broker_world import Desk
from tests.bridge.fake_bridge import COMMISSION
from tests.execution.approved import approved


@pytest.mark.parametrize("told_under", [(1,), (2,), (1, 2), (2, 1)])
def test_a_fill_corrected_before_its_commission_is_charged_once_whichever_revision_names_it(told_under: tuple[int, ...]) -> None:
    desk = Desk()
    desk.submit(approved("a-1-e", 10))
    desk.bridge.deliver()
    order = desk.bridge.orders["a-1-e"]
    for revision in (1, 2):
        desk.bridge.say_fill(order, "x.y", revision, 10, 100.0)
    for revision in told_under:
        desk.bridge.say_commission(order, "x.y", revision)
    desk.bridge.deliver()
    assert [e.amount for e in desk.said if isinstance(e, CommissionCharged)] == [COMMISSION]
