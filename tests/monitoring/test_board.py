"""What the board makes of events."""

from __future__ import annotations

import math

import pytest

from rlbot.clock import ReplayClock
from rlbot.events.agent import AgentPaused, AgentResumed, DecisionLate, ModelDeployed
from rlbot.events.market import FeedStateChanged, SplitApplied
from rlbot.events.ops import HandlerFailed, RunEnded, TradingHalted, TradingResumed
from rlbot.monitoring.board import INBOX
from rlbot.monitoring.board_lists import BoardLists
from rlbot.monitoring.board_reader import BoardReader
from rlbot.monitoring.views import bar_series, curve, decision_log
from tests.monitoring.scenario import (
    DAY,
    NOW,
    START,
    a_board,
    a_trade,
    bar,
    closed,
    due,
    made,
    marked,
)

FAR = 1 << 62


def test_hearing_only_appends_until_somebody_looks() -> None:
    board, bus = a_board()
    a_trade(bus)
    assert board.state.trades.total == 0
    board.catch_up()
    assert board.state.trades.total == 1


def test_inbox_is_bounded_when_nobody_looks() -> None:
    board, _ = a_board()
    event = closed(0)
    for _ in range(INBOX + 10):
        board.hear(event)
    assert len(board._inbox) == 10


def test_trade_shows_in_agent_position_order_and_status() -> None:
    board, bus = a_board()
    reader = BoardReader(board, ReplayClock(NOW))
    a_trade(bus)
    agent = reader.agent("ppo_stock")
    assert agent is not None
    assert (agent.state, agent.stance, agent.shares, agent.version) == ("trading", "long", 100, "v1")
    assert agent.equity == 50_189.0
    assert agent.day_pnl == pytest.approx(189.0)
    assert agent.weight == pytest.approx(100 * 102.0 / 50_189.0)
    (position,) = reader.positions().items
    assert position.unrealised == pytest.approx(100 * (102.0 - 100.1))
    assert (position.stop_loss_price, position.protected) == (88.0, True)
    status = reader.status()
    assert status.labels == ("SIMULATED", "REPLAY")
    assert status.account.equity == pytest.approx(100_189.0)
    assert not status.halted
    assert {c.name for c in status.components} >= {"bridge", "gateway", "feed", "mqtt", "watchdog", "trainer", "agent:sac_etf"}


def test_a_late_or_failing_agent_is_an_alert() -> None:
    board, bus = a_board()
    bus.publish(DecisionLate(ts_ns=NOW, agent_id="ppo_stock", decision_id="ppo_stock-1", late_ns=1_500_000_000))
    failed = HandlerFailed(ts_ns=NOW, handler="agent ppo_stock", event="DecisionDue", error="its process ended", critical=False)
    bus.publish(failed)
    board.catch_up()
    told = {alert.code: (alert.severity, alert.text) for alert in BoardLists(board, ReplayClock(NOW)).alerts(FAR, 10).items}
    assert told["decision_late"] == ("warning", "ppo_stock gave no decision within 1.5 s; its position stays as it is.")
    assert told["handler_failed"][0] == "warning" and "its process ended" in told["handler_failed"][1]


def test_a_halt_is_an_alert_once_and_its_end_too() -> None:
    board, bus = a_board()
    bus.publish(TradingHalted(ts_ns=NOW, reason="equity is 51 % below its peak", agent_id="sac_etf", rule="drawdown"))
    bus.publish(TradingHalted(ts_ns=NOW, reason="positions do not add up", rule="position_mismatch"))
    bus.publish(TradingHalted(ts_ns=NOW, reason="the disk is full", rule="journal_failed"))
    bus.publish(TradingResumed(ts_ns=NOW, reason="resumed by dashboard", agent_id="sac_etf"))
    board.catch_up()
    items = BoardLists(board, ReplayClock(NOW)).alerts(FAR, 10).items
    assert [(alert.severity, alert.code) for alert in reversed(items)] == [
        ("warning", "drawdown"),
        ("critical", "position_mismatch"),
        ("info", "resumed"),
    ], "a journal that fails raises an alert of its own"
    assert items[-1].text.startswith("sac_etf is halted: equity is 51 % below its peak.")


def test_bars_that_the_calendar_owes_are_an_alert_once_and_their_return_too() -> None:
    board, bus = a_board()
    for state, detail in (("live", "well"), ("stale", "bars are missing: AAPL 1m"), ("stale", "still"), ("live", "well")):
        bus.publish(FeedStateChanged(ts_ns=NOW, source="ibkr", state=state, detail=detail))  # type: ignore[arg-type]  # of a list
    board.catch_up()
    assert [(alert.code, alert.severity) for alert in board.state.platform.alerts] == [
        ("bars_missing", "warning"),
        ("bars_back", "info"),
    ]


def test_indicators_come_from_the_agents_features() -> None:
    board, bus = a_board()
    reader = BoardReader(board, ReplayClock(NOW))
    bus.publish(closed(0))
    bus.publish(due(0))
    bars = reader.bars("AAPL", "1d", 0, FAR, 10)
    assert bars is not None
    assert (bars.ema_10, bars.ema_50, bars.rsi, bars.vix) == ((99.9,), (99.5,), (55.0,), (20.0,))
    assert bars.macd == (0.5,)
    assert bars.macd_signal[0] == pytest.approx(0.5 - 0.002 * 100.0)


def test_cold_indicators_stay_unknown_until_their_own_length() -> None:
    board, bus = a_board()
    reader = BoardReader(board, ReplayClock(NOW))
    for day in range(12):
        bus.publish(closed(day))
        bus.publish(due(day, warm=False))
    bars = reader.bars("AAPL", "1d", 0, FAR, 12)
    assert bars is not None
    assert bars.ema_10[8] is None
    assert bars.ema_10[9] is not None
    assert bars.ema_50[11] is None


def test_bars_are_capped_and_say_that_there_were_more() -> None:
    board, bus = a_board()
    reader = BoardReader(board, ReplayClock(NOW))
    for day in range(bar_series.CAP + 5):
        bus.publish(closed(day))
    bars = reader.bars("AAPL", "1d", 0, FAR, 10_000)
    assert bars is not None
    assert len(bars.t) == bar_series.CAP
    assert bars.more
    newest = reader.bars("AAPL", "1d", 0, FAR, 3)
    assert newest is not None
    assert newest.t == bars.t[-3:]
    stretch = reader.bars("AAPL", "1d", bars.t[10], bars.t[20], 100)
    assert stretch is not None
    assert stretch.t == bars.t[10:20]
    assert stretch.c == bars.c[10:20]


def test_split_rescales_earlier_bars_and_the_benchmark() -> None:
    board, bus = a_board()
    reader = BoardReader(board, ReplayClock(NOW))
    bus.publish(closed(0, 100.0))
    bus.publish(marked(0, 50_000.0, close=100.0))
    bus.publish(SplitApplied(ts_ns=START, symbol="AAPL", session_ns=START + DAY, factor=4.0))
    bus.publish(closed(1, 25.0))
    bus.publish(marked(1, 50_000.0, close=25.0))
    bars, equity = reader.bars("AAPL", "1d", 0, FAR, 10), reader.equity("ppo_stock")
    assert bars is not None
    assert equity is not None
    assert bars.c == (25.0, 25.0)
    assert bars.v[0] == 4e6
    assert equity.benchmark == (50_000.0, 50_000.0)


@pytest.mark.parametrize(
    ("event", "state"),
    [
        (AgentPaused(ts_ns=START, agent_id="ppo_stock", reason="by hand"), "paused"),
        (AgentPaused(ts_ns=START, agent_id="ppo_stock", reason="paused by kill"), "paused_by_kill"),
        (TradingHalted(ts_ns=START, agent_id="ppo_stock", reason="drawdown", rule="max_drawdown"), "halted"),
        (TradingHalted(ts_ns=START, reason="daily loss"), "halted"),
        (RunEnded(ts_ns=START, run_id="r-1", reason="the data ended"), "stopped"),
        (AgentResumed(ts_ns=START, agent_id="ppo_stock"), "trading"),
    ],
)
def test_agent_state_says_why_it_does_not_trade(event: object, state: str) -> None:
    board, bus = a_board()
    a_trade(bus)
    bus.publish(event)
    agent = BoardReader(board, ReplayClock(NOW)).agent("ppo_stock")
    assert agent is not None
    assert agent.state == state
    assert (agent.state_detail == "") == (state == "trading")


def test_paused_agent_stays_paused_through_a_halt_and_says_both() -> None:
    board, bus = a_board()
    a_trade(bus)
    bus.publish(AgentPaused(ts_ns=START, agent_id="ppo_stock", reason="by hand"))
    bus.publish(TradingHalted(ts_ns=START, reason="daily loss"))
    agent = BoardReader(board, ReplayClock(NOW)).agent("ppo_stock")
    assert agent is not None
    assert (agent.state, agent.state_detail) == ("paused", "by hand; also halted: daily loss")


def test_status_names_the_series_that_have_bars() -> None:
    board, bus = a_board()
    reader = BoardReader(board, ReplayClock(NOW))
    assert reader.status().series == ()
    bus.publish(closed(0))
    bus.publish(closed(0, symbol="TNA"))
    assert reader.status().series == ("AAPL 1d", "TNA 1d")


def test_bars_of_the_training_range_are_labelled_in_sample() -> None:
    board, bus = a_board()
    reader = BoardReader(board, ReplayClock(NOW))
    deployed = ModelDeployed(
        ts_ns=START,
        agent_id="ppo_stock",
        version="v1",
        algorithm="ppo",
        proven=True,
        trained_from_ns=START,
        trained_to_ns=bar(0).start_ns,
    )
    for event in (deployed, closed(0), made(0)):
        bus.publish(event)
    assert "IN SAMPLE" in reader.status().labels
    for event in (closed(1), made(1)):
        bus.publish(event)
    assert "IN SAMPLE" not in reader.status().labels
    bars = reader.bars("AAPL", "1d", 0, FAR, 10)
    assert bars is not None
    assert bars.in_sample == (True, False)
    rows = BoardLists(board, ReplayClock(NOW)).decisions(None, 10).items
    assert [r.in_sample for r in rows] == [False, True]


def test_decisions_are_capped_and_paged_newest_first() -> None:
    board, bus = a_board()
    lists = BoardLists(board, ReplayClock(NOW))
    for day in range(decision_log.CAP + 3):
        bus.publish(made(day, "hold"))
    first = lists.decisions(None, 1_500)
    assert first.total == decision_log.CAP + 3
    assert first.next_before is not None
    second = lists.decisions(first.next_before, 1_500)
    assert second.next_before is None
    ids = [d.decision_id for d in (*first.items, *second.items)]
    assert len(ids) == len(set(ids)) == decision_log.CAP
    assert first.items[0].seq > first.items[-1].seq > second.items[0].seq


def test_curve_is_thinned_but_keeps_its_beginning_and_its_newest_points() -> None:
    line = curve.Curve("a", "hold")
    for t in range(3 * curve.CAP):
        line.mark(t, NOW, equity=float(t), drawdown=0.0)
    assert len(line.t) <= curve.CAP
    assert line.t[0] == 0
    assert line.t[-curve.FRESH :] == list(range(3 * curve.CAP - curve.FRESH, 3 * curve.CAP))
    assert line.t == sorted(set(line.t))
    assert all(len(c) == len(line.t) for c in line.columns.values())


def test_two_agents_marked_at_one_instant_leave_no_phantom_drawdown_or_peak() -> None:
    board, bus = a_board()
    reader = BoardReader(board, ReplayClock(NOW))
    for day, (first, second) in enumerate([(49_000.0, 51_000.0), (52_000.0, 48_000.0), (49_000.0, 50_000.0)]):
        bus.publish(marked(day, first))
        bus.publish(marked(day, second, agent="sac_etf"))
    equity, metrics = reader.equity(""), reader.metrics("")
    assert equity is not None
    assert metrics is not None
    assert equity.equity == (100_000.0, 100_000.0, 99_000.0)
    assert equity.drawdown == pytest.approx((0.0, 0.0, 0.01))
    assert metrics.max_drawdown == pytest.approx(0.01)
    assert metrics.max_drawdown_ns == bar(2).known_ns
    assert metrics.days == 3


def test_short_sample_is_not_shown_as_a_claim() -> None:
    board, bus = a_board()
    for day in range(10):
        bus.publish(marked(day, 50_000.0 + 100.0 * (day % 3)))
    metrics = BoardReader(board, ReplayClock(NOW)).metrics("ppo_stock")
    assert metrics is not None
    assert not metrics.enough
    assert metrics.note == "10 days: too short"
    assert metrics.sharpe is not None
    assert metrics.sharpe_low is not None
    assert metrics.sharpe_high is not None
    assert metrics.sharpe_low < metrics.sharpe < metrics.sharpe_high
    assert all(math.isfinite(v) for v in metrics.attribution.values())
    assert metrics.attribution["overnight"] == 10.0
