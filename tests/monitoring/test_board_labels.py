"""What the board must say beside its figures, and which figures it must not show."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from rlbot.clock import ReplayClock
from rlbot.events.agent import DecisionReason
from rlbot.monitoring.board import Board
from rlbot.monitoring.board_lists import BoardLists
from rlbot.monitoring.board_reader import BoardReader
from tests.monitoring.scenario import (
    AGENTS,
    NOW,
    a_board,
    accepted,
    approved,
    bar,
    closed,
    due,
    filled,
    holding,
    made,
    marked,
)

FAR = 1 << 62


@pytest.mark.parametrize("made_up", [True, False])
def test_a_made_up_market_that_comes_through_the_bridge_is_labelled_wherever_it_is_shown(made_up: bool) -> None:
    board = Board(AGENTS, "paper", ReplayClock(NOW), made_up=made_up)
    reader = BoardReader(board, ReplayClock(NOW))
    board.hear(replace(closed(0), bar=replace(bar(0), source="ibkr")))
    status, bars, equity = reader.status(), reader.bars("AAPL", "1d", 0, FAR, 10), reader.equity("")
    assert bars is not None and equity is not None
    assert status.labels == (("SYNTHETIC",) if made_up else ())
    assert (status.feed.synthetic, bars.synthetic, equity.synthetic) == (made_up,) * 3


def test_in_sample_stays_for_as_long_as_such_bars_are_behind_the_figures() -> None:
    board, bus = a_board()
    reader = BoardReader(board, ReplayClock(NOW))
    bus.publish(closed(0))
    assert reader.status().labels == ("SIMULATED", "REPLAY")
    for day, seen in enumerate([("ppo_stock",), ("ppo_stock",), (), ()], start=1):
        bus.publish(replace(closed(day), in_sample=seen))
        bus.publish(marked(day, 50_000.0))
    agent, figures = reader.agent("ppo_stock"), reader.metrics("")
    assert agent is not None and figures is not None
    assert reader.status().labels == ("SIMULATED", "REPLAY", "IN SAMPLE")
    assert (agent.in_sample, figures.in_sample) == (True, 0.5)


@pytest.mark.parametrize(("reason", "sure"), [("policy", 0.62), ("baseline", None), ("script", None), ("paused", None)])
def test_confidence_is_shown_only_where_something_learned_decided(reason: DecisionReason, sure: float | None) -> None:
    board, bus = a_board()
    for event in [closed(0), marked(0, 50_000.0), due(0), replace(made(0), reason=reason), approved(0), accepted(0)]:
        bus.publish(event)
    for event in [closed(1), filled(0), holding(1, 100, 100.1), marked(1, 50_000.0, 100)]:
        bus.publish(event)
    reader, lists = BoardReader(board, ReplayClock(NOW)), BoardLists(board, ReplayClock(NOW))
    agent, curve = reader.agent("ppo_stock"), reader.equity("ppo_stock")
    assert agent is not None and curve is not None
    (decision,), (trade,) = lists.decisions(None, 10).items, lists.trades(None, 10).items
    assert agent.confidence == curve.confidence[-1] == decision.confidence == trade.confidence == sure
