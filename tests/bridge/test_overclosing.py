"""Which orders could close more than is held: one agent's, all agents', and those of nobody."""

from __future__ import annotations

from typing import Any

import pytest

from rlbot.bridge.overclosing import excess_sentence, excesses
from rlbot.bridge.wire.reconciliation import OrderView

LONG = {("a", "ABC"): 10}
HELD = {"ABC": 10.0}


def order(name: str, remaining: int, side: str = "SELL", **fields: Any) -> OrderView:
    """A protective order of agent a; `fields` differ."""
    filled = fields.get("filled", 0)
    told: dict[str, Any] = {
        "symbol": "ABC",
        "order_type": "STP",
        "status": "accepted",
        "agent_id": "a",
        "purpose": "protect",
        "filled": 0,
    }
    return OrderView(
        **(told | {"client_order_id": name, "side": side, "quantity": remaining + filled, "remaining": remaining} | fields)
    )


def pair(name: str, remaining: int, **fields: Any) -> tuple[OrderView, OrderView]:
    fields = {"oca_group": name, "parent_client_order_id": name} | fields
    return order(name + ".sl", remaining, **fields), order(name + ".tp", remaining, **fields)


@pytest.mark.parametrize(
    "orders",
    [
        [],
        pair("a-0-e", 10),
        [*pair("a-0-e", 6), *pair("a-1-e", 4)],
        [*pair("a-0-e", 6), order("a-2-r", 4, purpose="reduce", order_type="MKT")],
        [*pair("a-0-e", 10), order("a-2-r", 10, purpose="reduce", order_type="MKT", oca_group="a-0-e")],
        [order("a-3-e", 500, side="BUY", purpose="entry")],
        [order("by-hand", 500, purpose=None, agent_id=None, client_order_id=None)],
        [*pair("b-0-e", 300), order("b-0-e", 290, side="BUY", purpose="entry", filled=10)],
    ],
    ids=["none", "pair", "two pairs", "exit", "exit in the group", "entry", "by hand", "entry under way"],
)
def test_what_closes_no_more_than_is_held_is_no_excess(orders: list[OrderView]) -> None:
    assert excesses(orders, LONG, HELD, {}) == []


@pytest.mark.parametrize(
    ("orders", "could", "named"),
    [
        ([*pair("a-0-e", 10), *pair("a-1-e", 1)], 11, {"a-0-e.sl", "a-0-e.tp", "a-1-e.sl", "a-1-e.tp"}),
        ([*pair("a-0-e", 10), order("a-2-r", 10, purpose="reduce")], 20, {"a-0-e.sl", "a-0-e.tp", "a-2-r"}),
        ([order("a-0-e.sl", 6), order("a-0-e.tp", 5)], 11, {"a-0-e.sl", "a-0-e.tp"}),
    ],
    ids=["two pairs", "exit beside", "no group"],
)
def test_orders_that_could_fill_one_after_another_are_named_with_their_sum(
    orders: list[OrderView], could: int, named: set[str]
) -> None:
    (found,) = excesses(orders, LONG, HELD, {})
    assert (found.symbol, found.whose, found.held, found.could, found.orders) == ("ABC", "a", 10, could, frozenset(named))


def test_a_stop_over_no_shares_is_too_much_on_either_side() -> None:
    flat = {("a", "ABC"): 0}
    assert [one.could for one in excesses(pair("a-0-e", 10), flat, {}, {})] == [10]
    assert [one.could for one in excesses(pair("a-0-e", 10, side="BUY"), flat, {}, {})] == [10]
    assert [one.could for one in excesses(pair("a-0-e", 10, side="BUY"), LONG, HELD, {})] == [10]
    assert excesses(pair("a-0-e", 10, side="BUY"), {("a", "ABC"): -10}, {"ABC": -10.0}, {}) == []


def test_shares_of_a_person_and_of_another_agent_are_no_room_for_a_stop_of_this_one() -> None:
    agents = {("a", "ABC"): 0, ("b", "ABC"): 10}
    (found,) = excesses(pair("a-0-e", 10), agents, {"ABC": 40.0}, {"ABC": 30.0})
    assert (found.whose, found.held) == ("a", 0)


def test_shares_that_are_gone_from_the_account_leave_no_room_though_the_fills_add_up_to_some() -> None:
    (found,) = excesses(pair("a-0-e", 10), LONG, {"ABC": 5.5}, {"ABC": 5.5})
    assert (found.whose, found.held, found.could) == ("the account", 0.0, 10)
    assert excess_sentence([found]) == (
        "Orders could close more than is held. ABC: the account holds 0, and a-0-e.sl, a-0-e.tp could sell 10. "
        "Cancel what is too many at the broker; trading goes on once that is seen there"
    )


@pytest.mark.parametrize("agent_id", ["gone", None])
def test_a_stop_that_an_agent_of_before_left_guards_what_no_agent_holds(agent_id: str | None) -> None:
    left = pair("gone-0-e", 10, agent_id=agent_id)
    assert excesses(left, LONG, {"ABC": 20.0}, {"ABC": 10.0}) == []
    (found,) = excesses(left, LONG, {"ABC": 15.0}, {"ABC": 5.0})
    assert (found.whose, found.held, found.could) == ("nobody here", 5.0, 10)


def test_while_an_entry_works_its_pair_closes_what_it_has_filled_and_no_more() -> None:
    entry = order("a-0-e", 20, side="BUY", purpose="entry", filled=10)
    assert excesses([entry, *pair("a-0-e", 30)], LONG, HELD, {}) == []
    (found,) = excesses([entry, *pair("a-0-e", 30)], {("a", "ABC"): 4}, {"ABC": 4.0}, {})
    assert found.could == 10
