"""`runner = "process"` in an agent's file: the same decisions, reasons and event hash; a dead child is told of."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from rlbot.agents.agent_host import AgentHost
from rlbot.agents.loading import open_seat
from rlbot.agents.registry import ModelRegistry
from rlbot.bus import Bus
from rlbot.events.agent import DecisionExplained, DecisionLate, DecisionMade, ExplanationDue
from rlbot.events.market import BarClosed, DecisionDue, InstantClosed
from rlbot.portfolio.ledger import Ledger
from rlbot.portfolio.sub_ledger import SubLedgerPlan
from rlbot.settings.agent import AgentSettings
from tests.e2e.fake_model import AGENT, deploy
from tests.e2e.house import make_home, rlbot
from tests.e2e.worlds import days, split_on, walk, write
from tests.market.series import wandering

START = "2020-09-01"
FEW = '[features]\nnames = ["price", "rsi"]\n'  # warm within the market below
TEMPLATE = 'algorithm = "rlbot.agents._template:TemplateAgent"\nsymbol = "AAPL"\n' + FEW
WATCHER = 'algorithm = "tests.contracts.odd_agents:CountsBars"\nsymbol = "AAPL"\n' + FEW
DIES = 'algorithm = "tests.contracts.odd_agents:DiesOnTheTenth"\nsymbol = "AAPL"\n' + FEW


def market(folder: Path) -> Path:
    stamps = days(260)
    write(folder, "AAPL_1d.csv", split_on(walk(stamps, 21, start=300.0), stamps[200][:10], 4.0))
    write(folder, "VIX_1d.csv", walk(stamps, 22, start=20.0))
    (folder / "CORPORATE_ACTIONS.csv").write_text(f"symbol,date,action,value\nAAPL,{stamps[200][:10]},split,4\n")
    return folder


def home_of(root: Path, file: str, runner: str) -> Path:
    head, rest = file.split("\n", 1)
    home = make_home(root, {"thinker": f'{head}\nrunner = "{runner}"\ndeadline_s = 30.0\n{rest}'})
    if file == AGENT:
        deploy(home, "thinker")
    return home


def journal(home: Path, *kinds: str) -> list[dict[str, Any]]:
    with sqlite3.connect(home / "checkpoints" / "journal.sqlite3") as db:
        marks = ",".join("?" * len(kinds))
        rows = db.execute(f"SELECT payload FROM events WHERE kind IN ({marks}) ORDER BY seq", kinds)
        return [json.loads(payload) for (payload,) in rows]


@pytest.mark.parametrize("file", [AGENT, TEMPLATE, WATCHER], ids=["ppo", "by path", "with a series of its own"])
def test_it_decides_and_explains_as_inside_the_core(tmp_path: Path, file: str) -> None:
    bars = market(tmp_path / "market")
    found = []
    for runner in ("inline", "process"):
        home = home_of(tmp_path / runner, file, runner)
        ran = rlbot(home, "backtest", "thinker", "--data", bars, "--from", START, "--json")
        assert ran.status == 0, ran.err
        words = ("--feed", "csv", "--data", bars, "--from", START, "--speed", "max", "--exit-at-end", "--no-web", "--json")
        up = rlbot(home, "up", *words)
        assert up.status == 0, up.err
        told = journal(home, "DecisionMade", "DecisionExplained", "OrderFilled", "EquityMarked")
        found.append((ran.json["event_hash"], ran.json["metrics"], told))
    assert found[0] == found[1]
    assert any(one.get("sentence") for one in found[0][2]) and any(one.get("action") == "buy" for one in found[0][2])


def test_a_child_that_dies_is_told_of_and_the_position_stays(tmp_path: Path) -> None:
    bars = market(tmp_path / "market")
    home = home_of(tmp_path / "home", DIES, "process")
    ran = rlbot(home, "backtest", "thinker", "--data", bars, "--from", START)
    assert ran.status == 1 and "the agent's process ended" in ran.err and "Traceback" not in ran.err
    words = ("--feed", "csv", "--data", bars, "--from", START, "--speed", "max", "--exit-at-end", "--no-web", "--json")
    assert rlbot(home, "up", *words).status == 0
    failed = journal(home, "HandlerFailed")
    decided = journal(home, "DecisionMade")
    assert failed and all("process" in one["error"] and one["handler"] == "agent thinker" for one in failed)
    held = [one for one in decided if one["reason"] == "failed"]
    assert len(held) == len(failed) < len(decided), "a new child decides again"
    assert {one["action"] for one in held} == {"hold"}
    why = {one["decision_id"]: one["sentence"] for one in journal(home, "DecisionExplained")}
    assert all("gave no answer" in why[one["decision_id"]] for one in held)


def test_past_the_deadline_the_position_stays() -> None:
    settings = AgentSettings(id="slow", algorithm="tests.contracts.odd_agents:NeverAnswers", symbol="AAPL", runner="process")
    seat = open_seat(
        settings.model_copy(update={"deadline_s": 0.05}), ModelRegistry(Path("none")), Path("none"), wall_clock=True
    )
    seat.needs_features = False
    bus, heard = Bus(), list[object]()
    ledger = Ledger(bus, [SubLedgerPlan("slow", "AAPL", "1d", 10_000.0)])
    host = AgentHost(bus, ledger, [seat], explain=True)
    bus.on(BarClosed, ledger.on_bar)
    bus.on(DecisionDue, host.on_decision_due)
    bus.on(DecisionMade, host.on_decision_made)
    bus.on(ExplanationDue, host.on_explanation_due)
    for kind in (DecisionMade, DecisionLate, DecisionExplained):
        bus.on(kind, heard.append)
    [bar] = wandering("AAPL", 1, 1)
    bus.publish(BarClosed(ts_ns=bar.known_ns, bar=bar))
    names = len(seat.builder.names()[: seat.builder.market_size]) // 4
    due = DecisionDue(
        ts_ns=bar.known_ns, agent_id="slow", bar=bar, features=(0.0,) * names, inputs=(0.0,) * names, available_ns=0, warm=True
    )
    bus.publish(due)
    bus.publish(InstantClosed(ts_ns=bar.known_ns))
    host.close()
    late, made, why = heard
    assert isinstance(late, DecisionLate) and late.late_ns == 50_000_000
    assert isinstance(made, DecisionMade) and (made.action, made.reason, made.target_weight) == ("hold", "failed", 0.0)
    assert isinstance(why, DecisionExplained) and "nothing came within 0.05 s" in why.sentence
    assert late.decision_id == made.decision_id == why.decision_id


def test_a_rule_needs_no_process_and_is_told_so(tmp_path: Path) -> None:
    home = make_home(tmp_path, {"rule": 'algorithm = "hold"\nsymbol = "AAPL"\nrunner = "process"\ndeadline_s = 0\n'})
    ran = rlbot(home, "config", "check")
    assert ran.status == 2 and "runner" in ran.err + ran.out and "answers at once" in ran.err + ran.out
    assert "deadline_s" in ran.err + ran.out
