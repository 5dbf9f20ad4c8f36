"""What stands for more than is held at the broker, however that came about: it is counted as it stands, and lowered."""

from __future__ import annotations

import pytest

from rlbot.bridge.guard import AGAIN_NS
from rlbot.bridge.leaving import GIVE_WAY_NS
from rlbot.bridge.wire.commands import OrderModify, OrderSubmit
from tests.bridge.broker_world import Desk
from tests.execution.approved import approved


def held(*entries: int, profit: float = 0.0) -> Desk:
    desk = Desk()
    for number, quantity in enumerate(entries):
        desk.submit(approved(f"a-0{number}-e", quantity, stop=90.0, profit=profit))
        desk.bridge.trade(100.0)
    desk.forget()
    return desk


def stops(desk: Desk) -> list[int]:
    """Shares that each stop at the broker would close now."""
    return [desk.bridge._room(o) for o in desk.bridge.orders.values() if o.live and o.stop is not None]


def wait(desk: Desk, ns: int) -> None:
    desk.clock.advance_to(desk.clock.now_ns() + ns)
    desk.broker.tick()
    desk.bridge.deliver()


def crossed(desk: Desk) -> None:
    """Other levels are on their way to the pair of the first entry when its profit closes four: the stop is ten again."""
    desk.submit(approved("a-09-e", 10, stop=91.0, profit=121.0))
    desk.bridge.deliver()
    desk.bridge.slow = True
    desk.bridge.fill("a-09-e", 10, 105.0)
    desk.bridge.deliver()
    desk.bridge.fill("a-00-e.tp", 4, 120.0)
    desk.bridge.slow = False
    desk.bridge.carry_out()


@pytest.mark.parametrize("restarts", [False, True])
def test_a_stop_made_larger_by_a_change_that_crossed_a_fill_of_its_profit_is_lowered(restarts: bool) -> None:
    desk = held(10, profit=120.0)
    crossed(desk)
    assert stops(desk) == [10, 10], "sixteen are held"
    if restarts:
        desk.restart()
    desk.bridge.deliver()
    assert stops(desk) == [6, 10] and desk.broker.holdings() == {("a", "ABC"): 16, ("b", "ABC"): 0}
    assert [o.quantity - o.filled for o in desk.bridge.orders.values() if o.live and o.limit is not None] == [6, 10]
    desk.bridge.trade(90.0, low=85.0)
    assert desk.broker.holdings() == {("a", "ABC"): 0, ("b", "ABC"): 0}


@pytest.mark.parametrize("restarts", [False, True])
def test_a_pair_of_our_own_that_was_made_larger_is_lowered(restarts: bool) -> None:
    desk = held(10, profit=120.0)
    desk.bridge._end(desk.bridge.orders["a-00-e.sl"])
    desk.bridge.deliver()
    stop, profit = [o for o in desk.bridge.orders.values() if o.live]
    desk.bridge.fill(profit.name, 4, 120.0)
    stop.quantity = 10
    desk.bridge._status(stop, "accepted")
    if restarts:
        desk.restart()
    desk.bridge.deliver()
    assert stops(desk) == [6] and desk.broker.holdings() == {("a", "ABC"): 6, ("b", "ABC"): 0}


def test_a_stop_that_its_profit_has_lowered_is_not_asked_to_be_lower() -> None:
    """The fill comes before the broker says how large the stop is now."""
    desk = held(10, profit=120.0)
    for _ in range(4):
        desk.bridge.fill("a-00-e.tp", 1, 120.0)
        while desk.bridge._said:
            desk.bridge.deliver(at_most=1)
    assert desk.bridge.commands == [] and stops(desk) == [6]


def test_a_stop_whose_broker_says_nothing_of_it_is_lowered_after_the_next_comparison() -> None:
    desk = held(10, profit=120.0)
    desk.bridge.orders["a-00-e.sl"].group = None  # of another group at the broker: the profit's fill does not lower it
    desk.bridge.fill("a-00-e.tp", 4, 120.0)
    desk.bridge.deliver()
    assert desk.bridge.commands == []
    desk.broker.on_compared()
    desk.bridge.deliver()
    assert desk.bridge.orders["a-00-e.sl"].quantity == 6


@pytest.mark.parametrize("statuses_first", [False, True])
def test_children_of_an_entry_that_ended_in_part_are_left_to_the_bridge(statuses_first: bool) -> None:
    desk = Desk()
    desk.bridge.statuses_first = statuses_first
    desk.submit(approved("a-1-e", 10, stop=90.0, profit=120.0))
    desk.bridge.deliver()
    desk.bridge.fill("a-1-e", 4, 100.0)
    desk.bridge._end(desk.bridge.orders["a-1-e"])
    desk.forget()
    while desk.bridge._said:
        desk.bridge.deliver(at_most=1)
    assert desk.bridge.commands == [], "it lowers them itself, at once"
    assert stops(desk) == [4]


@pytest.mark.parametrize("patience", [0, GIVE_WAY_NS])
def test_an_exit_that_finds_more_guarded_than_is_held_leaves_once_changes_are_taken_again(patience: int) -> None:
    desk = held(10, 10)
    desk.bridge.refuse_changes = "rate"
    for name, left in (("a-01-e", 0), ("a-00-e", 8)):
        desk.bridge.say_fill(desk.bridge.orders[name], f"{name}-10", 2, left, 100.0)
    desk.bridge.deliver()
    desk.broker.shrink_protection("a", "ABC", 0)
    desk.submit(approved("a-2-f", 8, side="sell", purpose="flatten"))
    for _ in range(3):
        wait(desk, AGAIN_NS + patience)
    sent = [c for c in desk.bridge.commands if isinstance(c, OrderSubmit)]
    assert sent == [] and desk.position() == 8 and sum(stops(desk)) == 20, "with either stop it would close more than is held"
    desk.bridge.refuse_changes = ""
    wait(desk, AGAIN_NS)
    desk.bridge.trade(100.0)
    assert desk.position() == sum(stops(desk)) == 0


def test_changes_are_not_asked_again_while_they_are_refused_more_often_than_every_so_often() -> None:
    desk = held(10)
    desk.bridge.refuse_changes = "rate"
    desk.bridge.say_fill(desk.bridge.orders["a-00-e"], "a-00-e-10", 2, 4, 100.0)
    desk.bridge.deliver()
    for _ in range(20):
        wait(desk, AGAIN_NS // 10)
    assert len([c for c in desk.bridge.commands if isinstance(c, OrderModify)]) == 3


def test_a_stop_stands_whole_beside_an_exit_that_shares_its_group() -> None:
    desk = held(10)
    desk.bridge.refuse_changes = "unsupported"
    desk.broker.shrink_protection("a", "ABC", 4)
    desk.submit(approved("a-2-r", 6, side="sell", purpose="reduce"))
    desk.bridge.deliver()
    assert desk.bridge.orders["a-2-r"].group == "a-00-e"
    desk.bridge.refuse_changes = ""
    wait(desk, AGAIN_NS)
    assert stops(desk) == [10], "the exit's fill takes six from it"
    desk.bridge.trade(100.0)
    assert desk.position() == sum(stops(desk)) == 4


def test_more_than_is_held_is_lowered_also_beside_an_exit_that_works() -> None:
    desk = held(10, 10)
    desk.broker.shrink_protection("a", "ABC", 15)
    desk.submit(approved("a-2-r", 5, side="sell", purpose="reduce"))
    desk.bridge.deliver()
    assert sum(stops(desk)) == 15
    desk.bridge.say_fill(desk.bridge.orders["a-01-e"], "a-01-e-10", 2, 2, 100.0)
    desk.bridge.deliver()
    assert desk.position() == 12 and sum(stops(desk)) == 7, "five of twelve are the exit's"


def test_a_stop_that_gave_way_and_stands_again_as_it_was_gives_way_once_more() -> None:
    desk = held(10)
    desk.broker.shrink_protection("a", "ABC", 6)
    desk.broker.submit(approved("a-1-r", 4, side="sell", purpose="reduce"))
    desk.bridge.deliver()
    assert stops(desk) == [6] and any(isinstance(c, OrderSubmit) and c.client_order_id == "a-1-r" for c in desk.bridge.commands)
    desk.bridge.take_back("a-00-e.sl", 10)
    desk.bridge.deliver()
    wait(desk, AGAIN_NS)
    assert stops(desk) == [6]
    desk.bridge.trade(100.0)
    assert (desk.position(), stops(desk)) == (6, [6])
