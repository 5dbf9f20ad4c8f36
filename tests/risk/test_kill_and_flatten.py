"""Kill and flatten on the whole trading path: what stops, what stays, what still closes."""

from __future__ import annotations

from pathlib import Path

from rlbot.events.commands import Flatten, Kill, ResumeTrading
from rlbot.events.ops import KillActivated, KillReset
from rlbot.events.trade import OrderApproved, OrderCancelled, OrderFilled, ProtectionRemoved
from rlbot.risk.kill_switch import KillSwitch
from tests.risk.test_risk_gate import FREE, day, refused, sent
from tests.risk.trading_path import TradingPath, agent, daily, flat_day


def test_kill_blocks_entries_cancels_working_ones_and_keeps_protection(tmp_path: Path) -> None:
    path = TradingPath(agent(costs=FREE, limits={"stop_loss": 0.1}), kill=KillSwitch(tmp_path / "kill"))
    day(path, 0, 100.0, 0.5)
    day(path, 1, 100.0, 1.0)
    path.bus.publish(Kill(ts_ns=2, origin="dashboard", reason="enough"))
    path.bus.publish(Kill(ts_ns=3, origin="dashboard", reason="enough"))
    assert [k.reason for k in path.heard(KillActivated)] == ["enough"]
    assert [c.reason for c in path.heard(OrderCancelled)] == ["killed"]
    assert path.heard(ProtectionRemoved) == []
    day(path, 2, 100.0, 1.0)
    assert refused(path) == [("kill_switch", 249)]
    path.play(daily(3, 100.0, 100.0, 85.0, 95.0))
    assert path.heard(OrderFilled)[-1].kind == "stop_loss"
    path.bus.publish(ResumeTrading(ts_ns=4, origin="dashboard"))
    assert len(path.heard(KillReset)) == 1
    day(path, 4, 100.0, 1.0)
    assert sent(path)[-1][0] == "entry"


def test_exits_pass_while_killed() -> None:
    path = TradingPath(agent(costs=FREE))
    day(path, 0, 100.0, 1.0)
    day(path, 1, 100.0)
    path.bus.publish(Kill(ts_ns=2, origin="shell"))
    day(path, 2, 100.0, 0.25)
    assert sent(path)[-1] == ("reduce", "sell", 376)


def test_a_kill_file_written_by_another_process_is_obeyed_and_told(tmp_path: Path) -> None:
    file = tmp_path / "kill"
    path = TradingPath(agent(costs=FREE), kill=KillSwitch(file))
    file.touch()
    path.gate.check_kill(1)
    path.gate.check_kill(2)
    day(path, 0, 100.0, 1.0)
    assert refused(path) == [("kill_switch", 500)]
    assert [(k.origin, k.ts_ns) for k in path.heard(KillActivated)] == [("file", 1)]


def test_a_kill_file_counts_between_instants_never_in_the_middle_of_one(tmp_path: Path) -> None:
    file = tmp_path / "kill"
    path = TradingPath(agent("a", costs=FREE), agent("b", costs=FREE), kill=KillSwitch(file))
    path.bus.on(OrderApproved, lambda order: file.touch())  # appears while the first of two orders is on its way
    bar = flat_day(0, 100.0)
    path.play(bar)
    path.decide(1.0, bar, "a")
    path.decide(1.0, bar, "b")
    assert [o.agent_id for o in path.heard(OrderApproved)] == ["a", "b"]
    path.gate.check_kill(3)
    assert [c.agent_id for c in path.heard(OrderCancelled)] == ["a", "b"], "neither has filled"


def test_flatten_closes_position_then_protection_also_while_killed() -> None:
    path = TradingPath(agent(costs={**FREE, "max_participation": 0.1}, limits={"stop_loss": 0.1}))
    day(path, 0, 100.0, 1.0)
    day(path, 1, 100.0, None)
    path.bus.publish(Kill(ts_ns=2, origin="shell"))
    path.bus.publish(Flatten(ts_ns=flat_day(1, 1.0).known_ns, origin="shell"))
    assert sent(path)[-1] == ("flatten", "sell", 500)
    path.play(daily(2, 100.0, 100.0, 100.0, 100.0, 3_000.0))
    assert path.ledger.shares("a") == 200.0
    assert sent(path)[-1] == ("flatten", "sell", 200)
    path.play(flat_day(3, 100.0))
    assert path.ledger.shares("a") == 0.0
    assert path.heard(ProtectionRemoved)[-1].reason in {"flat", "replaced"}
    path.play(flat_day(4, 100.0))
    assert len([o for o in path.heard(OrderApproved) if o.purpose == "flatten"]) == 2


def test_nothing_opens_while_flattening() -> None:
    path = TradingPath(agent(costs={**FREE, "max_participation": 0.1}))
    day(path, 0, 100.0, 0.5)
    day(path, 1, 100.0)
    path.bus.publish(Flatten(ts_ns=flat_day(1, 1.0).known_ns, origin="shell", agent_id="a"))
    path.play(daily(2, 100.0, 100.0, 100.0, 100.0, 0.0))
    path.decide(1.0, flat_day(2, 100.0))
    assert refused(path) == [("flattening", 249)]
