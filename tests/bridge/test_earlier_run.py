"""A new run begins over what an earlier one left: shares that are held, and orders at the broker that nobody here approved."""

from __future__ import annotations

import msgspec
import pytest

from rlbot.bridge.wire.commands import OrderCancel, OrderSubmit
from rlbot.events.ops import AlertRaised
from rlbot.events.trade import OrderCancelled, OrderFilled, ProtectionPlaced
from tests.bridge.broker_world import Desk
from tests.execution.approved import approved


def held(profit: float = 120.0, older: bool = False) -> Desk:
    """Ten shares of an earlier run, guarded."""
    desk = Desk()
    desk.bridge.older = older
    desk.submit(approved("a-0-e", 10, stop=90.0, profit=profit))
    desk.bridge.trade(100.0)
    return desk


def leave(desk: Desk, name: str, quantity: int) -> None:
    """As execution does it: protection is asked to give way, then the exit is submitted."""
    desk.broker.shrink_protection("a", "ABC", max(desk.position() - quantity, 0))
    desk.submit(approved(name, quantity, side="sell", purpose="reduce"))
    desk.bridge.deliver()


def working(desk: Desk) -> dict[str, int]:
    return {name: order.quantity - order.filled for name, order in desk.bridge.orders.items() if order.live}


def alerts(desk: Desk) -> list[str]:
    return [event.code for event in desk.said if isinstance(event, AlertRaised)]


@pytest.mark.parametrize("older", [False, True])
@pytest.mark.parametrize("profit", [0.0, 120.0])
@pytest.mark.parametrize("restarts", [0, 2])
def test_a_whole_exit_leaves_nothing_at_the_broker_that_could_sell_once_more(older: bool, profit: float, restarts: int) -> None:
    desk = held(profit, older)
    desk.new_run()
    for _ in range(restarts):
        desk.restart()
    assert desk.position() == 10 and desk.broker.uncovered("ABC") == 0
    leave(desk, "a-9-r", 10)
    desk.bridge.trade(100.0)
    assert (desk.position(), working(desk)) == (0, {})
    desk.bridge.range_over(80.0, 130.0)
    desk.bridge.deliver()
    assert desk.position() == 0


@pytest.mark.parametrize("older", [False, True])
def test_what_is_guarded_and_what_was_filled_is_told_to_the_new_run(older: bool) -> None:
    desk = held(older=older)
    desk.new_run()
    fills = [event for event in desk.said if isinstance(event, OrderFilled)]
    assert [(fill.kind, fill.purpose, fill.quantity) for fill in fills] == [("open", "entry", 10)]
    placed = [event for event in desk.said if isinstance(event, ProtectionPlaced)]
    assert [(one.quantity, one.stop_loss_price, one.take_profit_price) for one in placed] == [(10, 90.0, 120.0)]


def test_what_an_exit_gives_back_is_guarded_again_at_the_levels_of_the_earlier_run() -> None:
    desk = held()
    desk.new_run()
    desk.forget()
    desk.bridge.reject = "gateway_down"
    leave(desk, "a-9-r", 10)
    pair = [c for c in desk.bridge.commands if isinstance(c, OrderSubmit) and c.purpose == "protect"]
    assert [(c.order_type, c.quantity, c.stop_price, c.limit_price) for c in pair] == [
        ("STP", 10, 90.0, None),
        ("LMT", 10, None, 120.0),
    ]


@pytest.mark.parametrize("older", [False, True])
def test_a_pair_placed_by_the_earlier_run_gives_way_as_well(older: bool) -> None:
    desk = held(older=older)
    desk.bridge.reject = "gateway_down"
    leave(desk, "a-1-r", 10)
    pair = working(desk)
    assert len(pair) == 2 and "a-0-e.sl" not in pair
    desk.new_run()
    assert desk.broker.uncovered("ABC") == 0
    leave(desk, "a-9-r", 6)
    desk.bridge.trade(100.0)
    assert (desk.position(), sorted(working(desk).values())) == (4, [4, 4])
    leave(desk, "a-10-r", 4)
    desk.bridge.trade(100.0)
    assert (desk.position(), working(desk)) == (0, {})


def test_an_entry_of_the_earlier_run_that_still_works_is_cancelled_and_what_it_filled_is_guarded() -> None:
    desk = Desk()
    desk.bridge.fill_at_most = 4
    desk.submit(approved("a-0-e", 10, stop=90.0))
    desk.bridge.trade(100.0)
    desk.new_run()
    assert [c.client_order_id for c in desk.bridge.commands if isinstance(c, OrderCancel)] == ["a-0-e"]
    assert alerts(desk) == ["earlier_entry"]
    desk.bridge.deliver()
    assert (desk.position(), desk.broker.uncovered("ABC")) == (4, 0)
    assert not desk.bridge.orders["a-0-e"].live


@pytest.mark.parametrize("older", [False, True])
def test_an_exit_of_the_earlier_run_that_still_works_claims_its_shares(older: bool) -> None:
    desk = held(older=older)
    leave(desk, "a-1-r", 6)
    desk.new_run()
    assert "a-1-r" in working(desk), "an exit stays"
    leave(desk, "a-9-r", 10)
    assert working(desk) == {"a-1-r": 6, "a-9-r": 4}
    desk.bridge.trade(100.0)
    assert (desk.position(), working(desk)) == (0, {})


def test_an_entry_that_was_refused_in_the_earlier_run_is_no_news_in_this_one() -> None:
    desk = Desk()
    desk.submit(approved("a-0-e", 10, stop=90.0))
    desk.bridge._end(desk.bridge.orders["a-0-e"], "rejected")
    desk.bridge.deliver()
    desk.new_run()
    assert [event for event in desk.said if not isinstance(event, AlertRaised)] == []
    leave(desk, "a-9-r", 10)
    assert [event.reason for event in desk.said if isinstance(event, OrderCancelled)] == ["flat"]


@pytest.mark.parametrize("older", [False, True])
def test_shares_of_the_symbol_that_the_agent_traded_before_are_none_of_the_one_it_trades_now(older: bool) -> None:
    desk = held(older=older)
    desk.symbols = {"a": "XYZ"}
    desk.new_run()
    assert desk.broker.holdings() == {("a", "XYZ"): 0} and desk.said == []
    desk.bridge.commands.clear()
    desk.submit(msgspec.structs.replace(approved("a-9-f", 10, side="sell", purpose="flatten"), symbol="XYZ"))
    desk.bridge.deliver()
    assert desk.bridge.commands == []
    assert working(desk) == {"a-0-e.sl": 10, "a-0-e.tp": 10}, "what guards them stays: the comparison names the shares"


def test_a_pair_that_guards_the_symbol_traded_before_guards_nothing_now_and_is_left_alone() -> None:
    desk = held()
    desk.bridge.reject = "gateway_down"
    leave(desk, "a-1-r", 10)
    pair = working(desk)
    desk.symbols = {"a": "XYZ"}
    desk.new_run()
    desk.broker.on_compared()
    desk.bridge.deliver()
    assert working(desk) == pair and desk.broker.uncovered("XYZ") == 0


def test_orders_of_this_run_in_a_symbol_that_the_agent_no_longer_trades_are_not_its_own() -> None:
    desk = held()
    desk.symbols = {"a": "XYZ"}
    desk.restart()
    assert desk.broker.holdings() == {("a", "XYZ"): 0}
