"""What `rlbot backtest` leaves behind: its files add up, its document is one document, and it comes out the same twice."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.e2e.house import make_home, rlbot, rlbot_process
from tests.e2e.worlds import days, split_on, walk, write

AGENT = """algorithm = "{algorithm}"
symbol = "AAPL"
budget = 40_000
[costs]
schedule = "ibkr_tiered"
spread_bps = 3.0
impact = 0.5
[limits]
stop_loss = 0.05
[features]
names = ["price"]
"""
KEYS = {"agent", "version", "from", "to", "bars", "event_hash", "metrics", "attribution", "baselines"}
METRICS = {"total_return", "cagr", "sharpe", "sortino", "max_drawdown", "win_rate", "trades", "turnover", "costs"}
SPLIT = 3.0


def table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    stamps = days(420)
    day, paid = stamps[300][:10], stamps[350][:10]
    write(tmp_path / "market", "AAPL_1d.csv", split_on(walk(stamps, 11, start=300.0), day, SPLIT), volume=400_000)
    rows = f"symbol,date,action,value\nAAPL,{day},split,{SPLIT}\nAAPL,{paid},dividend_raw,0.7\n"
    (tmp_path / "market" / "CORPORATE_ACTIONS.csv").write_text(rows)
    names = ("vol_target", "sma_200", "hold", "flat")
    return make_home(tmp_path / "home", {name: AGENT.format(algorithm=name) for name in names})


@pytest.mark.parametrize("agent", ["vol_target", "sma_200", "hold"])
def test_equity_is_budget_less_what_was_paid_plus_what_is_held(home: Path, agent: str) -> None:
    out = home / "out"
    ran = rlbot(home, "backtest", agent, "--data", home.parent / "market", "--out", out, "--json")
    assert ran.status == 0, ran.err
    fills, rows = table(out / "fills.csv"), table(out / "equity.csv")
    bars = table(home.parent / "market" / "AAPL_1d.csv")
    actions = table(home.parent / "market" / "CORPORATE_ACTIONS.csv")
    assert fills
    cash, shares, last = 40_000.0, 0, 0.0
    for row, bar in zip(rows, bars, strict=True):
        assert row["timestamp"] == bar["timestamp"]
        for action in actions:
            if action["date"] != row["timestamp"][:10]:
                continue
            if action["action"] == "split":
                whole = int(shares * SPLIT)
                cash, shares = cash + (shares * SPLIT - whole) * last / SPLIT, whole
            else:
                cash += shares * float(action["value"])
        for fill in fills:
            if fill["timestamp"] == row["timestamp"]:
                signed = int(fill["quantity"]) * (1 if fill["side"] == "BUY" else -1)
                cash -= signed * float(fill["price"]) + float(fill["commission"])
                shares += signed
        last = float(bar["close"])
        assert float(row["equity"]) == pytest.approx(cash + shares * last, rel=1e-9)
    assert ran.json["bars"] == len(rows) == len(table(out / "decisions.csv"))
    final = float(rows[-1]["equity"]) / float(rows[0]["equity"]) - 1.0
    assert ran.json["metrics"]["total_return"] == pytest.approx(final, rel=1e-9)
    parts = ran.json["attribution"]["parts"]
    assert sum(parts.values()) == pytest.approx(float(rows[-1]["equity"]) - 40_000.0, abs=1e-5)


def test_the_document_has_every_promised_key_and_nothing_stands_beside_it(home: Path) -> None:
    ran = rlbot_process(home, "backtest", "vol_target", "--data", home.parent / "market", "--json", "--out", home / "out")
    assert ran.status == 0, ran.err
    assert set(ran.json) >= KEYS
    assert set(ran.json["metrics"]) >= METRICS
    assert set(ran.json["baselines"]) == {"hold", "vol_target", "sma_200", "flat"}
    for metrics in ran.json["baselines"].values():
        assert set(metrics) >= METRICS
    heads = {
        "decisions.csv": ["timestamp", "action", "target_weight", "confidence"],
        "fills.csv": ["timestamp", "side", "quantity", "price", "commission"],
        "equity.csv": ["timestamp", "equity"],
    }
    for name, wanted in heads.items():
        head = (home / "out" / name).read_text().splitlines()[0].split(",")
        assert head[: len(wanted)] == wanted
    assert {row["action"] for row in table(home / "out" / "decisions.csv")} <= {"buy", "sell", "hold"}
    page = (home / "out" / "report.html").read_text()
    assert "<script" not in page and "http" not in page.replace("http-equiv", "")


def test_two_runs_anywhere_give_one_hash_and_other_bars_another(home: Path, tmp_path: Path) -> None:
    words = ["backtest", "vol_target", "--data", str(home.parent / "market"), "--json"]
    first, second = rlbot(home, *words), rlbot_process(home, *words, cwd=tmp_path, PYTHONHASHSEED="77")
    assert first.json == second.json
    assert first.json["event_hash"] != rlbot(home, *words, "--from", "2020-03-02").json["event_hash"]


def test_the_flat_agent_and_its_baseline_are_flat(home: Path) -> None:
    found = rlbot(home, "backtest", "flat", "--data", home.parent / "market", "--json").json
    assert found["metrics"]["trades"] == 0 and found["metrics"]["total_return"] == 0.0
    assert found["baselines"]["hold"]["total_return"] != 0.0


@pytest.mark.parametrize("place", ["front", "middle", "end", "equals"])
def test_home_may_stand_anywhere(home: Path, place: str, capsys: pytest.CaptureFixture[str]) -> None:
    from rlbot.app.cli import run

    words = ["agents", "--json"]
    with_home = {
        "front": ["--home", str(home), *words],
        "middle": [words[0], "--home", str(home), words[1]],
        "end": [*words, "--home", str(home)],
        "equals": [*words, f"--home={home}"],
    }[place]
    assert run(with_home) == 0
    assert "vol_target" in capsys.readouterr().out
