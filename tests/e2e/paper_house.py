"""The whole of paper or live mode for a test: fake gateway, Mosquitto, the C# bridge and the core under their watchdog."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from rlbot.app.demo_paper import market_environment
from rlbot.app.supervise import BRIDGE
from rlbot.bridge.mosquitto import HOW_TO_GET, find_mosquitto
from rlbot.clock import WallClock, from_iso, iso
from rlbot.market.calendar import NYSE
from tests.bridge.brokers import free_port
from tests.e2e.house import ROOT

SECOND_NS = 1_000_000_000
PATIENCE_S = 150.0
LOOK_S = 0.1
# Ten seconds before a minute ends: its bar is asked for and decided on within half a minute.
INTO_THE_SESSION_NS = (30 * 60 + 50) * SECOND_NS
ACCOUNT = "DU1234567"


def needs_paper() -> None:
    """Skips where the bridge or Mosquitto is not here."""
    if shutil.which("dotnet") is None:
        pytest.skip("paper mode: there is no .NET on PATH (install the .NET 10 SDK)")
    if not BRIDGE.is_file():
        pytest.skip("paper mode: the bridge is not built (make bridge)")
    if not find_mosquitto():
        pytest.skip(f"paper mode: no Mosquitto on this machine: {HOW_TO_GET}")


class Paper:
    """A running paper platform and the gateway's own truth."""

    def __init__(self, home: Path, control: int, process: subprocess.Popen[str]) -> None:
        self.home = home
        self.process = process
        self._control = control
        self._news = threading.Event()  # never set: the world is looked at, not told

    def fills(self) -> list[dict[str, Any]]:
        """What the core has booked."""
        return self.events("OrderFilled")

    def events(self, kind: str) -> list[dict[str, Any]]:
        """Of the core's journal, in order."""
        try:
            with sqlite3.connect(f"file:{self.home / 'checkpoints' / 'journal.sqlite3'}?mode=ro", uri=True) as db:
                rows = db.execute("SELECT payload FROM events WHERE kind = ? ORDER BY seq", (kind,)).fetchall()
        except sqlite3.OperationalError:
            return []  # not there yet
        return [json.loads(payload) for (payload,) in rows]

    def position(self) -> int:
        """Shares by what is booked."""
        return sum(fill["quantity"] if fill["side"] == "buy" else -fill["quantity"] for fill in self.fills())

    def gateway(self) -> dict[str, Any]:
        """What really happened: placements by order ref, executions, positions."""
        return self.ask_gateway({"do": "ledger"})

    def ask_gateway(self, line: dict[str, Any]) -> dict[str, Any]:
        """One line to its control port, and the answer."""
        with socket.create_connection(("127.0.0.1", self._control), timeout=5.0) as link:
            link.sendall(json.dumps(line).encode() + b"\n")
            told: dict[str, Any] = json.loads(link.makefile().readline())
        return told

    def ended(self) -> tuple[int, str]:
        """Exit status and words of a platform that ends by itself."""
        said = self.process.communicate(timeout=PATIENCE_S)[0]
        return self.process.returncode, said

    def pid(self, child: str) -> int:
        """Of a child of the watchdog, 0 while it has none."""
        try:
            return int((self.home / "checkpoints" / "processes" / child).read_text())
        except (OSError, ValueError):
            return 0

    def until(self, true: Any, what: str, patience_s: float = PATIENCE_S) -> None:
        """Wait for the world; fails with the platform's own words."""
        ends = time.monotonic() + patience_s
        while not true():
            if time.monotonic() > ends or self.process.poll() is not None:
                self.process.send_signal(signal.SIGINT)
                pytest.fail(f"{what} did not happen: {self.process.communicate(timeout=20)[0]}")
            self._news.wait(LOOK_S)


@contextmanager
def paper(
    home: Path,
    agents: dict[str, str],
    platform: str = "",
    *,
    mode: str = "paper",
    accounts: tuple[str, ...] = (ACCOUNT,),
    at: str = "",
    ports: tuple[int, int] | None = None,
) -> Iterator[Paper]:
    """From the fake gateway's start to the end of every process. `platform`: more lines of [bridge], then other sections.

    `at`: what the market's clock shows first, in New York's hours; empty: a market that is always open, within the last
    session. `ports`: of the gateway and its control, the same where a home is started again.
    """
    port, control = ports or (free_port(), free_port())
    (home / "configs" / "agents").mkdir(parents=True, exist_ok=True)
    (home / "configs" / "rlbot.toml").write_text(f"[bridge]\ngateway_port = {port}\nreconcile_s = 5.0\n{platform}")
    for name, text in agents.items():
        (home / "configs" / "agents" / f"{name}.toml").write_text(text)
    now_ns = WallClock().now_ns()
    start_ns = from_iso(at) if at else NYSE.previous_session(now_ns).open_ns + INTO_THE_SESSION_NS
    listens = ("--port", str(port), "--control-port", str(control), "--hours", "regular" if at else "always")
    served = [word for account in accounts for word in ("--account", account)]
    gateway = [sys.executable, "-m", "rlbot.bridge.fake_gateway", *listens, *served, "--start", iso(start_ns)]
    up = [sys.executable, "-m", "rlbot", "--home", str(home), "up", "--mode", mode, "--port", str(free_port())]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **market_environment(start_ns - now_ns)}
    with subprocess.Popen(gateway, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as market:
        out = subprocess.PIPE
        process = subprocess.Popen(up, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT, text=True)
        try:
            yield Paper(home, control, process)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            try:
                process.communicate(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
            market.kill()
