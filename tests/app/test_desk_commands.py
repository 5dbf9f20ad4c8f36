"""What a person asks for is stored before it is answered; where it cannot be, the answer says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rlbot.agents.loading import open_seat
from rlbot.agents.registry import ModelRegistry
from rlbot.app.desk_commands import DeskCommands
from rlbot.clock import ReplayClock
from rlbot.engine import Engine, build
from rlbot.events.commands import Flatten, PauseAgent
from rlbot.journal.journal import Committed, JournalFailed, Run
from rlbot.journal.kinds import JOURNALED
from rlbot.journal.memory_journal import MemoryJournal
from rlbot.monitoring.web.contract.control import ResumeCheck
from rlbot.monitoring.web.request_error import RequestError
from rlbot.risk.halts import NOT_ARMED
from rlbot.risk.kill_switch import KillSwitch
from rlbot.settings.agent import AgentSettings
from rlbot.settings.platform import Settings
from rlbot.system.health import Health

FULL = JournalFailed("The journal could not be written: the disk is full", "journal", "Make room on that disk.")


def engine_at(home: Path, kill: KillSwitch | None = None) -> Engine:
    seat = open_seat(AgentSettings(id="one", algorithm="hold", symbol="AAPL"), ModelRegistry(home), home)
    return build([seat], clock=ReplayClock(), account=Settings().risk, kill_switch=kill)


def desk(engine: Engine, commit: Callable[[], Committed | JournalFailed]) -> DeskCommands:
    return DeskCommands(engine, Health(ReplayClock()), commit)


def test_a_command_is_in_the_journal_when_it_returns(tmp_path: Path) -> None:
    journal, engine = MemoryJournal(), engine_at(tmp_path)
    journal.begin_run(Run("run", "key", 1))
    for kind in JOURNALED:
        engine.bus.on(kind, journal.tap)
    commands = desk(engine, journal.commit)
    commands.pause("test", "one")
    assert journal.pending == 0
    commands.flatten("test", "")
    assert journal.pending == 0
    stored = [type(row.event) for row in journal.rows("run")]
    assert PauseAgent in stored and Flatten in stored


def test_a_command_that_cannot_be_stored_says_what_a_restart_would_not_know(tmp_path: Path) -> None:
    commands = desk(engine_at(tmp_path), lambda: FULL)
    asked: list[Callable[[str, str], None]] = [commands.flatten, commands.pause, commands.unpause]
    for ask in asked:
        with pytest.raises(RequestError, match=r"restart would not know of it.*Make room") as refused:
            ask("test", "one")
        assert refused.value.status == 503


def test_kill_needs_no_journal(tmp_path: Path) -> None:
    file = tmp_path / "kill"
    engine = engine_at(tmp_path, KillSwitch(file))
    desk(engine, lambda: FULL).kill("test", "")
    assert file.exists() and engine.kill_switch.active


def test_a_kill_file_that_will_not_go_is_not_called_resumed(tmp_path: Path) -> None:
    file = tmp_path / "kill"
    file.mkdir()  # somebody put a folder there: it kills just the same, and cannot be unlinked
    engine = engine_at(tmp_path, KillSwitch(file))
    commands = desk(engine, lambda: Committed(0, 0))
    with pytest.raises(RequestError, match="kill switch stays on"):
        commands.resume_trading("test")
    assert engine.kill_switch.active


def test_a_resume_is_not_offered_while_the_bridge_is_down(tmp_path: Path) -> None:
    said = [ResumeCheck(name="bridge", state="fail", detail="The bridge has stopped. Start it again")]
    commands = DeskCommands(engine_at(tmp_path), Health(ReplayClock()), lambda: Committed(0, 0), lambda: said)
    assert [check for check in commands.resume_checks() if check.state == "fail"] == said
    said[0] = ResumeCheck(name="bridge", state="ok", detail="connected")
    assert [check for check in commands.resume_checks() if check.state == "fail"] == []


def test_a_resume_is_not_offered_while_live_is_not_armed(tmp_path: Path) -> None:
    engine = engine_at(tmp_path)
    commands = desk(engine, lambda: Committed(0, 0))
    assert [check for check in commands.resume_checks() if check.state == "fail"] == []
    engine.risk.halt(NOT_ARMED, "live trading is not armed; `rlbot arm U1` arms it", 1)
    (failed,) = [check for check in commands.resume_checks() if check.state == "fail"]
    assert "`rlbot arm U1`" in failed.detail
    commands.resume_trading("test")
    assert engine.risk.halted()[""].rule == NOT_ARMED
