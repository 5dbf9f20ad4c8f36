"""The dashboard in a real browser: signed in by the printed address, on the synthetic market, until it is killed.

Runs where Chromium, Node and the built page are; elsewhere it skips and says what is missing. Nothing leaves loopback.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rlbot.app.web_build import node_environment
from rlbot.monitoring.web.page import built_page
from tests.e2e.house import ROOT, make_home, started

PLAYWRIGHT = ROOT / "web" / "node_modules" / "playwright-core" / "index.mjs"
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SCRIPTED = 'algorithm = "scripted"\nsymbol = "AAPL"\ndecisions = "decisions.csv"\n'
HOLD = 'algorithm = "hold"\nsymbol = "SPY"\n[limits]\nstop_loss = 0.3\n'
DECISIONS = "timestamp,target_weight\n2024-01-04T00:00:00Z,0.9\n2024-01-09T00:00:00Z,0.0\n"


def browser() -> str:
    """Where Chromium is, empty if nowhere."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), "")


def missing() -> str:
    """What this machine lacks for the test, in a sentence; empty if nothing."""
    if built_page() is None:
        return "the dashboard is not built (make web)"
    if not PLAYWRIGHT.is_file() or not AXE.is_file():
        return "web/node_modules has no playwright-core or axe-core (make web)"
    if not browser():
        return "no Chromium on PATH"
    return "" if node_environment() is not None else "no Node 20+"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The printed address of a running platform."""
    if lack := missing():
        pytest.skip(f"browser test: {lack}")
    home = make_home(tmp_path, {"scripted": SCRIPTED, "watched": HOLD}, "")
    (home / "decisions.csv").write_text(DECISIONS, encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # A bar a second: the chart shows about a hundred, so the purchase is still on it when a busy machine comes to point at it.
    words = ("up", "--feed", "synthetic", "--from", "2024-01-02", "--speed", "1", "--port", str(port))
    with started(home, *words) as process:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if line.startswith("dashboard: "):
                yield line.removeprefix("dashboard: ").strip()
                return
        pytest.fail(f"rlbot up said no address: {said}")


def look(address: str) -> dict[str, Any]:
    """What the page showed."""
    environment = node_environment() or dict(os.environ)
    node = shutil.which("node", path=environment["PATH"]) or "node"
    script = Path(__file__).with_name("browser_smoke.mjs")
    picture = [os.environ["RLBOT_PICTURE"]] if "RLBOT_PICTURE" in os.environ else []
    command = [node, str(script), address, browser(), str(PLAYWRIGHT), str(AXE), *picture]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    saw: dict[str, Any] = json.loads(done.stdout)
    return saw


def test_page_shows_decisions_with_their_reasons_and_stops_trading(address: str) -> None:
    saw = look(address)
    assert saw.pop("errors") == []  # of the console, of scripts, of the content policy
    assert saw.pop("elsewhere") == []
    assert saw.pop("inaccessible") == []  # by axe-core, on every tab
    assert saw.pop("headline").startswith("Sell")
    assert "asks for 0" in saw.pop("reason")
    assert saw.pop("pointed").startswith("Buy")
    assert saw.pop("trades") >= 2
    assert {name for name, true in saw.items() if not true} == set()
    assert "killed" in saw
