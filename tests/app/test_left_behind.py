"""Where an earlier start was cut off or another program listens: what is in the way is ended or told before anything starts."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rlbot.app import supervise as room
from rlbot.app.demo_paper import make_home
from rlbot.app.failure import CommandError
from rlbot.app.home import Home
from rlbot.settings.platform import Settings
from rlbot.system.watchdog.children import PID_FILE, ChildSpec

PATIENCE_S = 20.0
LIVES_ON = "import time; time.sleep(600)"
LISTENS = """
import socket, sys, time
held = socket.socket()
held.bind(("127.0.0.1", int(sys.argv[1])))
held.listen()
print("listens", flush=True)
time.sleep(600)
"""


def left_behind(home: Home, name: str, code: str, *words: str) -> subprocess.Popen[str]:
    """A child whose watchdog is gone."""
    pid_file = home.processes / name
    pid_file.parent.mkdir(parents=True)
    command = [sys.executable, "-c", code, *words]
    environment = {**os.environ, PID_FILE: str(pid_file.resolve())}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    pid_file.write_text(f"{process.pid}\n")
    return process


def ended(process: subprocess.Popen[str]) -> bool:
    """Whether somebody ended it; it is gone afterwards in any case."""
    try:
        process.communicate(timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return False
    return True


@pytest.fixture
def used() -> Iterator[int]:
    """A port at which another program listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield int(held.getsockname()[1])


def starts_only(monkeypatch: pytest.MonkeyPatch, started: Path) -> None:
    """The core alone, which leaves a file where it starts and will not do so twice."""
    code = f"open({str(started)!r}, 'w').close(); raise SystemExit(2)"

    def specs(home: Home, *_: object) -> list[ChildSpec]:
        command = (sys.executable, "-c", code)
        return [ChildSpec(name="core", command=command, pid_file=home.processes / "core", final=frozenset({2}))]

    monkeypatch.setattr(room, "_specs", specs)


def test_a_used_port_ends_the_start_before_any_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, used: int) -> None:
    started = tmp_path / "started"
    starts_only(monkeypatch, started)
    with pytest.raises(CommandError, match=rf"port {used} is in use on 127.0.0.1.*choose another with --port"):
        room.supervise(Home(tmp_path), Settings(), "paper", "", used, ())
    assert not started.exists() and not Home(tmp_path).kill_file.exists()


def test_a_port_that_a_core_left_behind_holds_is_free_once_it_was_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    left = left_behind(Home(tmp_path), "core", LISTENS, str(port))
    assert left.stdout is not None and left.stdout.readline() == "listens\n"
    started = tmp_path / "started"
    starts_only(monkeypatch, started)
    with pytest.raises(CommandError, match="for the reason above"):
        room.supervise(Home(tmp_path), Settings(), "paper", "", port, ())
    assert started.exists() and ended(left)


def test_a_demonstration_ends_what_an_earlier_one_left_running_before_its_home_goes(tmp_path: Path) -> None:
    home = Home(tmp_path / "demo")
    make_home(home.root, 4001)
    left = left_behind(home, "bridge", LIVES_ON)
    try:
        make_home(home.root, 4002)
    finally:
        gone = ended(left)
    assert gone and not home.processes.exists() and (home.configs / "rlbot.toml").is_file()


def test_the_home_of_a_demonstration_that_runs_is_not_deleted(tmp_path: Path) -> None:
    home = Home(tmp_path / "demo")
    make_home(home.root, 4001)
    with home.running("paper"), pytest.raises(CommandError, match="a platform already runs in"):
        make_home(home.root, 4002)
    assert "gateway_port = 4001" in (home.configs / "rlbot.toml").read_text()
