"""One agent without bars: the sentence names it, and how the others start without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from rlbot.app.absent import needed_by, told
from rlbot.settings.agent import AgentSettings
from tests.e2e.house import make_home, rlbot
from tests.e2e.worlds import days, walk, write

HOLD = 'algorithm = "hold"\nsymbol = "{}"\n[features]\nnames = ["price"]\n'
PLAY = ("--from", "2020-10-01", "--speed", "max", "--exit-at-end", "--no-web")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write(tmp_path / "market", "AAPL_1d.csv", walk(days(300), 1))
    return make_home(tmp_path, {"here": HOLD.format("AAPL"), "gone": HOLD.format("MSFT")})


def test_the_sentence_names_the_agent_and_following_it_starts_the_others(home: Path) -> None:
    ran = rlbot(home, "up", "--feed", "csv", "--data", home / "market", *PLAY)
    assert ran.status == 2 and "Traceback" not in ran.err
    first, second = ran.err.splitlines()
    assert first.startswith("gone: ") and "has no MSFT_1d.csv" in first
    assert second == "To start the others without gone, rename configs/agents/gone.toml to gone.toml.off."
    (home / "configs/agents/gone.toml").rename(home / "configs/agents/gone.toml.off")
    assert rlbot(home, "up", "--feed", "csv", "--data", home / "market", *PLAY).status == 0


def test_an_agent_whose_bars_end_before_the_range_is_named_too(home: Path) -> None:
    write(home / "market", "MSFT_1d.csv", walk(days(60), 2))
    ran = rlbot(home, "up", "--feed", "csv", "--data", home / "market", *PLAY)
    assert ran.status == 2 and ran.err.startswith("gone: ") and "has no bars from 2020-10-01" in ran.err
    assert "rename configs/agents/gone.toml" in ran.err


def test_where_nobody_has_bars_nobody_is_to_be_left_out(home: Path) -> None:
    (home / "market" / "AAPL_1d.csv").rename(home / "market" / "SPY_1d.csv")
    ran = rlbot(home, "up", "--feed", "csv", "--data", home / "market", *PLAY)
    assert ran.status == 2 and "rename" not in ran.err
    assert [line.split(":")[0] for line in ran.err.splitlines()] == ["gone", "here"]


def test_an_agent_alone_needs_no_name(home: Path) -> None:
    (home / "configs" / "agents" / "here.toml").unlink()
    ran = rlbot(home, "up", "--feed", "csv", "--data", home / "market", *PLAY)
    assert ran.status == 2 and len(ran.err.splitlines()) == 1 and "gone" not in ran.err


def test_who_lacks_the_vix_is_named_with_both_ways_out(home: Path) -> None:
    learned = 'algorithm = "ppo"\nsymbol = "AAPL"\n[features]\nnames = ["price", "vix"]\n'
    (home / "configs" / "agents" / "gone.toml").write_text(learned.replace("AAPL", "SPY"), encoding="utf-8")
    write(home / "market", "SPY_1d.csv", walk(days(300), 2))
    ran = rlbot(home, "up", "--feed", "csv", "--data", home / "market", *PLAY)
    assert ran.status == 2 and ran.err.startswith("gone: ")
    assert 'take "vix" out' in ran.err and "rename configs/agents/gone.toml" in ran.err


def test_whoever_looks_at_a_symbol_needs_it() -> None:
    stock = AgentSettings.model_validate({"id": "stock", "algorithm": "ppo", "symbol": "AAPL", "features": {"names": ["vix"]}})
    fund = AgentSettings.model_validate(
        {"id": "fund", "algorithm": "sac", "symbol": "TNA", "underlying": "IWM", "features": {"names": ["underlying"]}}
    )
    assert [needed_by((stock, fund), symbol) for symbol in ("AAPL", "VIX", "IWM", "SPY")] == [
        ["stock"],
        ["stock"],
        ["fund"],
        [],
    ]


def test_two_of_three_without_bars_are_both_to_be_set_aside() -> None:
    said = told({"one": "no bars", "two": "no bars"}, ["one", "two", "three"])
    assert said.splitlines()[-1] == (
        "To start the others without one and two, rename configs/agents/one.toml to one.toml.off "
        "and configs/agents/two.toml to two.toml.off."
    )
