"""Reporting commands: one JSON document each, a sentence where there is nothing to report."""

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
    (tmp_path / "data").mkdir()
    write_rows(tmp_path / "data" / "AAPL_1d.csv", daily_rows(120))
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        ["agents"],
        ["agents", "new", "other", "--symbol", "MSFT"],
        ["backtest", "keep"],
        ["config", "check"],
        ["config", "show"],
        ["config", "schema"],
        ["data", "list"],
        ["data", "check"],
        ["kill"],
        ["models", "keep"],
    ],
)
def test_json_is_one_document_and_nothing_else(home: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--home", str(home), *words, "--json"]) == 0
    assert isinstance(json.loads(capsys.readouterr().out), dict)


@pytest.mark.parametrize(
    "words",
    [
        ["status"],
        ["why", "keep"],
        ["pause", "keep"],
        ["unpause", "keep"],
        ["resume"],
        ["journal", "verify"],
        ["rollback", "keep"],
    ],
)
def test_nothing_to_report_is_a_sentence_and_a_failure(
    home: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--home", str(home), *words, "--json"]) == 1
    said = capsys.readouterr()
    assert said.out == "" and "`rlbot " in said.err and len(said.err.splitlines()) == 1


def test_doctor_in_a_place_that_is_not_there_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--home", str(tmp_path / "nowhere"), "doctor", "--json"]) == 1
    checks = {check["name"]: check for check in json.loads(capsys.readouterr().out)["checks"]}
    assert not checks["home"]["ok"] and "does not exist" in checks["home"]["detail"]
    assert not (tmp_path / "nowhere").exists()


def test_a_rule_has_no_versions(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--home", str(home), "backtest", "keep", "--version", "v1"]) == 2
    assert "no versions" in capsys.readouterr().err


@pytest.mark.parametrize("feed", ["csv", "synthetic", "yahoo"])
def test_a_range_that_ends_before_it_begins_is_wrong_use(home: Path, feed: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["up", "--feed", feed, "--from", "2020-03-02", "--to", "2020-02-03", "--exit-at-end", "--no-web"]
    assert run(["--home", str(home), *words]) == 2
    assert "lies after" in capsys.readouterr().err
    assert not (home / "checkpoints" / "journal.sqlite3").exists()


def test_the_journal_is_asked_for_what_it_does_not_hold(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["up", "--feed", "csv", "--data", str(home / "data"), "--from", "2020-05-01", "--speed", "max"]
    assert run(["--home", str(home), *words, "--exit-at-end", "--no-web"]) == 0
    capsys.readouterr()
    for option, word, named in (("--run", "bogus", "simulate-csv-"), ("--kind", "Bogus", "OrderFilled")):
        assert run(["--home", str(home), "journal", "show", option, word]) == 2
        said = capsys.readouterr()
        assert word in said.err and named in said.err and not said.out
    assert run(["--home", str(home), "journal", "show", "--kind", "DecisionMade", "--limit", "1", "--json"]) == 0
    assert [e["kind"] for e in json.loads(capsys.readouterr().out)["events"]] == ["DecisionMade"]
