"""`rlbot agents`: what there is, and a file for a new one that the next command accepts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.house import make_home, rlbot


@pytest.mark.parametrize("algorithm", ["ppo", "sac", "vol_target", "hold"])
@pytest.mark.parametrize("symbol", ["MSFT", "TQQQ"])
def test_a_new_agent_is_accepted_by_every_check(tmp_path: Path, algorithm: str, symbol: str) -> None:
    home = make_home(tmp_path, {})
    made = rlbot(home, "agents", "new", "fresh", "--algorithm", algorithm, "--symbol", symbol.lower(), "--json")
    assert made.status == 0, made.err
    assert Path(made.json["file"]) == home / "configs" / "agents" / "fresh.toml"
    assert rlbot(home, "config", "check").status == 0
    [shown] = rlbot(home, "config", "show", "--json").json["agents"]
    assert (shown["algorithm"], shown["symbol"]) == (algorithm, symbol)
    assert (shown["underlying"], shown["leverage"]) == (("QQQ", 3.0) if symbol == "TQQQ" else (None, 1.0))
    assert ("underlying" in shown["features"]["names"]) is (symbol == "TQQQ" and algorithm in ("ppo", "sac"))
    [listed] = rlbot(home, "agents", "--json").json["agents"]
    assert listed["id"] == "fresh" and listed["version"] == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("Bad-Id", "--symbol", "MSFT"), "small letters"),
        (("fresh",), "--symbol"),
        (("fresh", "--symbol", "MSFT", "--algorithm", "dqn"), "ppo, sac"),
        (("fresh", "--symbol", "SAP.DE"), "EUR"),
        (("fresh", "--symbol", "MSFT", "--interval", "2h"), "1d"),
        (("there", "--symbol", "MSFT"), "exists"),
        (("fresh", "--symbol", 'A"B'), "such as AAPL"),
        (("fresh", "--symbol", "MSFT", "--algorithm", 'a"b'), "allowed: ppo, sac"),
        (("fresh", "--symbol", "MSFT", "--algorithm", "scripted"), "--decisions FILE"),
        (("fresh", "--symbol", "MSFT", "--algorithm", "scripted", "--decisions", "absent.csv"), "absent.csv does not exist"),
        (("fresh", "--symbol", "MSFT", "--algorithm", "hold", "--decisions", "orders.csv"), "--decisions is for"),
    ],
)
def test_what_cannot_be_an_agent_leaves_no_file(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    home = make_home(tmp_path, {"there": 'algorithm = "hold"\nsymbol = "AAPL"\n'})
    before = (home / "configs" / "agents" / "there.toml").read_bytes()
    ran = rlbot(home, "agents", "new", *words)
    assert ran.status == 2 and told in ran.err and "Traceback" not in ran.err
    assert [path.name for path in (home / "configs" / "agents").iterdir()] == ["there.toml"]
    assert (home / "configs" / "agents" / "there.toml").read_bytes() == before


@pytest.mark.parametrize("place", ["in the home", "elsewhere"])
def test_a_scripted_agent_replays_the_file_it_was_made_with(
    tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make_home(tmp_path / "home", {})
    folder = home if place == "in the home" else tmp_path / 'a "quoted" place'
    folder.mkdir(exist_ok=True)
    (folder / "my orders.csv").write_text("timestamp,target_weight\n2024-03-01,0.5\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    made = rlbot(home, "agents", "new", "fresh", "--algorithm", "scripted", "--symbol", "MSFT", "--decisions", "my orders.csv")
    assert made.status == 0 and "rlbot backtest fresh" in made.out, made.err
    [shown] = rlbot(home, "config", "show", "--json").json["agents"]
    assert home / shown["decisions"] == folder / "my orders.csv"
    assert Path(shown["decisions"]).is_absolute() is (place == "elsewhere")


def test_a_script_with_other_columns_is_told_before_a_file_is_made(tmp_path: Path) -> None:
    home = make_home(tmp_path, {})
    (home / "orders.csv").write_text("date,weight\n2024-03-01,0.5\n", encoding="utf-8")
    words = ("--algorithm", "scripted", "--symbol", "MSFT", "--decisions", home / "orders.csv")
    made = rlbot(home, "agents", "new", "fresh", *words)
    assert made.status == 2 and "`timestamp,target_weight`, found `date,weight`" in made.err
    assert not list((home / "configs" / "agents").iterdir())


def test_an_unknown_version_names_those_there_are(tmp_path: Path) -> None:
    from tests.e2e.fake_model import AGENT, deploy
    from tests.e2e.worlds import days, walk, write

    home = make_home(tmp_path, {"learned": AGENT})
    write(home / "market", "AAPL_1d.csv", walk(days(300), 1))
    deploy(home, "learned")
    for name in ("v9", "../../x", "current"):
        ran = rlbot(home, "backtest", "learned", "--version", name, "--data", home / "market", "--from", "2020-10-01")
        assert ran.status == 2 and ran.err == f"learned has no version {name}; there are: v1\n"
