"""What the parent hands its children: the settings as the bridge reads them, passwords by environment alone, a steady clock."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import stat
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from rlbot.app import supervise as room
from rlbot.app.bridge_parts import PASSWORD, USERNAME
from rlbot.app.failure import REFUSED, WRONG_USE, CommandError
from rlbot.app.home import Home
from rlbot.app.resuming import Opened, begin, open_run
from rlbot.clock import SteadyClock, WallClock
from rlbot.journal.journal import RunKey
from rlbot.journal.sqlite_journal import SqliteJournal, open_journal
from rlbot.settings.platform import BridgeSettings, Settings
from rlbot.system.watchdog.children import ChildSpec
from rlbot.system.watchdog.watchdog import Watchdog
from tests.bridge.brokers import needs_mosquitto
from tests.e2e.house import make_home, rlbot

SECRET = "a-password-of-the-test"
ELSEWHERE = BridgeSettings(mqtt_host="mqtt.example.com", mqtt_port=8883, mqtt_tls=True, gateway_restart="23:45")
SAYS = "import sys; sys.stderr.write('the port is wrong\\n'); raise SystemExit(2)"


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[BridgeSettings], tuple[dict[str, ChildSpec], Any]]:
    """Starts the parent, whose watchdog only looks at what it was given: the children by name, and the clock."""
    built = tmp_path / "Bridge.Host.dll"
    built.touch()
    monkeypatch.setattr(room, "BRIDGE", built)
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: "/bin/dotnet" if name == "dotnet" else which(name))
    monkeypatch.setenv(USERNAME, "somebody")
    monkeypatch.setenv(PASSWORD, SECRET)
    seen: list[tuple[Any, ...]] = []

    class Looks(Watchdog):
        def __init__(self, *given: Any) -> None:
            seen.append(given)
            super().__init__(*given)

        async def run(self, stop: asyncio.Event) -> None:
            return

    monkeypatch.setattr(room, "Watchdog", Looks)

    def begin(bridge: BridgeSettings) -> tuple[dict[str, ChildSpec], Any]:
        room.supervise(Home(tmp_path), Settings(bridge=bridge), "paper", "", 0, ())
        specs, clock, *_ = seen[-1]
        return {spec.name: spec for spec in specs}, clock

    return begin


Begun = Callable[[BridgeSettings], tuple[dict[str, ChildSpec], Any]]


def test_the_bridge_is_told_the_settings_as_it_reads_them(begun: Begun) -> None:
    specs, _ = begun(ELSEWHERE)
    told = specs["bridge"].environment
    assert told["Tws__RestartTime"] == "23:45" and told["Mqtt__UseTls"] == "true"
    assert (told["Bridge__OrderConfirmTimeoutSeconds"], told["Bridge__ReconcileSeconds"]) == ("10", "60")
    assert (told["Mqtt__Host"], told["Mqtt__Password"]) == ("mqtt.example.com", SECRET)


def test_what_only_a_person_can_mend_ends_the_start_whoever_says_so(begun: Begun) -> None:
    specs, _ = begun(ELSEWHERE)
    assert specs["bridge"].final == {room.PERSON_MUST_ACT} and specs["core"].final == {WRONG_USE, REFUSED}


def test_a_core_that_is_started_again_does_not_begin_anew_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Sequence[str]] = []
    monkeypatch.setattr(room, "supervise", lambda *given: told.append(given[-1]))
    agent = 'symbol = "ABC"\ninterval = "1d"\nalgorithm = "hold"\nbudget = 10000\n'
    ran = rlbot(make_home(tmp_path, {"x": agent}), "up", "--mode", "paper", "--fresh")
    assert ran.status == 0, ran.err
    ((word, since_ns),) = told
    assert word == "--fresh-since"
    key, settings = RunKey("paper", "ibkr", "DU1"), Settings()
    journal = open_journal(tmp_path / "journal.sqlite3")
    assert isinstance(journal, SqliteJournal)
    for new in (True, False):
        opened = open_run(journal, key, settings, WallClock(), 1, fresh_ns=int(since_ns))
        assert isinstance(opened, Opened) and (opened.resume is None) is new
        begin(journal, opened, {})
    journal.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whatever_ends_the_terminal_or_the_service_ends_the_children_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    ended: list[bool] = []

    class Waits(Watchdog):
        async def run(self, stop: asyncio.Event) -> None:
            os.kill(os.getpid(), number)
            async with asyncio.timeout(5):
                ended.append(await stop.wait())

    monkeypatch.setattr(room, "_specs", lambda *_: [])
    monkeypatch.setattr(room, "Watchdog", Waits)
    before = signal.signal(number, lambda *_: None)  # without the parent's own handler nothing comes of it
    try:
        room.supervise(Home(tmp_path), Settings(), "paper", "", 0, ())
    finally:
        signal.signal(number, before)
    assert ended == [True]


def test_progress_is_measured_by_a_clock_that_nobody_sets(begun: Begun) -> None:
    assert isinstance(begun(ELSEWHERE)[1], SteadyClock)


def test_passwords_of_the_private_broker_are_its_owners_alone(begun: Begun, tmp_path: Path) -> None:
    needs_mosquitto()
    folder = Home(tmp_path).mosquitto
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    (folder / "core.json").write_text("{}")
    (folder / "core.json").chmod(0o644)
    before = os.umask(0)
    try:
        specs, _ = begun(BridgeSettings())
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == dict.fromkeys(
        ("acl", "core.json", "mosquitto.conf", "passwords"), 0o600
    )
    password = specs["bridge"].environment["Mqtt__Password"]
    assert len(password) == 64 and all(password not in word for spec in specs.values() for word in spec.command)


def test_a_bridge_that_cannot_start_ends_everything_at_once_with_its_status(
    begun: Begun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    specs, _ = begun(ELSEWHERE)
    refuses = ChildSpec(
        name="bridge", command=(sys.executable, "-c", SAYS), pid_file=tmp_path / "pid", final=specs["bridge"].final
    )
    monkeypatch.setattr(room, "_specs", lambda *_: [refuses])
    monkeypatch.setattr(room, "Watchdog", Watchdog)
    with pytest.raises(CommandError, match=r"for the reason above; .*\[bridge\] in configs") as ended:
        room.supervise(Home(tmp_path), Settings(), "paper", "", 0, ())
    said = capfd.readouterr().err
    assert ended.value.status == 2 and said.count("the port is wrong") == 1
    assert "safe mode" not in said and not Home(tmp_path).kill_file.exists()
