"""The scripted agent on real bars beside the outsider's simulator: twenty years of splits, dividends and early closes."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.e2e.house import make_home, rlbot
from tests.e2e.reference import Bar, Rules
from tests.e2e.test_scripted_agent import BOTH, LONG, agent_file, same
from tests.e2e.worlds import random_script

DAILY = Rules(budget=100_000.0, spread_bps=2.0, stop_loss=0.05, take_profit=0.08)
MINUTES = Rules(budget=50_000.0, spread_bps=1.0, stop_loss=0.01, take_profit=0.02)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("name", "rules", "adjusted"),
    [("AAPL_1d_raw", DAILY, False), ("AAPL_1d", DAILY, True), ("TNA_1d", DAILY, True), ("AAPL_5m", MINUTES, True)],
)
def test_real_bars(market_data: Path, tmp_path: Path, name: str, rules: Rules, adjusted: bool) -> None:
    symbol, interval = name.split("_")[:2]
    market = tmp_path / "market"
    market.mkdir()
    shutil.copy(market_data / f"{name}.csv", market / f"{symbol}_{interval}.csv")
    shutil.copy(market_data / "CORPORATE_ACTIONS.csv", market)
    listed = [row for row in rows(market / "CORPORATE_ACTIONS.csv") if row["symbol"] == symbol]
    splits = [(row["date"], float(row["value"])) for row in listed if row["action"] == "split"]

    def since(day: str) -> float:
        """Today's shares per share of that day."""
        return float(np.prod([value for date, value in splits if date > day]))

    bars = []
    for row in rows(market / f"{symbol}_{interval}.csv"):
        factor = since(row["timestamp"][:10]) if adjusted else 1.0
        bars.append(Bar(row["timestamp"], *(float(row[key]) * factor for key in ("open", "high", "low", "close"))))
    actions = [
        (row["date"], "split", float(row["value"]))
        if row["action"] == "split"
        else (row["date"], "dividend", float(row["value"]) * (since(row["date"]) if row["action"] == "dividend" else 1.0))
        for row in listed
    ]
    actions.sort(key=lambda action: (action[0], action[1] != "split"))
    script = random_script(bars, 7, BOTH if symbol == "TNA" else LONG, share=0.1 if interval == "1d" else 0.02)
    home = make_home(tmp_path / "home", {"script": agent_file(rules, interval).replace('"AAPL"', f'"{symbol}"')})
    text = "\n".join(["timestamp,target_weight", *(f"{stamp},{weight}" for stamp, weight in script)])
    (home / "orders.csv").write_text(text + "\n")
    ran = rlbot(home, "backtest", "script", "--data", market, "--out", tmp_path / "out")
    assert ran.status == 0, ran.err
    booked = same(tmp_path / "out", bars, script, rules, actions)
    assert len(booked.fills) > 300
