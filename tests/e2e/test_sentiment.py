"""The feature `sentiment` through whole commands: known a day late, empty where unknown, and one sentence where no file is."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.e2e.house import make_home, rlbot
from tests.e2e.worlds import days, walk, write

FEATURES = '[features]\nnames = ["price", "sentiment"]\n'
HOLD = f'algorithm = "hold"\nsymbol = "AAPL"\n{FEATURES}'
LEARNED = f'algorithm = "ppo"\nsymbol = "AAPL"\n{FEATURES}'
STAMPS = days(300)
PLAYED = ("up", "--feed", "csv", "--from", "2020-12-01", "--speed", "max", "--exit-at-end", "--no-web", "--json")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write(tmp_path / "market", "AAPL_1d.csv", walk(STAMPS, 1))
    return make_home(tmp_path, {"keep": HOLD})


def test_the_agents_log_holds_the_mood_of_the_day_before(home: Path) -> None:
    values = {stamp[:10]: 100.0 * k / len(STAMPS) for k, stamp in enumerate(STAMPS) if k % 9}
    lines = ["timestamp,value,rating", *(f"{day},{value},x" for day, value in values.items())]
    (home / "market" / "FEAR_GREED_1d.csv").write_text("\n".join(lines) + "\n")
    assert rlbot(home, *PLAYED, "--data", home / "market").status == 0
    with (home / "logs" / "agents" / "keep" / "agent_live_logs.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 20 and any(row["sentiment"] == "" for row in rows)
    for row in rows:
        day = STAMPS.index(row["timestamp"])
        known = values.get(STAMPS[day - 1][:10])
        if known is None:
            assert row["sentiment"] == ""
        else:
            assert float(row["sentiment"]) == pytest.approx(known / 50.0 - 1.0, abs=1e-12)


def test_a_rule_goes_on_without_the_file_and_says_so(home: Path) -> None:
    ran = rlbot(home, "backtest", "keep", "--data", home / "market", "--json")
    assert ran.status == 0
    assert "no sentiment for keep; it decides by a rule and goes on without" in ran.err


@pytest.mark.parametrize("words", [("train", "learned", "--budget", "quick"), ("backtest", "learned"), PLAYED[:-1]])
def test_a_model_that_looks_at_it_needs_the_file(home: Path, words: tuple[str, ...]) -> None:
    make_home(home, {"learned": LEARNED})
    ran = rlbot(home, *words, "--data", home / "market")
    assert ran.status == 2
    told = ran.err.strip().splitlines()[-1]
    assert "FEAR_GREED_1d.csv" in told and 'take "sentiment" out of features.names' in told
    assert not (home / "checkpoints" / "learned").exists()


def test_a_broken_file_is_named_by_every_command_that_reads_it(home: Path) -> None:
    make_home(home, {"learned": LEARNED})
    (home / "market" / "FEAR_GREED_1d.csv").write_text("timestamp,value\n2020-12-01,fear\n")
    for words in (("train", "learned"), PLAYED, ("data", "check")):
        ran = rlbot(home, *words, "--data", home / "market")
        assert ran.status in (1, 2) and "FEAR_GREED_1d.csv, line 2" in ran.err, ran.err
