"""`rlbot kill` while nothing runs: the next start says so, opens nothing, and protection still closes what is held."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

from tests.e2e.house import make_home, rlbot, started
from tests.e2e.reference import Bar
from tests.e2e.worlds import days, write

AGENT = """algorithm = "scripted"
symbol = "AAPL"
decisions = "orders.csv"
[limits]
stop_loss = 0.10
"""
BOUGHT, CRASH, AGAIN = 10, 200, 230
PATIENCE = 150  # looks of 0.2 s at the log


def market(folder: Path) -> list[Bar]:
    """Calm, then a fall of a fifth in one bar, then calm again."""
    bars = []
    for number, stamp in enumerate(days(300)):
        price = 100.0 if number < CRASH else 80.0
        bars.append(Bar(stamp, price, price + 1.0, price - 1.0, price + (0.5 if number % 2 else -0.5)))
    write(folder, "AAPL_1d.csv", bars)
    return bars


def events(home: Path, kind: str) -> list[dict[str, Any]]:
    with sqlite3.connect(home / "checkpoints" / "journal.sqlite3") as db:
        rows = db.execute("SELECT payload FROM events WHERE kind = ? ORDER BY seq", (kind,))
        return [json.loads(payload) for (payload,) in rows]


def wait_for_rows(process: subprocess.Popen[str], path: Path, count: int) -> None:
    for _ in range(PATIENCE):
        if path.is_file() and len(path.read_bytes().splitlines()) > count:
            return
        try:
            process.wait(timeout=0.2)
        except subprocess.TimeoutExpired:
            continue
        break
    raise AssertionError("the run ended, or did not write its rows")


def test_a_kill_between_two_starts_holds_and_protection_works_on(tmp_path: Path) -> None:
    bars = market(tmp_path / "market")
    home = make_home(tmp_path / "home", {"script": AGENT})
    (home / "orders.csv").write_text(
        f"timestamp,target_weight\n{bars[BOUGHT].stamp},0.8\n{bars[AGAIN].stamp},0.8\n{bars[AGAIN + 9].stamp},0.4\n"
    )
    words = ("up", "--feed", "csv", "--data", tmp_path / "market", "--from", "2020-01-02", "--exit-at-end", "--no-web")
    with started(home, *words, "--speed", "40") as process:
        wait_for_rows(process, home / "logs" / "agents" / "script" / "agent_live_logs.csv", BOUGHT + 10)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
    assert (home / "checkpoints" / "state.json").is_file()
    before = events(home, "OrderFilled")
    assert [(fill["side"], fill["bar_ns"] > 0) for fill in before] == [("buy", True)]

    killed = rlbot(home, "kill", "--json")
    assert (killed.status, killed.json) == (0, {"killed": True, "confirmed": False})
    assert (home / "checkpoints" / "kill").exists()

    again = rlbot(home, *words, "--speed", "max")
    assert again.status == 0, again.err
    assert "kill switch is on" in again.err and "rlbot resume" in again.err
    fills = events(home, "OrderFilled")
    assert fills[:1] == before
    assert [(f["side"], f["kind"]) for f in fills[1:]] == [("sell", "stop_loss")], "protection stays, nothing opens"
    decided = events(home, "DecisionMade")
    assert len(decided) == len({d["decision_id"] for d in decided}) == len(bars)
    assert {d["reason"] for d in decided[-60:]} == {"halted"}
    assert (home / "checkpoints" / "kill").exists(), "only resume lifts it"
    assert rlbot(home, "journal", "verify").status == 0
    state = json.loads((home / "checkpoints" / "state.json").read_text())
    assert "script" in json.dumps(state)
