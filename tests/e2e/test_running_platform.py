"""A platform that runs: operated from the shell, stopped by a signal, its imports looked at."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.app.homes import daily_rows, write_agent, write_rows

HEAVY = ("torch", "numba", "pandas", "stable_baselines3", "gymnasium", "yfinance")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def shell(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rlbot", "--home", str(home), *words]
    nobody = subprocess.DEVNULL
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60, stdin=nobody)


def journal_rows(home: Path, kind: str) -> list[str]:
    with closing(sqlite3.connect(home / "checkpoints" / "journal.sqlite3")) as db:
        return [bytes(payload).decode() for (payload,) in db.execute("SELECT payload FROM events WHERE kind = ?", (kind,))]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[Path, subprocess.Popen[str], int]]:
    market = tmp_path / "market"
    market.mkdir()
    write_rows(market / "AAPL_1d.csv", daily_rows(300))
    write_agent(tmp_path, "keep", 'algorithm = "hold"\nsymbol = "AAPL"\n[features]\nnames = ["price"]\n')
    port = free_port()
    words = ["up", "--feed", "csv", "--data", str(market), "--from", "2020-06-01", "--speed", "20", "--port", str(port)]
    command = [sys.executable, "-m", "rlbot", "--home", str(tmp_path), *words]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout is not None
    line = child.stdout.readline()
    assert line.startswith("dashboard: http://127.0.0.1:"), line
    yield tmp_path, child, port
    child.kill()
    child.communicate()


def test_it_is_operated_from_the_shell_and_stops_at_a_signal(running: tuple[Path, subprocess.Popen[str], int]) -> None:
    home, child, _ = running
    assert json.loads(shell(home, "status", "--json").stdout)["agents"]["items"][0]["id"] == "keep"
    assert shell(home, "pause", "keep").returncode == 0
    assert json.loads(shell(home, "status", "--json").stdout)["agents"]["items"][0]["state"] == "paused"
    assert shell(home, "unpause", "keep").stdout == "keep resumed\n"
    again = shell(home, "unpause", "keep")
    assert again.returncode == 0 and again.stdout.startswith("keep was not paused: it is ")
    audit = [json.loads(line) for line in (home / "logs" / "audit.jsonl").read_text().splitlines()]
    assert ("pause agent", "from the shell") in [(entry["action"], entry["detail"]) for entry in audit]
    for nobody in ("nobody", "a b", "../keep", "x?y=1", "ü", ""):
        refused = shell(home, "unpause", nobody)
        assert refused.returncode == 2 and "there are: keep" in refused.stderr, (nobody, refused.stderr)
    assert "hold" in shell(home, "why", "keep").stdout or "buy" in shell(home, "why", "keep").stdout
    second = shell(home, "up", "--feed", "synthetic", "--no-web")
    assert second.returncode == 1 and "already runs" in second.stderr
    killed = json.loads(shell(home, "kill", "--json").stdout)
    assert killed == {"killed": True, "confirmed": True}
    under_kill = shell(home, "unpause", "keep")
    assert under_kill.returncode == 3 and "keep stays paused by the kill switch" in under_kill.stderr
    status = json.loads(shell(home, "status", "--json").stdout)["status"]
    assert status["killed"] is True
    assert (status["kill"]["origin"], status["kill"]["reason"]) == ("shell", "kill switch, from the shell")
    assert '"origin":"shell"' in "".join(journal_rows(home, "KillActivated"))
    for looked in (shell(home, "status"), shell(home, "why", "keep")):
        assert "paused by the kill switch (kill switch, from the shell)" in looked.stdout
    refused = shell(home, "resume", "--words", "please")
    assert refused.returncode == 3 and "--words" in refused.stderr
    asked = shell(home, "resume", "--json")
    assert (asked.returncode, asked.stdout) == (3, ""), "nobody typed the words"
    words = refused.stderr.split("'")[1]
    assert json.loads(shell(home, "resume", "--words", words, "--json").stdout) == {"resumed": True}
    assert not (home / "checkpoints" / "kill").exists()
    assert json.loads(shell(home, "status", "--json").stdout)["status"]["halted"] is False
    assert json.loads(shell(home, "resume", "--words", words, "--json").stdout) == {"resumed": False}
    assert shell(home, "kill").returncode == 0
    child.send_signal(signal.SIGTERM)
    assert child.wait(timeout=15) == 0
    assert (home / "checkpoints" / "kill").exists(), "the kill outlives the process"
    assert not (home / "checkpoints" / "address").exists()
    assert shell(home, "status").returncode == 1


def test_a_used_port_is_one_sentence_with_a_way_out(running: tuple[Path, subprocess.Popen[str], int], tmp_path: Path) -> None:
    home, _, port = running
    other = tmp_path / "other"
    write_agent(other, "keep", 'algorithm = "hold"\nsymbol = "AAPL"\n[features]\nnames = ["price"]\n')
    done = shell(other, "up", "--feed", "csv", "--data", str(home / "market"), "--port", str(port))
    assert done.returncode == 1
    assert f"port {port} is in use" in done.stderr and "--port" in done.stderr and "Traceback" not in done.stderr


def test_help_and_the_live_process_import_nothing_heavy(tmp_path: Path) -> None:
    write_agent(tmp_path, "keep", 'algorithm = "hold"\nsymbol = "AAPL"\n[features]\nnames = ["price"]\n')
    look = "import sys; from rlbot.app.cli import run; code = run(sys.argv[1:]); print(code, *sorted(sys.modules))"
    helped = subprocess.run([sys.executable, "-c", look, "--help"], capture_output=True, text=True, check=True, timeout=60)
    modules = set(helped.stdout.split())
    assert not modules & {*HEAVY, "numpy", "pydantic", "aiohttp", "rich"}
    words = ["--home", str(tmp_path), "up", "--feed", "synthetic", "--to", "2005-03-01", "--speed", "max", "--exit-at-end"]
    words += ["--port", str(free_port())]
    live = subprocess.run([sys.executable, "-c", look, *words], capture_output=True, text=True, check=True, timeout=60)
    assert live.stdout.splitlines()[-1].startswith("0 ")
    assert not set(live.stdout.split()) & set(HEAVY)
