"""Wrong use and wrong configuration: exit status 2, one sentence, never a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rlbot.app.cli import run
from tests.app.homes import daily_rows, write_agent, write_rows

HOLD = 'algorithm = "hold"\nsymbol = "AAPL"\n[features]\nnames = ["price"]\n'


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write_agent(tmp_path, "keep", HOLD)
    (tmp_path / "market").mkdir()
    write_rows(tmp_path / "market" / "AAPL_1d.csv", daily_rows(300))
    return tmp_path


def status(home: Path, *words: str) -> int:
    return run(["--home", str(home), *words])


@pytest.mark.parametrize(
    "words",
    [
        ["nosuch"],
        ["up", "--port", "abc"],
        ["up", "--nosuch"],
        ["backtest"],
        ["up", "--feed", "nasdaq"],
        ["up", "--mode", "paper", "--feed", "csv"],
        ["up", "--feed", "csv", "--speed", "fast"],
        ["backtest", "nobody"],
        ["backtest", "keep", "--from", "yesterday"],
        ["backtest", "keep", "--from", "0001-01-01"],
        ["backtest", "keep", "--from", "2021-01-01", "--to", "2020-01-01"],
        ["train", "keep"],
        ["compare", "keep", "--version", "v1", "--json"],
        ["retrain", "keep"],
        ["report", "keep"],
        ["rollback", "keep", "v7"],
        ["data", "merge"],
    ],
)
def test_wrong_use_exits_2_with_a_sentence(home: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert status(home, *words) == 2
    said = capsys.readouterr()
    assert said.err.strip() and "Traceback" not in said.err
    assert not (home / "logs" / "crash.txt").exists()


def test_every_mistake_in_the_settings_is_listed_at_once(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_agent(home, "bad", 'algorithm = "pppo"\nsymbol = "AAPL"\nbudget = 0\nbugdet = 5\n[limits]\nstop_loss = 2\n')
    assert status(home, "config", "check", "--json") == 2
    document = json.loads(capsys.readouterr().out)
    keys = {error["key"] for error in document["errors"]}
    assert {"algorithm", "budget", "bugdet", "limits.stop_loss"} <= keys
    assert all("configs/agents/bad.toml" in error["sentence"] for error in document["errors"])


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "AAPL_1d.csv"),
        (b"time,o,h,l,c,v\n2020-01-02T00:00:00Z,1,1,1,1,1\n", "header"),
        (b"timestamp,open,high,low,close,volume\n2020-01-02T00:00:00Z,1,2,x,1,1\n", "AAPL_1d.csv"),
        (b"timestamp,open,high,low,close,volume\n2020-01-02T00:00:00Z,1,2\n", "AAPL_1d.csv"),
        (b"\xff\xfe\x00bad", "AAPL_1d.csv"),
    ],
)
def test_a_broken_file_gives_one_sentence_that_names_it(
    home: Path, content: bytes, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "market" / "AAPL_1d.csv").write_bytes(content)
    assert status(home, "backtest", "keep", "--data", str(home / "market")) in (1, 2)
    said = capsys.readouterr().err
    assert told in said and "Traceback" not in said
    assert not (home / "logs" / "crash.txt").exists()


def test_a_missing_symbol_names_what_the_folder_has(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_agent(home, "other", HOLD.replace("AAPL", "MSFT"))
    assert status(home, "backtest", "other", "--data", str(home / "market")) == 2
    assert "AAPL" in capsys.readouterr().err


def test_a_feed_without_one_usable_bar_is_a_failure_that_says_why(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [(row[0].replace("T00:00", "T05:00"), *row[1:]) for row in daily_rows(300)]
    write_rows(home / "market" / "AAPL_1d.csv", rows)
    words = ["up", "--feed", "csv", "--data", str(home / "market"), "--speed", "max", "--exit-at-end", "--no-web"]
    assert status(home, *words) != 0
    assert "refused" in capsys.readouterr().err


def test_kill_without_a_platform_leaves_the_file_that_the_next_start_obeys(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(home, "kill") == 0
    kept = json.loads((home / "checkpoints" / "kill").read_text())
    assert (kept["origin"], kept["reason"]) == ("shell", "kill switch, from the shell")
    words = ["up", "--feed", "csv", "--data", str(home / "market"), "--from", "2020-06-01", "--speed", "max"]
    assert status(home, *words, "--exit-at-end", "--no-web", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["agents"]["keep"]["fills"] == 0, "killed: nothing new may be risked"


def test_kill_that_nothing_took_says_so(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "checkpoints").write_text("in the way")
    assert status(home, "kill") == 1
    assert "NOT killed" in capsys.readouterr().err


def test_a_file_in_the_place_of_a_folder_is_named(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    agent = home / "configs" / "agents" / "keep.toml"
    assert run(["--home", str(agent), "agents"]) == 2
    assert "is a file; name a folder" in capsys.readouterr().err
    agent.unlink()
    agent.parent.rmdir()
    agent.parent.write_text("in the way")
    for words in (["agents"], ["config", "check"], ["up", "--feed", "synthetic"]):
        assert status(home, *words) == 2
        assert "configs/agents: is a file" in capsys.readouterr().err
    agent.parent.unlink()
    agent.parent.parent.rmdir()
    agent.parent.parent.write_text("in the way")
    assert status(home, "agents") == 2
    assert "configs: is a file" in capsys.readouterr().err


def test_a_folder_in_the_place_of_a_script_is_told_without_its_error_number(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_agent(home, "keep", HOLD.replace('"hold"', '"scripted"').replace("[features]", 'decisions = "orders"\n[features]'))
    (home / "orders").mkdir()
    assert status(home, "backtest", "keep", "--data", str(home / "market")) == 2
    said = capsys.readouterr().err
    assert "orders cannot be read as CSV (Is a directory)" in said and "Errno" not in said


def test_a_check_of_an_empty_folder_prints_no_empty_table(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "bare").mkdir()
    assert status(home, "data", "check", "--data", str(home / "bare")) == 1
    assert capsys.readouterr().out == ""
