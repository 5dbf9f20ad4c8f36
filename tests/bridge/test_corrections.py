"""Executions that the broker takes back or corrects: what they cost, what is left to close, and what guards it."""

from __future__ import annotations

import pytest

from rlbot.bridge.wire.events import Commission
from rlbot.events.trade import CommissionCharged
from tests.bridge.broker_world import Desk
from tests.bridge.fake_bridge import COMMISSION
from tests.execution.approved import approved


@pytest.mark.parametrize("told_under", [(1,), (2,), (1, 2), (2, 1)])
def test_a_fill_corrected_before_its_commission_is_charged_once_whichever_revision_names_it(
    told_under: tuple[int, ...],
) -> None:
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


@pytest.mark.parametrize(
    ("exec_id", "key"), [("0000e0d5.6b07.01.02", "0000e0d5.6b07.01"), ("abc", "abc"), ("abc.x", "abc.x"), (".5", ".5")]
)
def test_a_commission_is_of_the_execution_as_the_bridge_names_it(exec_id: str, key: str) -> None:
    told = Commission(id="e", ts_ns=1, run="r", seq=1, exec_id=exec_id, amount=COMMISSION, currency="USD")
    assert told.exec_key == key


def stops(desk: Desk) -> int:
    """Shares that stops at the broker would close now."""
    return sum(desk.bridge._room(o) for o in desk.bridge.orders.values() if o.live and o.stop is not None)


def held(quantity: int, stop: float = 90.0) -> Desk:
    desk = Desk()
    desk.submit(approved("a-1-e", quantity, stop=stop))
    desk.bridge.trade(100.0)
    return desk


def test_a_bust_of_an_entry_lowers_its_stop_at_once() -> None:
    desk = held(10)
    desk.bridge.say_fill(desk.bridge.orders["a-1-e"], "a-1-e-10", 2, 4, 100.0)
    desk.bridge.deliver()
    assert desk.position() == 4
    assert desk.bridge.orders["a-1-e.sl"].quantity == 4, "the broker took the shares back and left the stop"


def test_a_bust_of_an_entry_that_still_works_leaves_no_more_guarded_than_is_held_and_no_less_later() -> None:
    desk = Desk()
    desk.submit(approved("a-1-e", 10, stop=90.0))
    desk.bridge.deliver()
    desk.bridge.fill("a-1-e", 6, 100.0, exec_id="x")
    desk.bridge.deliver()
    desk.bridge.say_fill(desk.bridge.orders["a-1-e"], "x", 2, 2, 100.0)
    desk.bridge.deliver()
    assert desk.position() == stops(desk) == 2
    desk.bridge.fill("a-1-e", 4, 100.0)
    desk.bridge.deliver()
    desk.broker.on_compared()
    desk.bridge.deliver()
    assert desk.position() == stops(desk) == 6


@pytest.mark.parametrize("fills_again", [False, True])
def test_what_was_taken_back_of_a_working_exit_is_claimed_until_it_ends(fills_again: bool) -> None:
    desk = held(10)
    desk.broker.shrink_protection("a", "ABC", 0)
    desk.submit(approved("a-2-r", 10, side="sell", purpose="reduce"))
    desk.bridge.deliver()
    desk.bridge.fill("a-2-r", 4, 100.0, exec_id="x")
    exit_ = desk.bridge.orders["a-2-r"]
    if fills_again:
        exit_.filled = 0
    desk.bridge.say_fill(exit_, "x", 2, 0, 100.0)
    desk.bridge.deliver()
    desk.broker.on_compared()
    desk.bridge.deliver()
    assert desk.position() == 10 and stops(desk) == 0, "beside an exit that may still close ten"
    desk.bridge.fill("a-2-r", 6, 99.0)
    desk.bridge.deliver(at_most=1)
    assert desk.position() == 4 and stops(desk) == 0
    desk.bridge.deliver()
    desk.bridge.trade(99.0)
    assert stops(desk) == desk.position() == (0 if fills_again else 4)


def test_an_exit_whose_execution_became_larger_claims_so_much_less() -> None:
    desk = held(10)
    desk.broker.shrink_protection("a", "ABC", 2)
    desk.submit(approved("a-2-r", 8, side="sell", purpose="reduce"))
    desk.bridge.deliver()
    desk.bridge.fill("a-2-r", 4, 100.0, exec_id="x")
    exit_ = desk.bridge.orders["a-2-r"]
    exit_.filled = 5
    desk.bridge.say_fill(exit_, "x", 2, 5, 100.0)
    desk.bridge.trade(99.0)
    assert desk.position() == stops(desk) == 2
