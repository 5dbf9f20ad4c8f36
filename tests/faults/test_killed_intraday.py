"""Days of 5-minute bars killed again and again: model and script, protection, partial fills, mood, split and dividend."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.e2e.fake_model import AGENT, deploy
from tests.e2e.house import LONGEST_S, ROOT, command, make_home, rlbot
from tests.e2e.worlds import five_minutes, random_script, split_on, walk, write

KILLS = 5
MODEL = AGENT.replace("budget", 'interval = "5m"\nbudget', 1).replace(
    "stop_loss = 0.06", "stop_loss = 0.008\ntake_profit = 0.01"
)
SCRIPT = """algorithm = "scripted"
symbol = "MSFT"
interval = "5m"
decisions = "orders.csv"
[costs]
impact = 0.5
max_participation = 0.00001
[limits]
stop_loss = 0.01
[features]
names = ["price", "sentiment"]
"""
# What tells of the run itself rather than of the market: how often it was started is no part of what it did.
ABOUT_STARTS = ("RunStarted", "RunEnded", "ModelDeployed", "Heartbeat", "FeedStateChanged")


def market(folder: Path) -> list[tuple[str, float]]:
    stamps = five_minutes("2024-10-15", "2024-12-02")
    write(folder, "AAPL_5m.csv", split_on(walk(stamps, 8, step=0.002, start=400.0), "2024-11-29", 4.0))
    other = walk(stamps, 9, step=0.002)
    write(folder, "MSFT_5m.csv", other)
    lines = "symbol,date,action,value\nAAPL,2024-11-29,split,4\nAAPL,2024-11-27,dividend_raw,0.5\n"
    (folder / "CORPORATE_ACTIONS.csv").write_text(lines)
    (folder / "FEAR_GREED_1d.csv").write_text("timestamp,value\n2024-11-25,20\n2024-11-26,90\n2024-11-29,55\n")
    return random_script([bar for bar in other if bar.stamp >= "2024-11-26"], 4, (0.0, 0.3, 0.9, -0.5), 0.1)


def home_at(path: Path, script: list[tuple[str, float]]) -> Path:
    home = make_home(path, {"learned": MODEL, "script": SCRIPT})
    (home / "orders.csv").write_text("timestamp,target_weight\n" + "".join(f"{s},{w}\n" for s, w in script))
    deploy(home, "learned")
    return home


def stored(home: Path) -> list[tuple[str, int, bytes]]:
    with sqlite3.connect(home / "checkpoints" / "journal.sqlite3") as db:
        marks = ",".join("?" * len(ABOUT_STARTS))
        query = f"SELECT kind, ts_ns, payload FROM events WHERE kind NOT IN ({marks}) ORDER BY seq"
        return list(db.execute(query, ABOUT_STARTS))


@pytest.mark.slow
def test_it_ends_as_if_nothing_had_happened(tmp_path: Path) -> None:
    script = market(tmp_path / "market")
    calm, hit = home_at(tmp_path / "calm", script), home_at(tmp_path / "hit", script)
    words = ("up", "--feed", "csv", "--data", tmp_path / "market", "--from", "2024-11-26", "--exit-at-end", "--no-web")
    undisturbed = rlbot(calm, *words, "--speed", "max", "--json")
    assert undisturbed.status == 0, undisturbed.err
    assert all(report["fills"] > 20 for report in undisturbed.json["agents"].values())
    chance, killed = random.Random(5), 0
    for _ in range(KILLS):
        with subprocess.Popen(
            command(hit, *words, "--speed", "60"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT
        ) as child:
            try:
                child.wait(timeout=1.0 + 2.0 * chance.random())
            except subprocess.TimeoutExpired:
                child.kill()
                killed += 1
    done = subprocess.run(command(hit, *words, "--speed", "max"), cwd=ROOT, capture_output=True, timeout=LONGEST_S, check=False)
    assert done.returncode == 0 and killed, done.stderr
    assert stored(hit) == stored(calm)
    for agent in ("learned", "script"):
        logs = [home / "logs" / "agents" / agent / "agent_live_logs.csv" for home in (calm, hit)]
        assert logs[0].read_bytes() == logs[1].read_bytes()
    states = [json.loads((home / "checkpoints" / "state.json").read_text()) for home in (calm, hit)]
    assert {key for key in states[0] if states[0][key] != states[1][key]} <= {"run_id", "written_ns"}
    assert rlbot(hit, "journal", "verify").status == 0
