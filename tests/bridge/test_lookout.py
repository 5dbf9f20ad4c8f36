"""What nobody answered for is looked for, and what lost its guard is guarded again."""

from __future__ import annotations

from rlbot.bridge.guard import AGAIN_NS, LONGEST_AGAIN_NS
from rlbot.bridge.wire.commands import OrderCancel, OrderSubmit
from rlbot.events.ops import AlertRaised
from rlbot.events.trade import OrderAccepted, OrderRejected
from tests.bridge.broker_world import Desk
from tests.execution.approved import approved


def held(quantity: int = 10) -> Desk:
    desk = Desk()
    desk.broker.submit(approved("a-1-e", quantity, stop=90.0))
    desk.bridge.trade(100.0)
    desk.forget()
    return desk


def submits(desk: Desk) -> list[OrderSubmit]:
    return [c for c in desk.bridge.commands if isinstance(c, OrderSubmit)]


def unanswered(desk: Desk) -> str:
    """The latest submit expires without an answer; the bridge speaks again from then on."""
    command = submits(desk)[-1]
    desk.broker.on_unanswered(command)
    desk.bridge.silent = set()
    desk.bridge.deliver()
    return command.client_order_id


def lost_exit() -> Desk:
    """An exit of all left after its stop gave way, and nobody answered."""
    desk = held()
    desk.bridge.silent = {"order.submit"}
    desk.broker.submit(approved("a-2-r", 10, side="sell", purpose="reduce"))
    desk.bridge.deliver()
    assert unanswered(desk) == "a-2-r"
    return desk


def cancels(desk: Desk, name: str) -> int:
    return sum(isinstance(c, OrderCancel) and c.client_order_id == name for c in desk.bridge.commands)


def guarded(desk: Desk) -> int:
    return sum(o.quantity - o.filled for o in desk.bridge.orders.values() if o.live and o.stop is not None)


def alerts(desk: Desk) -> list[str]:
    return [e.code for e in desk.said if isinstance(e, AlertRaised)]


def test_an_exit_nobody_answered_for_is_looked_for_after_the_next_comparison_and_its_shares_are_guarded_again() -> None:
    desk = lost_exit()
    assert cancels(desk, "a-2-r") == 0 and guarded(desk) == 0, "it may be on its way"
    desk.broker.on_compared()
    assert cancels(desk, "a-2-r") == 1
    desk.bridge.deliver()
    assert [(e.client_order_id, e.reason) for e in desk.said if isinstance(e, OrderRejected)] == [
        ("a-2-r", "it never reached the broker")
    ]
    assert guarded(desk) == 10
    desk.broker.on_compared()
    assert cancels(desk, "a-2-r") == 1, "once"
    desk.broker.submit(approved("a-3-r", 10, side="sell", purpose="reduce"))
    desk.bridge.trade(100.0)
    assert desk.position() == guarded(desk) == 0, "nothing claims those shares any more"


def test_an_order_that_was_heard_of_meanwhile_is_left_alone() -> None:
    desk = lost_exit()
    late = submits(desk)[-1]
    desk.bridge._submit(late)
    desk.bridge.deliver()
    desk.broker.on_compared()
    desk.bridge.trade(100.0)
    assert cancels(desk, "a-2-r") == 0 and desk.position() == 0
    assert [e.client_order_id for e in desk.said if isinstance(e, OrderAccepted)] == ["a-2-r"]


def hand_cancelled(desk: Desk) -> None:
    desk.bridge._end(desk.bridge.orders["a-1-e.sl"])
    desk.bridge.deliver()


def test_a_stop_nobody_answered_for_is_looked_for_and_placed_under_a_new_id() -> None:
    desk = held()
    desk.bridge.silent = {"order.submit"}
    hand_cancelled(desk)
    first = unanswered(desk)
    desk.broker.on_compared()
    desk.bridge.deliver()
    assert "unprotected" in alerts(desk) and guarded(desk) == 0
    desk.clock.advance_to(desk.clock.now_ns() + AGAIN_NS)
    desk.broker.tick()
    desk.bridge.deliver()
    assert guarded(desk) == 10 and submits(desk)[-1].client_order_id != first


def test_a_refused_stop_is_tried_again_later_each_time_until_one_is_taken() -> None:
    desk = held()
    desk.bridge.reject = "price"
    hand_cancelled(desk)
    waits = [AGAIN_NS * 2**n for n in range(6)] + [LONGEST_AGAIN_NS] * 2
    for tries, ns in enumerate(waits, start=1):
        assert (len(submits(desk)), alerts(desk)) == (tries, ["unprotected"] * tries)
        desk.bridge.reject = "price"
        desk.clock.advance_to(desk.clock.now_ns() + ns - 1)
        desk.broker.tick()
        assert len(submits(desk)) == tries, "not before"
        desk.clock.advance_to(desk.clock.now_ns() + 1)
        desk.broker.tick()
        desk.bridge.deliver()
    assert len({c.client_order_id for c in submits(desk)}) == len(waits) + 1
    desk.bridge.reject = ""
    desk.clock.advance_to(desk.clock.now_ns() + LONGEST_AGAIN_NS)
    desk.broker.tick()
    desk.bridge.deliver()
    assert guarded(desk) == 10
    desk.bridge.reject = "price"
    tries = len(submits(desk))
    desk.bridge._end(next(o for o in desk.bridge.orders.values() if o.live))
    desk.bridge.deliver()
    desk.clock.advance_to(desk.clock.now_ns() + AGAIN_NS)
    desk.broker.tick()
    desk.bridge.deliver()
    assert len(submits(desk)) == tries + 2 and guarded(desk) == 10, (
        "one was taken: the next refusal is waited for as the first was"
    )


def test_a_stop_that_the_broker_refuses_after_the_bridge_took_it_is_not_asked_for_in_a_storm() -> None:
    desk = held()
    hand_cancelled(desk)
    stop = next(o for o in desk.bridge.orders.values() if o.live)
    desk.bridge._status(stop, "rejected")
    stop.live = False
    desk.bridge.deliver()
    assert len(submits(desk)) == 1 and alerts(desk) == ["unprotected"]
    desk.clock.advance_to(desk.clock.now_ns() + AGAIN_NS)
    desk.broker.tick()
    desk.bridge.deliver()
    assert guarded(desk) == 10
