"""The last state: replaced as a whole, rebuilt when damaged, never deleted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rlbot.clock import ReplayClock
from rlbot.events.agent import AgentPaused, AgentResumed, ModelDeployed
from rlbot.events.ops import KillActivated, KillReset, RunStarted, TradingHalted, TradingResumed
from rlbot.events.trade import PositionChanged
from rlbot.journal.kinds import Message
from rlbot.journal.memory_journal import MemoryJournal
from rlbot.system.state import State, StateDamaged, StateMissing, StateNotWritten, read_state, write_state
from rlbot.system.state_fold import StateFold
from rlbot.system.state_snapshot import StateSnapshot, find_state
from tests.journal.sample_events import decision, instant, run, ts

SECOND_NS = 1_000_000_000
EVENTS: list[Message] = [
    RunStarted(ts_ns=1, run_id="run-1", mode="simulate", feed="csv", resumed=False),
    ModelDeployed(ts_ns=1, agent_id="ppo_stock", version="v1", algorithm="ppo", proven=False),
    PositionChanged(ts_ns=2, agent_id="ppo_stock", symbol="AAPL", shares=10, avg_cost=99.5, cash=49_005.0, realised=0.0),
    decision(3),
    AgentPaused(ts_ns=3, agent_id="ppo_stock", reason="by hand"),
    TradingHalted(ts_ns=3, reason="drawdown"),
    TradingHalted(ts_ns=3, reason="own drawdown", agent_id="sac_etf"),
    KillActivated(ts_ns=3, reason="enough", origin="shell"),
    instant(3),
]


def folded(*events: Message) -> State:
    """The state after these."""
    fold = StateFold({"rlbot": "0.1.0"})
    for event in events:
        fold.apply(event)
    return fold.state(5)


def test_the_state_says_where_everything_stands() -> None:
    state = folded(*EVENTS)
    assert (state.run_id, state.mode, state.last_ts_ns) == ("run-1", "simulate", ts(3))
    assert state.last_instant.endswith("Z")
    assert (state.halted, state.killed, state.agents["sac_etf"].halted) == ("drawdown", "enough", "own drawdown")
    agent = state.agents["ppo_stock"]
    assert (agent.shares, agent.cash, agent.paused, agent.version) == (10, 49_005.0, "by hand", "v1")


def test_what_was_lifted_is_gone() -> None:
    state = folded(
        *EVENTS,
        AgentResumed(ts_ns=4, agent_id="ppo_stock"),
        TradingResumed(ts_ns=4, reason="by hand"),
        TradingResumed(ts_ns=4, reason="by hand", agent_id="sac_etf"),
        KillReset(ts_ns=4, origin="shell"),
    )
    assert (state.halted, state.killed) == ("", "")
    assert all(agent.paused == agent.halted == "" for agent in state.agents.values())


def test_a_written_state_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "checkpoints" / "state.json"
    assert isinstance(read_state(path), StateMissing)
    assert write_state(path, folded(*EVENTS)) is None
    assert read_state(path) == folded(*EVENTS)
    assert [file.name for file in path.parent.iterdir()] == ["state.json"]


@pytest.mark.parametrize("content", [b"", b'{"run_id": "run-1", "agen', b"[]", b"\x00" * 64, b"\xff\xfe", b'{"schema": 99}'])
def test_a_damaged_state_is_put_aside_and_rebuilt_from_the_journal(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(content)
    (tmp_path / "state.json.damaged-1").write_bytes(b"an earlier one")
    journal = MemoryJournal()
    journal.begin_run(run())
    for event in EVENTS:
        journal.tap(event)
    journal.commit()
    found = find_state(path, journal, "run-1", now_ns=5)
    assert found.state.agents == folded(*EVENTS).agents and found.state.killed == "enough"
    assert "state.json.damaged-2" in found.notice and "rebuilt from the journal" in found.notice
    assert (tmp_path / "state.json.damaged-2").read_bytes() == content
    assert (tmp_path / "state.json.damaged-1").read_bytes() == b"an earlier one"


def test_a_state_of_another_run_is_not_taken_for_this_one(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    write_state(path, folded(*EVENTS))
    journal = MemoryJournal()
    journal.begin_run(run("run-2"))
    begun = find_state(path, journal, "run-2", now_ns=5)
    assert begun.state.agents == {} and begun.notice == "", "a new run has nothing that could be missed"
    since = [EVENTS[2], instant(3)]
    for event in since:
        journal.tap(event)
    journal.commit()
    found = find_state(path, journal, "run-2", now_ns=5)
    assert found.state.agents == folded(*since).agents and "run-1" in found.notice


def test_a_full_disk_keeps_the_last_state_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "state.json"
    write_state(path, folded(*EVENTS))

    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    refused = write_state(path, folded())
    assert isinstance(refused, StateNotWritten) and "No space left" in refused.sentence
    assert read_state(path) == folded(*EVENTS)


def test_it_is_written_every_few_seconds_and_at_the_end(tmp_path: Path) -> None:
    path, clock = tmp_path / "state.json", ReplayClock(SECOND_NS)
    fold = StateFold({})
    snapshot = StateSnapshot(path, fold, clock, every_s=5.0)
    assert snapshot.tick() is None and path.exists()
    fold.apply(instant(1))
    clock.advance_to(5 * SECOND_NS)
    snapshot.tick()
    assert read_state(path) == StateFold({}).state(SECOND_NS)
    clock.advance_to(6 * SECOND_NS)
    snapshot.tick()
    assert read_state(path) == fold.state(6 * SECOND_NS)
    fold.apply(instant(2))
    snapshot.write()
    assert read_state(path) == fold.state(6 * SECOND_NS)
    assert isinstance(read_state(path), State) and not isinstance(read_state(path), StateDamaged)


def test_the_state_is_its_owners_alone_also_where_it_was_open_to_others(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.touch()
    path.chmod(0o644)
    assert write_state(path, folded(*EVENTS)) is None
    assert path.stat().st_mode & 0o777 == 0o600
