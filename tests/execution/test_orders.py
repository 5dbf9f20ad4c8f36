"""The order state machine and the book: what cannot happen is refused and changes nothing."""

from __future__ import annotations

import itertools
from typing import get_args

import pytest

from rlbot.events.trade import OrderAccepted, OrderCancelled, OrderFilled, OrderRejected
from rlbot.execution.order_book import OrderBook
from rlbot.execution.orders import OPEN_STATES, TRANSITIONS, OrderState, Trigger, WorkingOrder
from tests.execution.approved import approved, filled


def working(quantity: int = 100) -> WorkingOrder:
    order = WorkingOrder(approved(quantity=quantity))
    assert order.apply("submit") is None
    assert order.apply("accept") is None
    return order


@pytest.mark.parametrize(("state", "trigger"), list(itertools.product(get_args(OrderState), get_args(Trigger))))
def test_only_the_table_moves_an_order(state: OrderState, trigger: Trigger) -> None:
    order = WorkingOrder(approved())
    order.state = state
    refused = order.apply(trigger)
    if (state, trigger) in TRANSITIONS:
        assert refused is None and order.state == TRANSITIONS[state, trigger]
    else:
        assert refused is not None and refused.client_order_id == "a-1-e" and order.state == state


def test_a_lost_order_is_unresolved_and_stays_open() -> None:
    order = working()
    order.apply("lose")
    states = [order.state]
    order.apply("accept")
    states.append(order.state)
    assert states == ["unresolved", "working"]
    assert set(states) <= OPEN_STATES


def test_nothing_leaves_filled_or_rejected() -> None:
    left = {state for (state, _), after in TRANSITIONS.items() if state in {"filled", "rejected"} and after != state}
    assert left == set()


def test_second_fill_with_same_id_changes_nothing() -> None:
    order = working()
    assert order.fill("x1", 40) is None
    assert order.fill("x1", 40) is None
    assert (order.filled, order.state) == (40, "partial")


def test_overfill_is_refused_and_changes_nothing() -> None:
    order = working()
    order.fill("x1", 60)
    refused = order.fill("x2", 41)
    assert refused is not None and "40 shares left" in refused.detail
    assert (order.filled, order.state) == (60, "partial")


def test_partial_fills_complete_the_order() -> None:
    order = working()
    order.fill("x1", 60)
    order.fill("x2", 40)
    assert order.state == "filled" and order.remaining == 0


def test_a_fill_that_crossed_the_cancellation_still_counts() -> None:
    order = working()
    order.apply("cancel")
    assert order.fill("x1", 100) is None
    assert order.filled == 100


def test_split_never_makes_room_disappear() -> None:
    order = working(quantity=5)
    order.fill("x1", 2)
    order.split(1.5)
    assert (order.quantity, order.filled, order.remaining) == (8, 3, 5)


def test_book_counts_what_may_still_fill_by_what_it_does() -> None:
    book = OrderBook()
    assert book.add(approved("a-1-r", 100, side="sell", purpose="reduce"))
    assert book.add(approved("a-1-e", 50, side="sell"))
    assert not book.add(approved("a-1-e", 50, side="sell"))
    assert book.open_reducing("a") == 100
    assert book.open_entering("a") == -50
    assert [o.approved.client_order_id for o in book.open_orders("a")] == ["a-1-r", "a-1-e"]
    assert not book.has_open("b")


def test_finished_orders_leave_the_open_ones_and_are_still_known() -> None:
    book = OrderBook()
    order = approved()
    book.restore([order])
    assert book.on_fill(filled(order, 100)) is None
    assert not book.has_open("a")
    known = book.get("a-1-e")
    assert known is not None and known.state == "filled"
    assert not book.add(order)


def test_memory_of_finished_orders_is_bounded() -> None:
    book = OrderBook(remembered=10)
    for k in range(100):
        order = approved(f"a-{k}-e")
        book.restore([order, filled(order, 100, f"x{k}")])
    assert book.get("a-99-e") is not None
    assert book.get("a-1-e") is None
    assert len(book._done) <= 20


def test_book_comes_back_from_the_journaled_events() -> None:
    first, second, third = approved("a-1-e"), approved("a-2-e"), approved("b-1-e", agent_id="b")
    names = {"agent_id": "a", "symbol": "ABC"}
    book = OrderBook()
    book.restore(
        [
            first,
            OrderAccepted(ts_ns=1, client_order_id="a-1-e", **names),
            filled(first, 30),
            filled(first, 30),
            second,
            OrderRejected(ts_ns=1, client_order_id="a-2-e", reason="no", **names),
            third,
            OrderCancelled(ts_ns=1, client_order_id="b-1-e", agent_id="b", symbol="ABC", filled=0, reason="expired"),
        ]
    )
    assert [(o.approved.client_order_id, o.state, o.remaining) for o in book.open_orders()] == [("a-1-e", "partial", 70)]


def test_reports_about_unknown_orders_pass() -> None:
    book = OrderBook()
    fill: OrderFilled = filled(approved("a-9-s"), 10)
    assert book.on_fill(fill) is None
