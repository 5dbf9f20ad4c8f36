"""Orders that hang together: parents, children, OCA groups."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rlbot.bridge.fake_gateway.faults.kinds import Cancel, Fill, Partial, Reject, Swallow
from tests.bridge.fake_gateway.raw_client import Client, Row, World, errors, of, statuses

FAR_BELOW, FAR_ABOVE = 1.00, 9_000.00


def bracket(client: Client, quantity: int = 100, *, oca_type: int = 3, parent: str = "MKT", limit: object = "") -> list[Row]:
    """Entry 1, take-profit 2, stop-loss 3; the last one transmits."""
    exits: dict[str, object] = {"parent": 1, "oca": "g", "oca_type": oca_type, "tif": "GTC"}
    rows = client.place(1, "BUY", quantity, parent, limit=limit, ref="e", transmit=0)
    rows += client.place(2, "SELL", quantity, "LMT", limit=FAR_ABOVE, ref="e.tp", transmit=0, **exits)
    assert rows == []
    return client.place(3, "SELL", quantity, "STP", stop=FAR_BELOW, ref="e.sl", **exits)


def live(world: World) -> dict[str, tuple[int, int]]:
    """orderRef -> (size, filled) of live orders."""
    return {order.terms.order_ref: (order.size, order.filled) for order in world.gateway.book.live()}


def test_last_member_transmits_all_and_children_wake_with_the_parents_fill() -> None:
    world = World()
    rows = bracket(world.client())
    assert statuses(rows)[:3] == [(1, "PreSubmitted"), (2, "PreSubmitted"), (3, "PreSubmitted")]
    assert statuses(rows)[-2:] == [(2, "Submitted"), (3, "PreSubmitted")]
    assert [row[10] for row in of(rows, 3) if row[1] == "3"][-1] == "trigger"
    assert world.gateway.ledger.placed == {"e": 1, "e.tp": 1, "e.sl": 1}


def test_children_of_a_waiting_parent_do_not_trade() -> None:
    world = World()
    rows = bracket(world.client(), parent="LMT", limit=FAR_BELOW)
    assert {row[10] for row in of(rows, 3) if row[1] in {"2", "3"}} == {"child"}
    world.inject(Fill("e.sl"))  # not even by force
    assert live(world).keys() == {"e", "e.tp", "e.sl"}
    assert world.gateway.account.position("AAPL") == 0


def test_parent_cancelled_without_a_fill_takes_its_children_along() -> None:
    client = World().client()
    bracket(client, parent="LMT", limit=FAR_BELOW)
    rows = client.ask(4, 1, 1, "")
    assert statuses(rows) == [(1, "Cancelled"), (2, "Cancelled"), (3, "Cancelled")]


def test_parent_cancelled_after_a_part_leaves_children_that_can_close_no_more_than_it() -> None:
    world = World()
    client = world.client()
    bracket(client, parent="LMT", limit=FAR_BELOW)
    world.inject(Fill("e", shares=40))
    client.ask(4, 1, 1, "")
    assert live(world) == {"e.tp": (100, 0), "e.sl": (100, 0)}
    rows = client.place(3, "SELL", 100, "STP", stop=FAR_ABOVE, ref="e.sl", parent=1, oca="g", oca_type=3, tif="GTC")
    assert [int(row[19]) for row in of(rows, 11)] == [40]
    assert world.gateway.account.position("AAPL") == 0


@pytest.mark.parametrize("oca_type", [2, 3])
def test_partial_exit_reduces_the_other_by_as_much(oca_type: int) -> None:
    world = World()
    client = world.client()
    bracket(client, oca_type=oca_type)
    client.rows()
    world.inject(Fill("e.tp", shares=30))
    assert live(world) == {"e.tp": (100, 30), "e.sl": (70, 0)}
    assert [row[14] for row in of(client.rows(), 5) if row[1] == "3"] == ["70"]
    world.inject(Fill("e.tp"))
    assert live(world) == {}
    assert (3, 202) in errors(client.rows())
    assert world.gateway.account.position("AAPL") == 0


def test_oca_type_one_cancels_the_rest_at_the_first_fill() -> None:
    world = World()
    bracket(world.client(), oca_type=1)
    world.inject(Fill("e.tp", shares=30))
    assert live(world) == {"e.tp": (100, 30)}


def test_a_modify_that_crosses_a_fill_of_the_other_exit_raises_the_stop_beyond_what_is_left() -> None:
    world = World()
    client = world.client()
    bracket(client)
    world.inject(Fill("e.tp", shares=30))
    client.place(3, "SELL", 100, "STP", stop=FAR_ABOVE, ref="e.sl", parent=1, oca="g", oca_type=3, tif="GTC")
    assert world.gateway.account.position("AAPL") == -30


def test_rejected_parent_takes_its_children_along() -> None:
    world = World()
    world.inject(Reject("e"))
    rows = bracket(world.client())
    assert errors(rows)[0] == (1, 201)
    assert statuses(rows)[0] == (1, "Inactive")
    assert {status for order_id, status in statuses(rows) if order_id != 1} == {"Cancelled"}
    assert live(world) == {}
    assert not world.gateway.ledger.placed


def test_swallowed_parent_swallows_its_children() -> None:
    world = World()
    world.inject(Swallow("e"))
    assert bracket(world.client()) == []
    assert live(world) == {}
    assert world.gateway.ledger.received == {"e": 1, "e.tp": 1, "e.sl": 1}
    assert not world.gateway.ledger.placed


def test_children_follow_a_parent_that_fills_in_parts() -> None:
    world = World()
    world.inject(Partial("e", first=40, parts=2))
    client = world.client()
    bracket(client)
    assert world.gateway.account.position("AAPL") == 40
    world.inject(Fill("e.tp", shares=0))
    world.advance(5)
    assert world.gateway.ledger.filled("e") == 100


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["fill e", "fill e.tp", "fill e.sl", "cancel e", "cancel e.tp", "tick"]), st.integers(1, 60))
    )
)
def test_what_the_gateway_does_by_itself_never_turns_a_long_position_short(steps: list[tuple[str, int]]) -> None:
    world = World()
    client = world.client()
    bracket(client, parent="LMT", limit=FAR_BELOW)
    for step, size in steps:
        verb, _, ref = step.partition(" ")
        if verb == "tick":
            world.advance(1)
        elif verb == "cancel":
            world.inject(Cancel(ref))
        else:
            world.inject(Fill(ref, shares=size))
        assert world.gateway.account.position("AAPL") >= 0
    # an exit made marketable closes what is left and no more
    for order_id, ref, kind, level in ((2, "e.tp", "LMT", {"limit": FAR_BELOW}), (3, "e.sl", "STP", {"stop": FAR_ABOVE})):
        if ref in live(world):
            client.place(
                order_id, "SELL", live(world)[ref][0], kind, ref=ref, parent=1, oca="g", oca_type=3, tif="GTC", **level
            )
            assert world.gateway.account.position("AAPL") >= 0
    assert world.gateway.ledger.positions().get("AAPL", 0) == world.gateway.account.position("AAPL")
