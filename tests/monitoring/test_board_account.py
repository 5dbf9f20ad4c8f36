"""The account between bars: cash, positions at their newest prices and equity add up whenever somebody looks."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from rlbot.clock import ReplayClock
from rlbot.events.market import MarkUpdated, SplitApplied
from rlbot.market.calendar import NYSE
from rlbot.monitoring.board_reader import BoardReader
from tests.monitoring.scenario import NOW, START, a_board, bar, closed, filled, holding, marked

SECOND_NS = 1_000_000_000
FLAT = 50_000.0  # the other agent's budget, never marked


def adds_up(reader: BoardReader, shares: int, price: float, cash: float) -> None:
    """Of an account that began with 100,000 and pays no costs here."""
    account, agent, positions = reader.status().account, reader.agent("ppo_stock"), reader.positions()
    assert agent is not None and account.equity is not None and account.day_pnl is not None
    assert (account.cash, account.equity) == pytest.approx((cash, cash + shares * price))
    assert account.exposure == pytest.approx(shares * price / account.equity)
    assert account.day_pnl == pytest.approx(account.equity - 100_000.0) == agent.day_pnl
    assert account.day_pnl == pytest.approx(agent_total(reader) + positions.unrealised)
    assert agent.weight == pytest.approx(shares * price / (cash + shares * price - FLAT))


def agent_total(reader: BoardReader) -> float:
    """What its trades realised."""
    return reader.board.state.agents["ppo_stock"].realised


def test_a_fill_and_a_price_between_two_bars_are_in_every_figure_at_once() -> None:
    clock = ReplayClock(NOW)
    board, bus = a_board(clock)
    reader = BoardReader(board, clock)
    bus.publish(closed(0))
    bus.publish(marked(0, 50_000.0))
    adds_up(reader, 0, 100.0, 100_000.0)
    bus.publish(replace(filled(0), price=101.0, commission=0.0))
    bus.publish(holding(1, 100, 101.0))
    adds_up(reader, 100, 100.0, 100_000.0 - 10_100.0)
    clock.advance_to(NOW + 5 * SECOND_NS)
    bus.publish(MarkUpdated(ts_ns=bar(0).known_ns + SECOND_NS, symbol="AAPL", price=103.0))
    adds_up(reader, 100, 103.0, 100_000.0 - 10_100.0)
    assert reader.status().account.as_of_ns == NOW + 5 * SECOND_NS
    bus.publish(replace(filled(0, "sell", price=102.0), exec_id="x-out", commission=0.0))
    bus.publish(holding(1, 0, 0.0, realised=100.0))
    adds_up(reader, 0, 103.0, 100_100.0)
    curve = reader.equity("")
    assert curve is not None and curve.equity == (100_000.0,), "the curve is of marks alone"


def test_before_the_first_mark_nothing_is_known() -> None:
    board, bus = a_board()
    bus.publish(MarkUpdated(ts_ns=START, symbol="AAPL", price=103.0))
    account = BoardReader(board, ReplayClock(NOW)).status().account
    assert (account.equity, account.cash, account.day_pnl) == (None, None, None)


def test_the_day_of_an_agent_of_daily_bars_begins_at_the_first_price_of_the_session() -> None:
    board, bus = a_board()
    reader = BoardReader(board, ReplayClock(NOW))
    held = {"shares": 100, "cash": 40_000.0, "session_end": True}
    bus.publish(closed(0))
    bus.publish(replace(filled(0), price=100.0, commission=0.0))
    bus.publish(holding(1, 100, 100.0))
    yesterday = replace(marked(0, 51_000.0), close=110.0, **held)
    bus.publish(yesterday)
    assert reader.status().account.day_pnl == pytest.approx(1_000.0)
    bus.publish(MarkUpdated(ts_ns=yesterday.ts_ns + SECOND_NS, symbol="AAPL", price=111.0))  # still of yesterday
    assert reader.status().account.day_pnl == pytest.approx(1_100.0)
    today_ns = NYSE.next_session(yesterday.ts_ns).open_ns
    bus.publish(MarkUpdated(ts_ns=today_ns, symbol="AAPL", price=109.0))
    assert reader.status().account.day_pnl == pytest.approx(-100.0)
    agent = reader.agent("ppo_stock")
    assert agent is not None and agent.day_pnl == pytest.approx(-100.0)
    bus.publish(replace(marked(1, 51_200.0), close=112.0, ts_ns=today_ns + 23_400 * SECOND_NS, **held))
    assert reader.status().account.day_pnl == pytest.approx(200.0)


def test_a_split_leaves_equity_as_it_was_until_the_next_price() -> None:
    board, bus = a_board()
    reader = BoardReader(board, ReplayClock(NOW))
    bus.publish(closed(0))
    bus.publish(marked(0, 50_000.0))
    bus.publish(replace(filled(0), price=100.0, commission=0.0))
    bus.publish(holding(1, 100, 100.0))
    before = reader.status().account.equity
    bus.publish(SplitApplied(ts_ns=bar(0).known_ns + 1, symbol="AAPL", session_ns=bar(1).start_ns, factor=4.0))
    bus.publish(holding(1, 400, 25.0))
    assert reader.status().account.equity == pytest.approx(before)
