"""`rlbot up` killed again and again at any moment: it goes on, and nothing is lost or doubled."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

from tests.app.homes import daily_rows, write_agent, write_rows

AGENT = """algorithm = "{rule}"
symbol = "{symbol}"
[limits]
stop_loss = 0.04
no_trade_band = 0.02
[features]
names = ["price"]
"""
START_S = 1.2  # about what a start takes before the first bar
KILLS = 4


def home_at(path: Path) -> Path:
    write_agent(path, "one", AGENT.format(rule="vol_target", symbol="AAPL"))
    write_agent(path, "two", AGENT.format(rule="hold", symbol="MSFT"))
    return path


def command(home: Path, market: Path, speed: str) -> list[str]:
    words = ["up", "--feed", "csv", "--data", str(market), "--from", "2020-06-01", "--speed", speed]
    return [sys.executable, "-m", "rlbot", "--home", str(home), *words, "--exit-at-end", "--no-web"]


def stored(home: Path) -> list[tuple[str, bytes]]:
    kinds = ("DecisionMade", "OrderApproved", "OrderFilled", "EquityMarked", "RewardRealised", "DecisionExplained")
    with sqlite3.connect(home / "checkpoints" / "journal.sqlite3") as db:
        marks = ",".join("?" * len(kinds))
        return list(db.execute(f"SELECT kind, payload FROM events WHERE kind IN ({marks}) ORDER BY seq", kinds))


def csv_of(home: Path, agent: str) -> bytes:
    return (home / "logs" / "agents" / agent / "agent_live_logs.csv").read_bytes()


def test_killed_at_random_moments_it_ends_as_if_nothing_had_happened(tmp_path: Path) -> None:
    market = tmp_path / "market"
    market.mkdir()
    write_rows(market / "AAPL_1d.csv", daily_rows(360, 1))
    write_rows(market / "MSFT_1d.csv", daily_rows(360, 2))
    calm, hit = home_at(tmp_path / "calm"), home_at(tmp_path / "hit")
    subprocess.run(command(calm, market, "max"), check=True, capture_output=True, timeout=60)
    dice = random.Random(11)
    killed = 0
    for _ in range(KILLS):
        child = subprocess.Popen(command(hit, market, "60"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            child.wait(timeout=START_S + dice.random() * 1.5)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.wait()
            killed += 1
    subprocess.run(command(hit, market, "max"), check=True, capture_output=True, timeout=60)
    assert killed >= 2, "the run was over before it could be killed"
    assert stored(hit) == stored(calm)
    for agent in ("one", "two"):
        assert csv_of(hit, agent) == csv_of(calm, agent)
    verify = [sys.executable, "-m", "rlbot", "--home", str(hit), "journal", "verify"]
    assert subprocess.run(verify, check=False, capture_output=True, timeout=60).returncode == 0
