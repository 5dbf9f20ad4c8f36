"""A scripted agent where rows, hours, splits and ranges are odd: still what an outsider computes from the same files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.house import make_home, rlbot
from tests.e2e.reference import Bar, Rules, simulate
from tests.e2e.test_scripted_agent import BOTH, LONG, agent_file, played, same, table
from tests.e2e.worlds import adjusted, days, five_minutes, random_script, split_on, walk, write


@pytest.mark.parametrize("shown", ["as traded", "adjusted"])
def test_five_minutes_with_a_split_and_a_dividend_while_long_and_short(tmp_path: Path, shown: str) -> None:
    split, paid = "2024-11-29", "2024-12-02"
    bars = split_on(walk(five_minutes("2024-11-25", "2024-12-04"), 8, step=0.003, start=400.0), split, 4.0)
    market = tmp_path / "market"
    write(market, "AAPL_5m.csv", adjusted(bars, [(split, 4.0)]) if shown == "adjusted" else bars)
    lines = f"symbol,date,action,value\nAAPL,{split},split,4\nAAPL,{paid},dividend,0.25\nMSFT,{paid},split,2\n"
    (market / "CORPORATE_ACTIONS.csv").write_text(lines)
    rules = Rules(budget=70_000.0, spread_bps=2.0, stop_loss=0.012, take_profit=0.02)
    held = {bar.stamp: 0.9 for bar in bars if bar.stamp.startswith("2024-11-27T20:")}  # overnight into the split
    script = sorted({**dict(random_script(bars, 5, BOTH, share=0.05)), **held}.items())
    actions = [(split, "split", 4.0), (paid, "dividend", 0.25)]
    booked = same(played(tmp_path, script, rules, "5m"), bars, script, rules, actions)
    assert len(booked.fills) > 25


def test_rows_outside_regular_hours_are_as_if_they_were_not_there(tmp_path: Path) -> None:
    bars = walk(five_minutes("2024-07-01", "2024-07-08"), 4, step=0.003)  # 3 July ends early, 4 July is a holiday
    early = [Bar(f"2024-07-0{day}T08:00:00Z", 130.0, 140.0, 60.0, 130.0) for day in (1, 2, 3, 5)]
    late = [Bar("2024-07-03T17:30:00Z", 130.0, 140.0, 60.0, 130.0), Bar("2024-07-04T14:00:00Z", 90.0, 91.0, 89.0, 90.0)]
    write(tmp_path / "market", "AAPL_5m.csv", sorted([*bars, *early, *late], key=lambda bar: bar.stamp))
    rules = Rules(spread_bps=2.0, stop_loss=0.01)
    script = random_script(bars, 3, LONG, share=0.1)
    same(played(tmp_path, script, rules, "5m"), bars, script, rules)


def test_only_the_range_asked_for_is_traded_and_up_trades_it_alike(tmp_path: Path) -> None:
    every = walk(days(260), 12)
    bars = [bar for bar in every if "2020-03-02" <= bar.day <= "2020-09-30"]
    market = tmp_path / "market"
    write(market, "AAPL_1d.csv", every)
    rules = Rules(budget=30_000.0, spread_bps=6.0, stop_loss=0.03, take_profit=0.04)
    script = random_script(bars, 2, LONG, share=0.3)
    make_home(tmp_path, {"script": agent_file(rules)})
    rows = "".join(f"{stamp},{weight}\n" for stamp, weight in script)
    (tmp_path / "orders.csv").write_text("timestamp,target_weight\n" + rows)
    between = ["--data", market, "--from", "2020-03-02", "--to", "2020-09-30"]
    ran = rlbot(tmp_path, "backtest", "script", *between, "--out", tmp_path / "out", "--json")
    assert ran.status == 0, ran.err
    booked = same(tmp_path / "out", bars, script, rules)
    up = rlbot(tmp_path, "up", "--feed", "csv", *between, "--speed", "max", "--exit-at-end", "--no-web", "--json")
    assert up.status == 0, up.err
    report = up.json["agents"]["script"]
    assert report["fills"] == len(booked.fills) and report["equity"] == pytest.approx(booked.equity[-1][1], rel=1e-9)
    shown = table(tmp_path / "logs" / "agents" / "script" / "agent_live_logs.csv")
    decided = table(tmp_path / "out" / "decisions.csv")
    assert [(r["timestamp"], r["action"]) for r in shown] == [(r["timestamp"], r["action"]) for r in decided[:-1]]


def test_a_script_that_goes_short_may_unless_its_file_says_no(tmp_path: Path) -> None:
    bars = walk(days(60), 21)
    write(tmp_path / "market", "AAPL_1d.csv", bars)
    script = [(bars[5].stamp, -0.6), (bars[30].stamp, 0.4)]
    out = played(tmp_path, script, Rules())
    assert [row["side"] for row in table(out / "fills.csv")] == ["SELL", "BUY", "BUY"], "a flip closes, then opens"
    path = tmp_path / "configs" / "agents" / "script.toml"
    path.write_text(path.read_text() + "\nallow_short = false\n")
    assert rlbot(tmp_path, "backtest", "script", "--data", tmp_path / "market", "--out", out).status == 0
    assert [row["side"] for row in table(out / "fills.csv")] == ["BUY"]


def test_two_agents_on_one_symbol_are_refused_where_one_of_them_goes_short(tmp_path: Path) -> None:
    other = 'algorithm = "hold"\nsymbol = "AAPL"\n'
    make_home(tmp_path, {"script": agent_file(Rules()), "other": other})
    (tmp_path / "orders.csv").write_text("timestamp,target_weight\n2020-01-02,0.5\n")
    assert rlbot(tmp_path, "config", "check").status == 0
    (tmp_path / "orders.csv").write_text("timestamp,target_weight\n2020-01-02,-0.5\n")
    ran = rlbot(tmp_path, "config", "check")
    assert ran.status == 2 and "script.toml" in ran.err and "AAPL" in ran.err


def test_after_a_protective_exit_it_stays_flat_until_the_next_row() -> None:
    """The simulator itself, on numbers worked out by hand."""
    bars = [
        Bar("2021-03-01", 100.0, 101.0, 99.0, 100.0),
        Bar("2021-03-02", 101.0, 102.0, 100.0, 101.0),  # in at 101, the stop stands at 95 from the close of 100
        Bar("2021-03-03", 94.0, 99.0, 93.0, 98.0),  # gapped: out at the open
        Bar("2021-03-04", 98.0, 120.0, 97.0, 119.0),
        Bar("2021-03-05", 119.0, 121.0, 118.0, 120.0),
    ]
    booked = simulate(bars, [("2021-03-01", 1.0), ("2021-03-04", 0.5)], Rules(budget=10_000.0, stop_loss=0.05))
    assert [(stamp, side, quantity, price) for stamp, side, quantity, price, _ in booked.fills] == [
        ("2021-03-02", "BUY", 100, 101.0),
        ("2021-03-03", "SELL", 100, 94.0),
        ("2021-03-05", "BUY", 39, 119.0),
    ]
    assert booked.equity[2][1] == pytest.approx(10_000.0 - 100 * 7.0 - 2.0)
