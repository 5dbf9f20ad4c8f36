"""Faults of orders: silent, swallowed, cut, doubled, corrected, refused, filled behind the client's back."""

from __future__ import annotations

import pytest

from rlbot.bridge.fake_gateway.faults.kinds import (
    Cancel,
    CancelRefused,
    Correct,
    Duplicate,
    Fill,
    FillOffline,
    LateCancel,
    LateStatus,
    ManualTrade,
    Partial,
    Reject,
    Silence,
    Swallow,
    Twin,
    Warn,
)
from tests.bridge.fake_gateway.raw_client import World, errors, of, resting, statuses

FAR_BELOW = 1.00
EXECUTIONS = (7, 3, 9, 0, "", "", "", "", "", "")


def test_silenced_order_is_found_by_who_asks() -> None:
    world = World()
    client = world.client()
    world.inject(Silence("s"))
    assert client.place(1, "BUY", 10, "LMT", limit=FAR_BELOW, ref="s") == []
    assert world.gateway.ledger.placed == {"s": 1}
    assert statuses(client.ask(5, 1)) == [(1, "Submitted")]
    world.inject(Fill("s"))
    assert statuses(client.rows())[-1] == (1, "Filled")  # once found it speaks


def test_silenced_order_fills_in_silence() -> None:
    world = World()
    client = world.client()
    world.inject(Silence())
    assert client.place(1, "BUY", 10, ref="s") == []
    assert of(client.ask(*EXECUTIONS), 11)[0][26] == "s"


def test_swallowed_order_is_nowhere() -> None:
    world = World()
    client = world.client()
    world.inject(Swallow("s"))
    assert client.place(1, "BUY", 10, ref="s") == []
    assert client.ask(5, 1) + client.ask(*EXECUTIONS) + client.ask(99, 0) == [["53", "1"], ["55", "1", "9"], ["102"]]
    assert errors(client.ask(4, 1, 1, "")) == [(1, 10147)]
    assert world.gateway.ledger.received == {"s": 1}
    assert not world.gateway.ledger.placed


def test_order_fills_in_the_parts_it_is_cut_into() -> None:
    world = World()
    client = world.client()
    world.inject(Partial("p", first=40, parts=3))
    rows = client.place(1, "BUY", 100, ref="p")
    assert statuses(rows)[-1] == (1, "Submitted")
    world.advance(5)
    rows += client.rows()
    fills = of(rows, 11)
    assert [int(row[19]) for row in fills] == [40, 20, 20, 20]
    assert [int(row[24]) for row in fills] == [40, 60, 80, 100]
    assert len({row[14] for row in fills}) == 4
    assert len(of(rows, 59)) == 4
    assert float(of(rows, 5)[-1][103]) == sum(float(row[3]) for row in of(rows, 59)) == 4.0
    assert statuses(rows)[-1] == (1, "Filled")


def test_order_cut_without_a_rest_stays_partly_filled_until_it_is_cancelled() -> None:
    world = World()
    client = world.client()
    world.inject(Partial("p", first=40, parts=0))
    client.place(1, "BUY", 100, ref="p")
    world.advance(60)
    assert world.gateway.ledger.filled("p") == 40
    assert statuses(client.ask(4, 1, 1, ""))[-1] == (1, "Cancelled")


def test_duplicated_execution_comes_twice_and_counts_once() -> None:
    world = World()
    client = world.client()
    world.inject(Duplicate("d"))
    rows = client.place(1, "BUY", 10, ref="d")
    first, second = of(rows, 11)
    assert first == second
    assert len(of(rows, 59)) == 2
    assert world.gateway.ledger.positions() == {"AAPL": 10}


def test_corrected_execution_has_the_next_revision_and_another_price() -> None:
    world = World()
    client = world.client()
    world.inject(Correct("k", by=0.05))
    (first,) = of(client.place(1, "BUY", 10, ref="k"), 11)
    cash = world.gateway.account.cash
    world.advance(1)
    (second,) = of(client.rows(), 11)
    assert (first[14][-3:], second[14][-3:]) == (".01", ".02")
    assert first[14][:-3] == second[14][:-3]
    assert float(second[20]) == pytest.approx(float(first[20]) + 0.05)
    assert world.gateway.account.cash == pytest.approx(cash - 0.5, abs=1e-6)
    assert [fill.revision for fill in world.gateway.ledger.executions.values()] == [2]
    assert len(of(client.ask(*EXECUTIONS), 11)) == 2


def test_correction_moves_the_average_price_of_the_order() -> None:
    world = World()
    client = world.client()
    world.inject(Partial("k", first=4, parts=0))
    world.inject(Correct("k", by=0.05))
    (fill,) = of(client.place(1, "BUY", 10, ref="k"), 11)
    world.advance(1)
    (status,) = of(client.ask(5, 1), 3)
    assert float(status[5]) == pytest.approx(float(fill[20]) + 0.05)


def test_fill_while_disconnected_is_found_afterwards() -> None:
    world = World()
    client = resting(world)
    world.inject(FillOffline("r", away_s=10))
    assert client.hang_ups == 1
    world.advance(10)
    client = world.client()
    assert of(client.ask(*EXECUTIONS), 11)[0][26] == "r"


def test_late_status_tells_what_was_and_comes_after_the_fill() -> None:
    world = World()
    client = world.client()
    world.inject(LateStatus("l", seconds=3))
    rows = client.place(1, "BUY", 10, ref="l")
    assert of(rows, 11)
    assert not of(rows, 3)
    world.advance(3)
    assert statuses(client.rows()) == [(1, "PreSubmitted"), (1, "Filled")]


def test_late_cancel_is_pending_and_can_still_fill() -> None:
    world = World()
    client = resting(world)
    world.inject(LateCancel("r", seconds=5))
    assert statuses(client.ask(4, 1, 1, "")) == [(1, "PendingCancel")]
    world.inject(Fill("r"))
    assert statuses(client.rows())[-1] == (1, "Filled")
    world.advance(5)
    assert client.rows() == []


def test_late_cancel_is_carried_out_in_the_end() -> None:
    world = World()
    client = resting(world)
    world.inject(LateCancel("r", seconds=5))
    client.ask(4, 1, 1, "")
    world.advance(5)
    assert statuses(client.rows()) == [(1, "Cancelled")]


@pytest.mark.parametrize("code", [10147, 10148, 161, 0])
def test_refused_cancel_leaves_the_order_alive(code: int) -> None:
    world = World()
    client = resting(world)
    world.inject(CancelRefused("r", code=code))
    assert errors(client.ask(4, 1, 1, "")) == ([(1, code)] if code else [])
    assert len(world.gateway.book.live()) == 1
    assert statuses(client.ask(4, 1, 1, ""))[-1] == (1, "Cancelled")


def test_rejected_order_is_inactive_and_completed() -> None:
    world = World()
    client = world.client()
    world.inject(Reject("x"))
    rows = client.place(1, "BUY", 10, ref="x")
    assert (errors(rows), statuses(rows)) == ([(1, 201)], [(1, "Inactive")])
    assert [row[22] for row in of(client.ask(99, 0), 101)] == ["x"]


def test_warning_comes_as_an_error_and_the_order_lives() -> None:
    world = World()
    client = world.client()
    world.inject(Warn("w"))
    rows = client.place(1, "BUY", 10, "LMT", limit=FAR_BELOW, ref="w")
    assert errors(rows) == [(1, 399)]
    assert statuses(rows)[-1] == (1, "Submitted")


def test_exchange_cancels_by_itself() -> None:
    world = World()
    client = resting(world)
    world.inject(Cancel("r"))
    rows = client.rows()
    assert (statuses(rows), errors(rows)) == ([(1, "Cancelled")], [(1, 202)])


def test_twin_leaves_two_live_permanent_ids_under_one_reference() -> None:
    world = World()
    client = resting(world)
    world.inject(Twin("r"))
    client.place(1, "BUY", 10, "LMT", limit=2.0, ref="r")
    told = of(client.ask(16, 1), 5)
    assert [row[23] for row in told] == ["r", "r"]
    assert len({row[25] for row in told}) == 2
    assert {row[16] for row in told} == {"1.0", "2.0"}


def test_trade_by_hand_moves_the_position_without_an_order_of_ours() -> None:
    world = World()
    client = world.client()
    client.ask(61, 1)
    world.inject(ManualTrade("AAPL", -7))
    (position,) = of(client.rows(), 61)
    assert position[14] == "-7"
    (fill,) = of(client.ask(*EXECUTIONS), 11)
    assert (fill[2], fill[22], fill[26], fill[18]) == ("0", "0", "", "SLD")
    assert not world.gateway.ledger.placed


def test_fault_for_one_reference_leaves_other_orders_alone() -> None:
    world = World()
    client = world.client()
    world.inject(Swallow("mine"))
    assert client.place(1, "BUY", 10, ref="yours")
    assert client.place(2, "BUY", 10, ref="mine") == []
    assert client.place(3, "BUY", 10, ref="mine")
    assert len(world.gateway.pending) == 0
