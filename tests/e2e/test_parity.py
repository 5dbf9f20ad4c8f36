"""One learned agent, the same bars: an accelerated simulate run decides and fills as the backtest does, to the last bit."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path

from rlbot.agents.loading import open_seat
from rlbot.agents.registry import ModelRegistry
from rlbot.app.configuration import settings_of
from rlbot.app.home import Home
from rlbot.backtest.run import replay_feed, run
from rlbot.clock import from_iso
from rlbot.market.data_folder import DataFolder
from tests.e2e.fake_model import AGENT, deploy
from tests.e2e.house import make_home, rlbot
from tests.e2e.worlds import days, split_on, walk, write


def world(tmp_path: Path) -> Path:
    stamps = days(420)
    day = stamps[300][:10]
    write(tmp_path / "market", "AAPL_1d.csv", split_on(walk(stamps, 21, start=300.0), day, 4.0))
    text = f"symbol,date,action,value\nAAPL,{day},split,4\nAAPL,{stamps[200][:10]},dividend_raw,0.8\n"
    (tmp_path / "market" / "CORPORATE_ACTIONS.csv").write_text(text)
    home = make_home(tmp_path / "home", {"learned": AGENT})
    deploy(home, "learned")
    return home


def journal(home: Path, kind: str) -> list[dict[str, object]]:
    with sqlite3.connect(home / "checkpoints" / "journal.sqlite3") as db:
        rows = db.execute("SELECT payload FROM events WHERE kind = ? ORDER BY seq", (kind,))
        return [json.loads(payload) for (payload,) in rows]


def test_simulate_and_backtest_agree_bit_by_bit(tmp_path: Path) -> None:
    home = world(tmp_path)
    market, start = tmp_path / "market", "2020-09-01"
    words = ("--feed", "csv", "--data", market, "--from", start, "--speed", "max", "--exit-at-end", "--no-web", "--json")
    assert rlbot(home, "up", *words).status == 0
    decided, filled, marked = (journal(home, kind) for kind in ("DecisionMade", "OrderFilled", "EquityMarked"))

    settings = settings_of(Home(home)).agents[0]
    seat = open_seat(settings, ModelRegistry(home / "checkpoints"), home)
    feed, vix = replay_feed(DataFolder(market), seat, from_iso(start), None)
    tested = run(seat, feed, vix=vix).recorder
    assert [(d["bar_ns"], d["observation_hash"], d["action"], d["target_weight"], d["confidence"]) for d in decided] == [
        (d.bar_ns, d.observation_hash, d.action, d.target_weight, d.confidence) for d in tested.decisions
    ]
    assert [(f["bar_ns"], f["side"], f["quantity"], f["price"], f["commission"], f["kind"]) for f in filled] == [
        (f.bar_ns, f.side, f.quantity, f.price, f.commission, f.kind) for f in tested.fills
    ]
    assert [(m["bar_ns"], m["equity"], m["cash"]) for m in marked] == [(m.bar_ns, m.equity, m.cash) for m in tested.marks]
    assert len(filled) > 20 and len({d["observation_hash"] for d in decided}) == len(decided)

    out = tmp_path / "out"
    assert rlbot(home, "backtest", "learned", "--data", market, "--from", start, "--out", out).status == 0
    with (out / "fills.csv").open(newline="") as file:
        assert [float(row["price"]) for row in csv.DictReader(file)] == [f["price"] for f in filled]


def test_every_decision_of_the_run_is_explained_and_logged_once(tmp_path: Path) -> None:
    home = world(tmp_path)
    words = ("--feed", "csv", "--data", tmp_path / "market", "--from", "2021-03-01", "--speed", "max", "--exit-at-end")
    assert rlbot(home, "up", *words, "--no-web").status == 0
    decided = [d["decision_id"] for d in journal(home, "DecisionMade")]
    explained = [d["decision_id"] for d in journal(home, "DecisionExplained")]
    assert explained == decided and len(set(decided)) == len(decided)
    with (home / "logs" / "agents" / "learned" / "agent_live_logs.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(decided) - 1, "the last decision's reward is not known yet"
    assert all(row["rationale"] and row["version"] == "v1" for row in rows)
