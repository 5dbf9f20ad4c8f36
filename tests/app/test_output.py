"""Whoever listens may leave: a running platform goes on; a command that was asked for an answer has failed."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rlbot.app import output
from rlbot.app.failure import CommandError
from tests.app.homes import daily_rows, write_agent, write_rows
from tests.e2e.house import ROOT, command


def closed_pipe() -> int:
    """The writing end of a pipe that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    return writing


def test_remarks_may_be_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    with os.fdopen(closed_pipe(), "w", encoding="utf-8") as nobody:
        monkeypatch.setattr(sys, "stderr", nobody)
        monkeypatch.setattr(sys, "stdout", nobody)
        output.note("said to nobody")
        output.aloud("said to nobody")
    monkeypatch.setattr(sys, "stderr", None)
    output.note("said to nobody")
    output.progress("training", 1.0)


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_remark_never_stands_on_the_line_of_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    output.progress("training", 0.5)
    output.note("stopped")
    output.note("and out")
    output.progress("training", 1.0)
    output.note("done")
    assert [line.split("\r")[-1].split(" ")[0] for line in screen.getvalue().split("\n")[:-1]] == [
        *("training", "stopped", "and", "training", "done")
    ]


def test_an_answer_may_not_be_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(CommandError, match="standard output is closed"):
        output.emit({"answer": 42})


def test_a_platform_whose_listener_left_plays_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "market").mkdir()
    write_rows(tmp_path / "market" / "AAPL_1d.csv", daily_rows(200))
    write_agent(tmp_path, "keep", 'algorithm = "hold"\nsymbol = "AAPL"\n[features]\nnames = ["price"]\n')
    words = ("up", "--feed", "csv", "--data", tmp_path / "market", "--from", "2020-06-01", "--speed", "max")
    nobody = closed_pipe()
    try:
        subprocess.run(
            [*command(tmp_path, *words), "--exit-at-end", "--no-web"],
            stdout=subprocess.DEVNULL,
            stderr=nobody,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            timeout=120,
            check=True,
        )
    finally:
        os.close(nobody)
    assert not (tmp_path / "logs" / "crash.txt").exists()
