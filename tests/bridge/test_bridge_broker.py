"""What the bridge tells becomes events exactly once; silence becomes nothing."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from rlbot.bridge.guard import LONGEST_AGAIN_NS
from rlbot.bridge.leaving import GIVE_WAY_NS
from rlbot.bridge.release import Opening
from rlbot.bridge.wire.commands import OrderSubmit, ReconcileRequest
from rlbot.events.ops import AlertRaised
from rlbot.events.trade import CommissionCharged, FillCorrected, OrderCancelled, OrderFilled, OrderRejected
from tests.bridge.broker_world import Desk
from tests.bridge.fake_bridge import COMMISSION
from tests.execution.approved import approved


def test_a_fill_told_again_is_booked_once_and_its_commission_once() -> None:
    desk = Desk()
    desk.broker.submit(approved("a-1-e", 10))
    desk.bridge.trade(100.0)
    order = desk.bridge.orders["a-1-e"]
    for _ in range(3):
        desk.bridge.say_fill(order, "a-1-e-10", 1, 10, 100.0)
    desk.bridge.deliver()
    assert desk.position() == 10
    assert [e.amount for e in desk.said if isinstance(e, CommissionCharged)] == [COMMISSION]


def test_a_corrected_fill_takes_the_place_of_the_first() -> None:
    desk = Desk()
    desk.broker.submit(approved("a-1-e", 10))
    desk.bridge.trade(100.0)
    order = desk.bridge.orders["a-1-e"]
    desk.bridge.say_fill(order, "a-1-e-10", 2, 8, 99.5)
    desk.bridge.say_fill(order, "a-1-e-10", 1, 10, 100.0)
    desk.bridge.deliver()
    assert desk.position() == 8
    corrected = [e for e in desk.said if isinstance(e, FillCorrected)]
    assert [(e.corrects, e.quantity_before, e.quantity, e.price) for e in corrected] == [("a-1-e-10.01", 10, 8, 99.5)]
    assert [e.code for e in desk.said if isinstance(e, AlertRaised)] == ["fill_corrected"]


def test_a_fill_of_somebody_elses_order_is_not_booked() -> None:
    desk = Desk()
    desk.broker.submit(approved("a-1-e", 10))
    desk.bridge.deliver()
    order = desk.bridge.orders["a-1-e"]
    order.name = "manual"
    desk.bridge.say_fill(order, "m", 1, 10, 100.0)
    desk.bridge.deliver()
    assert [e for e in desk.said if isinstance(e, OrderFilled)] == []


def test_an_order_nobody_answers_for_is_unresolved_and_looked_for_not_rejected() -> None:
    desk = Desk()
    desk.bridge.silent = {"order.submit"}
    desk.broker.submit(approved("a-1-e", 10))
    command = desk.bridge.commands[-1]
    assert isinstance(command, OrderSubmit)
    desk.broker.on_unanswered(command)
    assert desk.unresolved == ["a-1-e"]
    assert [e for e in desk.said if isinstance(e, OrderRejected)] == []
    assert isinstance(desk.bridge.commands[-1], ReconcileRequest)
    assert sum(isinstance(c, OrderSubmit) for c in desk.bridge.commands) == 1, "never sent again"


def test_an_older_status_changes_nothing() -> None:
    desk = Desk()
    desk.broker.submit(approved("a-1-e", 10))
    desk.bridge.trade(100.0)
    order = desk.bridge.orders["a-1-e"]
    order.version = 0
    desk.bridge._status(order, "rejected")
    desk.bridge.deliver()
    assert [e for e in desk.said if isinstance(e, OrderRejected)] == []


def stands_too_large(desk: Desk) -> bool:
    """Whether a change crossed a fill at the broker and made a stop larger than what is held: no command could have prevented
    that, only mend it. No market moves until it is."""
    orders = desk.bridge.orders.values()
    left = sum(o.filled if o.side == "BUY" else -o.filled for o in orders)
    stops = [o for o in orders if o.live and o.stop is not None]
    return any(o.raised for o in stops) and sum(desk.bridge._room(o) for o in stops) > left


FAULTS = ["slow", "carry out", "refuse", "closed"]  # of changes, and of the bridge
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "enter",
                "leave",
                "leave",
                "hear",
                *["hear all"] * 2,
                "open",
                "range",
                "cancel",
                "entries",
                "late",
                "restart",
                *FAULTS,
            ]
        ),
        st.integers(min_value=1, max_value=20),
    ),
    min_size=5,
    max_size=60,
)


# The profit closes it all, nobody hears of that for five seconds, and then an exit joins what guarded it.
JOINED_TOO_LATE = ["enter", "open", "slow", "hear all", "leave", "range", "late", "open"]


@settings(max_examples=300, deadline=None)
@given(STEPS, st.booleans(), st.sampled_from([3, 7, 10**9]))
@example([(step, 1) for step in JOINED_TOO_LATE], False, 3)
def test_whatever_crosses_on_the_wire_exits_never_sell_more_than_is_held(
    steps: list[tuple[str, int]], statuses_first: bool, at_most: int
) -> None:
    opens: set[str] = {"orders"}
    desk = Desk(opening=Opening(takes_orders=lambda: bool(opens)))
    bridge = desk.bridge
    bridge.statuses_first, bridge.fill_at_most = statuses_first, at_most
    for number, (step, size) in enumerate(steps):
        name = f"a-{number}"
        match step:
            case "enter":
                desk.submit(approved(name + "-e", size, stop=86.0 + size % 4, profit=121.0 + size % 4))
            case "leave":
                held = desk.position()
                desk.broker.shrink_protection("a", "ABC", max(held - size, 0))
                desk.submit(approved(name + "-r", size, side="sell", purpose="reduce"))
            case "restart":
                desk.restart()
            case "hear":
                bridge.deliver(size)
            case "hear all":
                bridge.deliver()
            case "open":
                bridge.open_at(100.0)
            case "range":
                if not stands_too_large(desk):
                    bridge.range_over(85.0 if size % 2 else None, 125.0)
            case "cancel":
                for order in [o for o in bridge.orders.values() if o.live and o.purpose == "reduce"][:1]:
                    desk.broker.cancel(order.name, "requested")
            case "entries":
                desk.broker.cancel_entries()
            case "slow":
                bridge.slow = not bridge.slow
            case "carry out":
                bridge.carry_out()
            case "refuse":
                bridge.refuse_changes = "" if bridge.refuse_changes else "unsupported"
            case "closed":
                opens ^= {"orders"}
            case _:
                desk.clock.advance_to(desk.clock.now_ns() + GIVE_WAY_NS)
                desk.broker.tick()
        bought = sum(o.filled for o in bridge.orders.values() if o.side == "BUY")
        sold = sum(o.filled for o in bridge.orders.values() if o.side == "SELL")
        assert sold <= bought, "at the broker, whatever this side has heard of it"
    bridge.slow, bridge.refuse_changes, bridge.fill_at_most = False, "", 10**9
    opens.add("orders")
    for _ in range(3):
        bridge.carry_out()
        bridge.deliver()
        desk.clock.advance_to(desk.clock.now_ns() + LONGEST_AGAIN_NS)
        desk.broker.tick()
        desk.broker.on_compared()
        bridge.trade(100.0)
    assert sum(bridge._room(o) for o in bridge.orders.values() if o.live and o.stop is not None) == desk.position()
    desk.restart()
    bridge.deliver()
    for kind in (OrderFilled, CommissionCharged, OrderCancelled, OrderRejected):
        keys = [getattr(e, "exec_id", None) or e.client_order_id for e in desk.said if isinstance(e, kind)]
        assert len(keys) == len(set(keys)), "nothing is told twice"
    filled = sum(o.filled if o.side == "BUY" else -o.filled for o in bridge.orders.values())
    assert desk.position() == filled


def test_an_order_the_bridge_never_heard_of_is_told_to_have_ended_and_cannot_come_later() -> None:
    desk = Desk()
    desk.bridge.silent = {"order.submit"}
    desk.submit(approved("a-1-e", 10))
    desk.bridge.silent = set()
    desk.restart()
    desk.bridge.deliver()
    assert [(e.client_order_id, e.reason) for e in desk.said if isinstance(e, OrderRejected)] == [
        ("a-1-e", "it never reached the broker")
    ]
    assert desk.bridge.commands[-1].topic == "order.cancel", "a submit that is still under way is refused by it"


def test_a_fill_while_the_core_was_down_is_booked_when_it_is_back() -> None:
    desk = Desk()
    desk.submit(approved("a-1-e", 10, stop=90.0))
    desk.bridge.deliver()
    desk.bridge.open_at(100.0)
    desk.restart()
    assert desk.position() == 10 and desk.broker.holdings() == {("a", "ABC"): 10, ("b", "ABC"): 0}
    desk.restart()
    assert desk.position() == 10 and desk.broker.holdings() == {("a", "ABC"): 10, ("b", "ABC"): 0}
    desk.bridge.trade(95.0, low=85.0)
    assert desk.position() == 0
