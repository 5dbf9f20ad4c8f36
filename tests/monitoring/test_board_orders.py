"""What the board makes of orders, fills, protection and the kill switch."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from rlbot.bus import Bus
from rlbot.clock import ReplayClock, from_iso
from rlbot.events.ops import KillActivated, KillReset
from rlbot.events.trade import OrderCancelled, ProtectionRemoved
from rlbot.monitoring.board import Board
from rlbot.monitoring.board_lists import BoardLists
from rlbot.monitoring.board_reader import BoardReader
from rlbot.monitoring.web.contract.base import Mode
from tests.monitoring.scenario import (
    AGENTS,
    NOW,
    START,
    a_board,
    a_trade,
    accepted,
    approved,
    closed,
    filled,
    holding,
    made,
    protected,
)


def test_same_fill_and_same_decision_twice_change_nothing() -> None:
    board, bus = a_board()
    a_trade(bus)
    bus.publish(filled(0))
    bus.publish(made(0))
    board.catch_up()
    view = board.state.agents["ppo_stock"]
    assert (view.trades, board.state.trades.total) == (1, 1)
    assert view.decisions.made == 2
    assert view.actions == {"buy": 1, "hold": 1, "sell": 0}


def test_realised_profit_belongs_to_the_fill_that_closed() -> None:
    board, bus = a_board()
    lists = BoardLists(board, ReplayClock(NOW))
    a_trade(bus)
    for event in (made(2, "sell"), approved(2, "sell"), filled(2, "sell", price=110.0), holding(3, 0, 0.0, realised=990.0)):
        bus.publish(event)
    newest, oldest = lists.trades(None, 10).items
    assert newest.realised == pytest.approx(990.0)
    assert oldest.realised is None
    metrics = BoardReader(board, ReplayClock(NOW)).metrics("ppo_stock")
    assert metrics is not None
    assert (metrics.closed, metrics.wins, metrics.win_rate) == (1, 1, 1.0)


def test_flip_gives_the_profit_to_the_closing_fill_only() -> None:
    board, bus = a_board()
    lists = BoardLists(board, ReplayClock(NOW))
    a_trade(bus)
    # Broker order of things: both fills first, then the ledger's word on each.
    bus.publish(filled(2, "sell", 100, 110.0))
    bus.publish(filled(3, "sell", 50, 110.0))
    bus.publish(holding(3, 0, 0.0, realised=990.0))
    bus.publish(holding(3, -50, 110.0, realised=990.0))
    opening, closing, _ = lists.trades(None, 10).items
    assert closing.realised == pytest.approx(990.0)
    assert opening.realised is None


def test_kill_counts_cancellations_until_the_broker_confirmed() -> None:
    clock = ReplayClock(NOW)
    board, bus = a_board(clock)
    reader = BoardReader(board, clock)
    for day in (0, 1):
        for event in (closed(day), made(day), approved(day), accepted(day)):
            bus.publish(event)
    bus.publish(KillActivated(ts_ns=START, reason="by hand", origin="dashboard"))
    assert (reader.kill().stage, reader.kill().entries_total) == ("orders_blocked", 2)
    assert (reader.kill().since_ns, reader.kill().market_ns) == (NOW, START)
    agent = reader.agent("ppo_stock")
    assert agent is not None
    assert agent.state == "paused_by_kill"
    for day, stage in ((0, "cancelling"), (1, "halted")):
        cancelled = OrderCancelled(
            ts_ns=START, client_order_id=f"o-{day}", agent_id="ppo_stock", symbol="AAPL", filled=0, reason="killed"
        )
        bus.publish(cancelled)
        assert reader.kill().stage == stage
    assert reader.kill().entries_cancelled == 2
    assert reader.status().halt_reason == "by hand"
    bus.publish(KillReset(ts_ns=START, origin="dashboard"))
    assert reader.kill().stage == "off"


def test_open_position_without_a_stop_is_named_after_a_kill() -> None:
    board, bus = a_board()
    reader = BoardReader(board, ReplayClock(NOW))
    a_trade(bus)
    bus.publish(KillActivated(ts_ns=START, reason="by hand", origin="shell"))
    assert (reader.kill().protected, reader.kill().unprotected) == (1, ())
    bus.publish(ProtectionRemoved(ts_ns=START, agent_id="ppo_stock", symbol="AAPL", reason="cancelled"))
    assert (reader.kill().protected, reader.kill().unprotected) == (0, ("ppo_stock AAPL",))


def test_protective_leg_that_fills_stays_filled_and_its_twin_is_cancelled() -> None:
    board, bus = a_board()
    lists = BoardLists(board, ReplayClock(NOW))
    bus.publish(closed(0))
    bus.publish(replace(protected(0), take_profit_price=120.0))
    bus.publish(replace(filled(0, "sell"), kind="stop_loss", client_order_id="p-1"))
    bus.publish(ProtectionRemoved(ts_ns=START, agent_id="ppo_stock", symbol="AAPL", reason="filled"))
    orders = lists.orders(None, 10)
    assert orders.working == ()
    assert {(o.kind, o.state, o.side) for o in orders.items} == {
        ("stop_loss", "filled", "sell"),
        ("take_profit", "cancelled", "sell"),
    }


@pytest.mark.parametrize(("mode", "waits"), [("paper", True), ("live", True), ("simulate", False)])
def test_a_daily_order_says_what_it_waits_for_until_the_broker_has_it(mode: Mode, waits: bool) -> None:
    bus = Bus()
    board = Board(AGENTS, mode, ReplayClock(NOW))
    board.subscribe(bus)
    order = replace(approved(0), ts_ns=from_iso("2026-11-25T21:01:00Z"))
    bus.publish(order)
    bus.publish(replace(order, client_order_id="o-f", purpose="flatten"))
    board.catch_up()
    lists = BoardLists(board, ReplayClock(NOW))
    reasons = {one.client_order_id: one.reason for one in lists.orders(None, 10).working}
    assert reasons == {"o-0": "waits for the open, 2026-11-27 09:30 New York" if waits else "", "o-f": ""}
    bus.publish(accepted(0))
    board.catch_up()
    assert {one.reason for one in lists.orders(None, 10).working} == {""}
