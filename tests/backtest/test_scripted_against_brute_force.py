"""A scripted agent through the product, against a simulator that shares no line with it."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from rlbot.app.cli import run
from rlbot.clock import from_iso
from rlbot.execution.cost_schedule import rates_on
from tests.app.homes import Row, daily_rows, write_agent, write_rows
from tests.backtest.brute_force import Rules, simulate


def script_of(rows: list[Row], seed: int) -> dict[str, float]:
    """A new weight about every sixth bar."""
    rng = np.random.default_rng(seed)
    return {row[0]: round(float(rng.choice([0.0, 0.25, 0.5, 0.9])), 2) for row in rows if rng.random() < 0.16}


def backtested(home: Path, rows: list[Row], script: dict[str, float], rules: Rules) -> Path:
    write_rows(home / "market" / "AAPL_1d.csv", rows)
    lines = ["timestamp,target_weight", *(f"{stamp},{weight}" for stamp, weight in script.items())]
    (home / "orders.csv").write_text("\n".join(lines) + "\n")
    limits = "".join(f"{k} = {v}\n" for k, v in (("stop_loss", rules.stop_loss), ("take_profit", rules.take_profit)) if v)
    costs = f'schedule = "ibkr_fixed"\nspread_bps = {rules.spread_bps}\nimpact = 0\n'
    head = f'algorithm = "scripted"\nsymbol = "AAPL"\nbudget = {rules.budget}\ndecisions = "orders.csv"\n'
    write_agent(home, "script", f"{head}[costs]\n{costs}[limits]\n{limits}")
    out = home / "out"
    words = ["backtest", "script", "--data", str(home / "market"), "--out", str(out)]
    assert run(["--home", str(home), *words]) == 0
    return out


def column(path: Path, name: str) -> list[str]:
    with path.open(newline="") as file:
        return [row[name] for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    "rules",
    [
        Rules(100_000.0),
        Rules(20_000.0, spread_bps=5.0),
        Rules(50_000.0, spread_bps=2.0, stop_loss=0.03),
        Rules(50_000.0, take_profit=0.04),
        Rules(75_000.0, spread_bps=1.0, stop_loss=0.02, take_profit=0.03),
    ],
)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_fills_and_equity_equal_the_brute_force_loop(tmp_path: Path, rules: Rules, seed: int) -> None:
    (tmp_path / "market").mkdir()
    rows = daily_rows(260, seed)
    script = script_of(rows, seed)
    fees = {row[0][:10]: rates_on(from_iso(row[0]))[0] for row in rows}
    book = simulate(rows, script, rules, fees)
    out = backtested(tmp_path, rows, script, rules)
    assert column(out / "equity.csv", "timestamp") == [row[0] for row in rows]
    got = [float(v) for v in column(out / "equity.csv", "equity")]
    assert got == pytest.approx(book.equity, rel=1e-9)
    sides, quantities = column(out / "fills.csv", "side"), column(out / "fills.csv", "quantity")
    stamps = column(out / "fills.csv", "timestamp")
    assert list(zip(stamps, sides, map(int, quantities), strict=True)) == [fill[:3] for fill in book.fills]
    assert [float(v) for v in column(out / "fills.csv", "price")] == pytest.approx([fill[3] for fill in book.fills], rel=1e-12)
    assert [float(v) for v in column(out / "fills.csv", "commission")] == pytest.approx(
        [fill[4] for fill in book.fills], abs=1e-9
    )
    assert len(book.fills) > 10


def test_a_script_row_off_the_bars_applies_at_the_next_one(tmp_path: Path) -> None:
    (tmp_path / "market").mkdir()
    rows = daily_rows(60)
    out = backtested(tmp_path, rows, {"2020-01-11T12:00:00Z": 0.5}, Rules(50_000.0))
    decided = [i for i, action in enumerate(column(out / "decisions.csv", "action")) if action == "buy"]
    assert len(decided) == 1
    assert rows[decided[0]][0] == "2020-01-13T00:00:00Z", "the Monday after that Saturday"
