"""`rlbot up` over recorded bars, in this process: the same run twice, resumed, finished, and beside the backtest."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from rlbot.app.cli import run
from tests.app.homes import daily_rows, write_agent, write_rows

AGENT = """algorithm = "vol_target"
symbol = "AAPL"
budget = 50_000
[costs]
spread_bps = 2.0
impact = 0.5
[limits]
stop_loss = 0.05
no_trade_band = 0.02
[features]
names = ["price"]
"""


@pytest.fixture
def market(tmp_path: Path) -> Path:
    folder = tmp_path / "market"
    folder.mkdir()
    write_rows(folder / "AAPL_1d.csv", daily_rows(500))
    return folder


def home_at(path: Path) -> Path:
    write_agent(path, "steady", AGENT)
    return path


def play(home: Path, market: Path, *more: str) -> int:
    words = ["up", "--feed", "csv", "--data", str(market), "--from", "2020-09-01", "--speed", "max"]
    return run(["--home", str(home), *words, "--exit-at-end", "--no-web", "--json", *more])


def rows(home: Path, kind: str) -> list[bytes]:
    with sqlite3.connect(home / "checkpoints" / "journal.sqlite3") as db:
        return [payload for (payload,) in db.execute("SELECT payload FROM events WHERE kind = ? ORDER BY seq", (kind,))]


def test_two_homes_play_the_same_run_to_the_last_byte(tmp_path: Path, market: Path, capsys: pytest.CaptureFixture[str]) -> None:
    documents = []
    for name in ("one", "two"):
        assert play(home_at(tmp_path / name), market) == 0
        documents.append(json.loads(capsys.readouterr().out))
    assert documents[0]["agents"] == documents[1]["agents"]
    assert documents[0]["agents"]["steady"]["fills"] > 5
    for kind in ("DecisionMade", "OrderFilled", "EquityMarked"):
        assert rows(tmp_path / "one", kind) == rows(tmp_path / "two", kind)
    csv = [tmp_path / name / "logs" / "agents" / "steady" / "agent_live_logs.csv" for name in ("one", "two")]
    assert csv[0].read_bytes() == csv[1].read_bytes()


def test_a_finished_run_says_so_and_changes_nothing(tmp_path: Path, market: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = home_at(tmp_path / "home")
    assert play(home, market) == 0
    before = rows(home, "OrderFilled")
    capsys.readouterr()
    assert play(home, market) == 0
    assert json.loads(capsys.readouterr().out)["finished_before"] is True
    assert rows(home, "OrderFilled") == before
    assert run(["--home", str(home), "journal", "verify"]) == 0


def test_simulate_and_backtest_trade_alike(tmp_path: Path, market: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = home_at(tmp_path / "home")
    assert play(home, market) == 0
    fills = [json.loads(row) for row in rows(home, "OrderFilled")]
    out = tmp_path / "out"
    words = ["backtest", "steady", "--data", str(market), "--from", "2020-09-01", "--out", str(out)]
    assert run(["--home", str(home), *words]) == 0
    capsys.readouterr()
    tested = [line.split(",") for line in (out / "fills.csv").read_text().splitlines()[1:]]
    assert [(f["side"].upper(), f["quantity"], f["price"], f["commission"]) for f in fills] == [
        (t[1], int(t[2]), float(t[3]), float(t[4])) for t in tested
    ]
    decided = [json.loads(row)["observation_hash"] for row in rows(home, "DecisionMade")]
    assert len(decided) == len((out / "decisions.csv").read_text().splitlines()) - 1
