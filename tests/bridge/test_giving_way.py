"""Protection gives way to an exit, and to nothing else: what is left of the position is guarded at every turn."""

from __future__ import annotations

import pytest

from rlbot.bridge.commander import SUBMIT_VALID_NS
from rlbot.bridge.guard import AGAIN_NS
from rlbot.bridge.leaving import GIVE_WAY_NS
from rlbot.bridge.release import Opening
from rlbot.bridge.wire.commands import OrderCancel, OrderModify, OrderSubmit
from rlbot.events.ops import AlertRaised
from rlbot.events.trade import OrderCancelled, OrderFilled
from tests.bridge.broker_world import Desk
from tests.bridge.opening_world import RELEASE, holding
from tests.execution.approved import approved


def held(*entries: int, stop: float = 90.0, opening: Opening | None = None) -> Desk:
    desk = Desk(opening=opening or Opening())
    for number, quantity in enumerate(entries):
        desk.broker.submit(approved(f"a-0{number}-e", quantity, stop=stop))
        desk.bridge.trade(100.0)
    desk.forget()
    return desk


def leave(desk: Desk, name: str, quantity: int) -> None:
    desk.broker.shrink_protection("a", "ABC", max(desk.position() - quantity, 0))
    desk.broker.submit(approved(name, quantity, side="sell", purpose="reduce"))


def guarded(desk: Desk) -> int:
    """Shares that stops at the broker would close now."""
    return sum(o.quantity - o.filled for o in desk.bridge.orders.values() if o.live and o.stop is not None)


def wait(desk: Desk, ns: int) -> None:
    desk.clock.advance_to(desk.clock.now_ns() + ns)
    desk.broker.tick()
    desk.bridge.deliver()


def exits(desk: Desk) -> list[tuple[str, int, str | None]]:
    found = [c for c in desk.bridge.commands if isinstance(c, OrderSubmit) and c.purpose != "protect"]
    return [(c.client_order_id, c.quantity, c.oca_group) for c in found]


def ended(desk: Desk) -> list[tuple[str, int, str]]:
    return [(e.client_order_id, e.filled, e.reason) for e in desk.said if isinstance(e, OrderCancelled)]


# -- some of the position leaves -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("leaves", [1, 4, 6, 9])
@pytest.mark.parametrize("entries", [(10,), (7, 3)])
def test_the_rest_of_a_position_stays_guarded_when_some_of_it_leaves(entries: tuple[int, ...], leaves: int) -> None:
    desk = held(*entries)
    leave(desk, "a-2-r", leaves)
    desk.bridge.trade(100.0)
    assert exits(desk) == [("a-2-r", leaves, None)], "in the stop's group its fill would lower the stop a second time"
    assert desk.position() == guarded(desk) == 10 - leaves


def test_the_rest_stays_guarded_when_a_daily_agents_exit_leaves_on_open() -> None:
    desk = holding(10)
    desk.leave("a-1-r", 6)
    desk.at(RELEASE)
    desk.bridge.trade(100.0)
    assert desk.position() == guarded(desk) == 4


def test_an_exit_before_its_protection_answered_shares_its_group_and_what_that_takes_too_much_is_guarded_again() -> None:
    desk = held(10)
    desk.bridge.slow = True
    leave(desk, "a-2-r", 6)
    wait(desk, GIVE_WAY_NS)
    assert exits(desk) == [("a-2-r", 6, "a-00-e")]
    desk.bridge.carry_out()  # the stop guards four, and the exit's fill takes six from it
    desk.bridge.trade(100.0)
    assert desk.position() == guarded(desk) == 4


def test_an_exit_never_shares_too_little_where_several_groups_did_not_answer() -> None:
    desk = held(10, 10)
    desk.bridge.slow = True
    leave(desk, "a-2-r", 15)
    wait(desk, GIVE_WAY_NS)
    assert exits(desk) == [("a-2-r", 10, "a-00-e")], "fifteen and the other stop's ten would be more than is held"
    desk.bridge.range_over(85.0, None)
    desk.bridge.open_at(85.0)
    desk.bridge.deliver()
    assert desk.position() == 0


def test_a_stop_cancelled_by_hand_is_placed_again_at_once() -> None:
    desk = held(10)
    desk.bridge._end(desk.bridge.orders["a-00-e.sl"])
    desk.bridge.deliver()
    assert guarded(desk) == 10
    assert not desk.broker.gives_way("a-00-e.sl"), "nobody here asked for that: a person is told"


# -- a change that the gateway refuses -----------------------------------------------------------------------------------


@pytest.mark.parametrize("leaves", [6, 10])
def test_a_change_refused_by_the_gateway_is_not_waited_for_and_the_exit_shares_the_group(leaves: int) -> None:
    desk = held(10)
    desk.bridge.refuse_changes = "unsupported"
    leave(desk, "a-2-r", leaves)
    desk.bridge.deliver()
    assert exits(desk) == [("a-2-r", leaves, "a-00-e")]
    desk.bridge.refuse_changes = ""
    desk.bridge.trade(100.0)
    assert desk.position() == guarded(desk) == 10 - leaves


def test_a_cancel_refused_by_the_bridge_is_not_waited_for() -> None:
    desk = held(10)
    desk.bridge.silent = {"order.cancel"}
    leave(desk, "a-2-r", 10)
    (cancel,) = [c for c in desk.bridge.commands if isinstance(c, OrderCancel)]
    desk.bridge._ack(cancel, "rejected", "gateway_down")
    desk.bridge.deliver()
    assert exits(desk) == [("a-2-r", 10, "a-00-e")]


@pytest.mark.parametrize("by", ["ack", "status"])
def test_an_exit_whose_protection_filled_meanwhile_asks_what_is_left_to_give_way(by: str) -> None:
    """The change finds a stop that has ended, or took too long: no refusal, and the exit must not join what fills too."""
    desk = held(10, 10)
    desk.bridge.silent = {"order.modify", "order.cancel"}
    leave(desk, "a-2-r", 5)
    (asked,) = [c for c in desk.bridge.commands if isinstance(c, OrderModify)]
    if by == "ack":
        desk.bridge._ack(asked, "rejected", "order_final")
    else:
        desk.bridge._status(desk.bridge.orders[asked.client_order_id], "accepted", code="stuck", command_id=asked.id)
    desk.bridge.deliver()
    assert exits(desk) == [], "it waits: something else is asked"
    assert [c for c in desk.bridge.commands if isinstance(c, OrderModify | OrderCancel)][1:], "nothing was asked again"


# -- what is no news, and what is ----------------------------------------------------------------------------------------


def test_a_stop_that_once_gave_way_in_part_is_news_when_it_ends() -> None:
    desk = held(10)
    leave(desk, "a-2-r", 4)
    desk.bridge.trade(100.0)
    assert [c.quantity for c in desk.bridge.commands if isinstance(c, OrderModify)] == [6]
    assert not desk.broker.gives_way("a-00-e.sl")


def test_a_stop_that_ends_for_an_exit_is_no_news_until_that_exit_is_refused_and_nothing_guards_its_shares() -> None:
    desk = held(10)
    leave(desk, "a-2-r", 10)
    desk.bridge.deliver()
    assert desk.broker.gives_way("a-00-e.sl")
    desk.bridge.silent = {"order.submit"}
    desk.bridge._status(desk.bridge.orders["a-2-r"], "rejected")
    desk.broker._desks["a"].guard._not_before_ns = desk.clock.now_ns() + 1  # an earlier try was refused
    desk.bridge.deliver()
    assert not desk.broker.gives_way("a-00-e.sl")


# -- while the bridge takes no orders ------------------------------------------------------------------------------------


class Closed:
    """Whether the bridge takes orders is set by hand."""

    def __init__(self, *entries: int) -> None:
        self.open = True
        self.desk = held(*entries, opening=Opening(takes_orders=lambda: self.open))


def test_an_exit_while_orders_are_closed_asks_nothing_of_its_protection_and_ends_when_it_is_too_old() -> None:
    closed = Closed(10)
    desk, closed.open = closed.desk, False
    leave(desk, "a-2-r", 6)
    wait(desk, SUBMIT_VALID_NS - 1)
    assert desk.bridge.commands == [] and ended(desk) == []
    wait(desk, 1)
    assert desk.bridge.commands == [] and ended(desk) == [("a-2-r", 0, "gateway_down")]
    assert guarded(desk) == 10


def test_an_exit_leaves_when_orders_are_open_again_in_time() -> None:
    closed = Closed(10)
    desk, closed.open = closed.desk, False
    leave(desk, "a-2-r", 6)
    closed.open = True
    wait(desk, SUBMIT_VALID_NS - 1)
    desk.bridge.trade(100.0)
    assert exits(desk) == [("a-2-r", 6, None)] and desk.position() == guarded(desk) == 4


@pytest.mark.parametrize("restarts", [False, True])
def test_a_flatten_is_kept_until_orders_are_open_and_a_person_is_told_once(restarts: bool) -> None:
    closed = Closed()
    desk = closed.desk
    desk.submit(approved("a-1-e", 10, stop=90.0))
    desk.bridge.trade(100.0)
    closed.open = False
    desk.bridge.commands.clear()
    desk.broker.shrink_protection("a", "ABC", 0)
    desk.submit(approved("a-2-f", 10, side="sell", purpose="flatten"))
    wait(desk, 100 * SUBMIT_VALID_NS)
    if restarts:
        desk.restart()
    assert desk.bridge.commands == [] and ended(desk) == [] and guarded(desk) == 10
    assert [e.code for e in desk.said if isinstance(e, AlertRaised)][:1] == ["flatten_waits"]
    closed.open = True
    wait(desk, 1)
    desk.bridge.trade(100.0)
    assert desk.position() == guarded(desk) == 0


def test_a_cancel_of_the_stop_that_is_carried_out_when_the_exit_could_not_leave_any_more_is_made_good() -> None:
    closed = Closed(10)
    desk = closed.desk
    desk.bridge.slow = True
    leave(desk, "a-2-r", 10)
    desk.bridge.deliver()
    closed.open = False
    wait(desk, GIVE_WAY_NS)
    wait(desk, SUBMIT_VALID_NS)
    assert exits(desk) == [] and ended(desk) == [("a-2-r", 0, "gateway_down")]
    desk.bridge.slow = False
    desk.bridge.carry_out()
    desk.bridge.deliver()
    assert guarded(desk) == 0, "nothing can be placed now"
    closed.open = True
    wait(desk, 1)
    assert guarded(desk) == 10 and [e for e in desk.said if isinstance(e, OrderFilled)] == []


@pytest.mark.parametrize("word", ["cancelled", "lost"])
def test_a_profit_whose_stop_is_gone_makes_room_for_a_new_pair(word: str) -> None:
    desk = Desk()
    desk.broker.submit(approved("a-1-e", 10, stop=90.0, profit=120.0))
    desk.bridge.trade(100.0)
    desk.bridge.orders["a-1-e.sl"].live = False
    desk.bridge._status(desk.bridge.orders["a-1-e.sl"], word)
    desk.bridge.deliver()
    live = [o for o in desk.bridge.orders.values() if o.live]
    assert [(o.stop, o.limit, o.quantity) for o in live] == [(90.0, None, 10), (None, 120.0, 10)]
    assert len({o.group for o in live}) == 1


def test_a_profit_guards_no_more_than_its_stop_and_the_rest_has_a_pair_of_its_own() -> None:
    desk = Desk()
    desk.broker.submit(approved("a-1-e", 10, stop=90.0, profit=120.0))
    desk.bridge.trade(100.0)
    desk.bridge.orders["a-1-e.sl"].quantity = 4
    desk.bridge._status(desk.bridge.orders["a-1-e.sl"], "accepted")
    desk.bridge.deliver()
    live = [o for o in desk.bridge.orders.values() if o.live]
    assert sorted((o.quantity, o.stop, o.limit) for o in live if o.stop) == [(4, 90.0, None), (6, 90.0, None)]
    assert sorted((o.quantity, o.stop, o.limit) for o in live if o.limit) == [(4, None, 120.0), (6, None, 120.0)]


def test_a_pair_that_is_refused_whole_is_one_try() -> None:
    desk = Desk()
    desk.broker.submit(approved("a-1-e", 10, stop=90.0, profit=120.0))
    desk.bridge.trade(100.0)
    desk.bridge.silent = {"order.submit"}
    desk.bridge._end(desk.bridge.orders["a-1-e.sl"])
    desk.bridge.deliver()
    for tries in (1, 2):
        pair = [c for c in desk.bridge.commands if isinstance(c, OrderSubmit) and c.purpose == "protect"][-2:]
        for leg in pair:
            desk.bridge._ack(leg, "rejected", "price")
        desk.bridge.deliver()
        if tries == 2:
            desk.bridge.silent = set()
        wait(desk, AGAIN_NS * tries)
    assert guarded(desk) == 10


def test_a_stop_that_refused_to_give_way_guards_no_more_than_is_held_once_the_exit_is_over() -> None:
    desk = held(10, stop=90.0)
    desk.bridge.refuse_changes = "unsupported"
    leave(desk, "a-2-r", 4)
    desk.bridge.deliver()
    desk.bridge.orders["a-2-r"].group = None  # the broker did not lower the stop for its fill
    desk.bridge.trade(100.0)
    assert (desk.position(), guarded(desk)) == (6, 10)
    desk.bridge.refuse_changes = ""
    wait(desk, AGAIN_NS)
    assert guarded(desk) == 6
