"""A scripted agent through `rlbot backtest`, row by row against a simulator that knows nothing of rlbot."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.e2e.house import make_home, rlbot
from tests.e2e.reference import Bar, Booked, Rules, simulate
from tests.e2e.worlds import adjusted, days, five_minutes, random_script, split_on, walk, write

LONG = (0.0, 0.2, 0.5, 0.8, 1.0)
BOTH = (-0.8, -0.4, 0.0, 0.3, 0.9)
Script = Sequence[tuple[str, float]]


def agent_file(rules: Rules, interval: str = "1d") -> str:
    limits = [f"{name} = {value}" for name in ("stop_loss", "take_profit") if (value := getattr(rules, name))]
    return "\n".join(
        [
            'algorithm = "scripted"',
            'symbol = "AAPL"',
            f'interval = "{interval}"',
            f"budget = {rules.budget}",
            'decisions = "orders.csv"',
            "[costs]",
            'schedule = "ibkr_fixed"',
            f"spread_bps = {rules.spread_bps}",
            "impact = 0",
            "[limits]",
            *limits,
        ]
    )


def table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def played(home: Path, script: Script, rules: Rules, interval: str = "1d") -> Path:
    make_home(home, {"script": agent_file(rules, interval)})
    (home / "orders.csv").write_text("\n".join(["timestamp,target_weight", *(f"{s},{w}" for s, w in script)]) + "\n")
    out = home / "out"
    ran = rlbot(home, "backtest", "script", "--data", home / "market", "--out", out, "--json")
    assert ran.status == 0, ran.err
    assert ran.json["agent"] == "script"
    return out


def same(
    out: Path, bars: Sequence[Bar], script: Script, rules: Rules, actions: Sequence[tuple[str, str, float]] = ()
) -> Booked:
    """Compare with the simulator; regulatory fees are taken from the file, everything else is judged."""
    fills = table(out / "fills.csv")
    way = {"BUY": 1, "SELL": -1}
    fees = {(f["timestamp"], way[f["side"]] * int(f["quantity"])): float(f["fees"]) for f in fills}
    booked = simulate(bars, script, rules, actions, fees)
    got = [(f["timestamp"], f["side"], int(f["quantity"])) for f in fills]
    assert got == [fill[:3] for fill in booked.fills]
    for found, wanted in zip(fills, booked.fills, strict=True):
        assert float(found["price"]) == pytest.approx(wanted[3], rel=1e-9)
        assert float(found["commission"]) - float(found["fees"]) == pytest.approx(wanted[4], rel=1e-9)
        assert 0.0 <= float(found["fees"]) < 1e-3 * wanted[2] * wanted[3]
    equity = table(out / "equity.csv")
    assert [row["timestamp"] for row in equity] == [stamp for stamp, _ in booked.equity]
    for row, (_, wanted_equity) in zip(equity, booked.equity, strict=True):
        assert float(row["equity"]) == pytest.approx(wanted_equity, rel=1e-9)
    return booked


@pytest.mark.parametrize("weights", [LONG, BOTH])
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    "rules",
    [
        Rules(budget=50_000.0),
        Rules(budget=3_000.0, spread_bps=4.0),
        Rules(budget=80_000.0, spread_bps=10.0, stop_loss=0.02, take_profit=0.03),
    ],
)
def test_days_long_and_short(tmp_path: Path, rules: Rules, seed: int, weights: Sequence[float]) -> None:
    bars = walk(days(240), seed)
    write(tmp_path / "market", "AAPL_1d.csv", bars)
    script = random_script(bars, seed, weights)
    booked = same(played(tmp_path, script, rules), bars, script, rules)
    assert len(booked.fills) > 12


@pytest.mark.parametrize("shown", ["as traded", "adjusted"])
@pytest.mark.parametrize("weights", [LONG, BOTH])
def test_splits_and_dividends(tmp_path: Path, shown: str, weights: Sequence[float]) -> None:
    stamps = days(300)
    forward, reverse = stamps[120][:10], stamps[200][:10]
    bars = split_on(split_on(walk(stamps, 5, start=400.0), forward, 4.0), reverse, 0.1)
    splits = [(forward, 4.0), (reverse, 0.1)]
    paid = [(stamps[60][:10], 2.0), (stamps[160][:10], 0.3), (stamps[250][:10], 4.0)]
    lines = ["symbol,date,action,value", *(f"AAPL,{day},split,{v}" for day, v in splits)]
    lines += [f"AAPL,{day},dividend_raw,{v}" for day, v in paid]
    market = tmp_path / "market"
    write(market, "AAPL_1d.csv", adjusted(bars, splits) if shown == "adjusted" else bars)
    (market / "CORPORATE_ACTIONS.csv").write_text("\n".join(lines) + "\n")
    actions = sorted([(d, "split", v) for d, v in splits] + [(d, "dividend", v) for d, v in paid])
    rules = Rules(budget=60_000.0, spread_bps=2.0, stop_loss=0.06, take_profit=0.08)
    script = random_script(bars, 6, weights)
    booked = same(played(tmp_path, script, rules), bars, script, rules, actions)
    assert len(booked.fills) > 15


def test_five_minutes_over_an_early_close_and_a_weekend(tmp_path: Path) -> None:
    stamps = five_minutes("2024-11-26", "2024-12-03")
    assert sum(s.startswith("2024-11-29") for s in stamps) == 42
    bars = walk(stamps, 3, step=0.003)
    write(tmp_path / "market", "AAPL_5m.csv", bars)
    rules = Rules(budget=50_000.0, spread_bps=1.0, stop_loss=0.008, take_profit=0.01)
    script = random_script(bars, 4, LONG, share=0.06)
    booked = same(played(tmp_path, script, rules, "5m"), bars, script, rules)
    assert len(booked.fills) > 15


def test_a_row_between_bars_waits_for_the_next_one_and_the_last_of_several_counts(tmp_path: Path) -> None:
    bars = walk(days(40), 9)
    write(tmp_path / "market", "AAPL_1d.csv", bars)
    script = [("2020-01-04T10:00:00Z", 0.3), ("2020-01-05T10:00:00Z", 0.7), ("2020-01-20", 0.0)]
    booked = same(played(tmp_path, script, Rules()), bars, script, Rules())
    assert [fill[1] for fill in booked.fills] == ["BUY", "SELL"]
