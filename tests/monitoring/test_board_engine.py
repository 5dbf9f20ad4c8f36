"""The board beside a real trading path on real bars, across a split: what it shows is what the ledger says."""

from __future__ import annotations

from pathlib import Path

import pytest

from rlbot.agents.loading import open_seat
from rlbot.agents.registry import ModelRegistry
from rlbot.backtest.run import history_needed, replay_feed
from rlbot.clock import ReplayClock, from_iso
from rlbot.engine import build
from rlbot.market.data_folder import DataFolder
from rlbot.monitoring.board import Board
from rlbot.monitoring.board_lists import BoardLists
from rlbot.monitoring.board_reader import BoardReader
from rlbot.monitoring.board_why import why
from rlbot.monitoring.history_seed import BARS, seeded
from rlbot.risk.limits import NO_ACCOUNT_LIMITS
from rlbot.settings.agent import AgentSettings, CostSettings, LimitSettings
from tests.monitoring.scenario import NOW

pytestmark = pytest.mark.shared
FAR = 1 << 62


def test_board_agrees_with_the_ledger_after_two_years_of_trading(market_data: Path, tmp_path: Path) -> None:
    settings = AgentSettings(
        id="rule",
        algorithm="vol_target",
        symbol="AAPL",
        budget=50_000.0,
        costs=CostSettings(spread_bps=2.0, impact=0.5),
        limits=LimitSettings(stop_loss=0.10, no_trade_band=0.05),
    )
    seat = open_seat(settings, ModelRegistry(tmp_path), tmp_path)
    feed, vix = replay_feed(DataFolder(market_data), seat, from_iso("2019-06-03"), from_iso("2021-06-01"))
    engine = build([seat], clock=ReplayClock(), account=NO_ACCOUNT_LIMITS, explain=True, vix_intervals={"rule": vix})
    clock = ReplayClock(NOW)
    board = Board([settings], "backtest", clock)
    board.subscribe(engine.bus)
    batches = list(feed.batches())
    engine.warm_up(seeded(feed.history(batches[0].ts_ns, history_needed(seat, engine)), board, engine.market_data))
    for batch in batches:
        engine.play(batch)

    reader, lists = BoardReader(board, clock), BoardLists(board, clock)
    ledger = engine.ledger.view("rule")
    agent, equity, bars = reader.agent("rule"), reader.equity("rule"), reader.bars("AAPL", "1d", 0, FAR, 5_000)
    assert agent is not None
    assert equity is not None
    assert bars is not None
    assert agent.equity == pytest.approx(ledger.equity, abs=1e-6)
    assert agent.shares == ledger.shares
    assert len(equity.t) == agent.decisions
    assert len(bars.t) == BARS + agent.decisions  # history from before the run stands in front
    assert None not in bars.ema_50  # with its indicators
    assert not bars.more
    # Across the 4:1 split of August 2020 neither the chart nor the benchmark has a cliff.
    assert max(abs(b / a - 1.0) for a, b in zip(bars.c, bars.c[1:], strict=False)) < 0.2
    assert equity.benchmark[-1] == pytest.approx(50_000.0 * bars.c[-1] / bars.c[BARS], rel=0.03)
    trades = lists.trades(None, 2_000)
    assert sum(t.realised or 0.0 for t in trades.items) == pytest.approx(ledger.realised, abs=1e-6)
    assert {t.kind for t in trades.items} > {"open"}  # the crash of 2020 took the stop
    # Nothing hangs: what works at the broker is the pair, and an order of the last bar.
    orders = lists.orders(None, 2_000)
    assert sum(o.purpose != "protect" for o in orders.working) <= 1
    assert {o.state for o in orders.items} <= {"filled", "cancelled"}
    (position,) = reader.positions().items
    assert position.protected
    metrics = reader.metrics("rule")
    assert metrics is not None
    assert metrics.enough
    assert sum(metrics.attribution.values()) == pytest.approx(ledger.equity - 50_000.0, abs=1e-6)
    filled = [d for d in lists.decisions(None, 2_000).items if d.order == "filled"]
    assert len(filled) > 10
    card = why(board, filled[0].decision_id, None)
    assert card is not None
    assert card.order.cost is not None
    assert card.order.expected_cost == pytest.approx(card.order.cost, rel=0.05)
