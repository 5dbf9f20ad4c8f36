"""Killed with SIGKILL at arbitrary moments and started again, a run ends with the very rows of one that was never disturbed."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from rlbot.journal.sqlite_reader import SqliteReader, open_reader
from tests.faults import resumable_run

KILLS = 5


def killed_after(home: Path, instants: int) -> int:
    """Start the run, kill it after so many instants (at once if 0); how many it managed."""
    command = [sys.executable, "-m", "tests.faults.resumable_run", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as process:
        assert process.stdout is not None
        seen = sum(1 for _ in zip(range(instants), process.stdout, strict=False))
        process.kill()
    return seen


def journaled(home: Path) -> list[bytes]:
    """Every row's content, in order."""
    reader = open_reader(home / "checkpoints" / "journal.sqlite3")
    assert isinstance(reader, SqliteReader)
    rows = [row.payload for row in reader.rows("run-1")]
    assert reader.verify().whole
    reader.close()
    return rows


def csv_of(home: Path) -> dict[str, bytes]:
    """Every agent's file."""
    return {path.parent.name: path.read_bytes() for path in (home / "logs").rglob("*.csv")}


def test_killed_again_and_again_no_decision_fill_or_row_is_lost_or_doubled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(11)
    undisturbed, disturbed = tmp_path / "a", tmp_path / "b"
    resumable_run.main(undisturbed)
    managed = [killed_after(disturbed, chance.choice([0, 1, chance.randint(2, 150)])) for _ in range(KILLS)]
    assert any(managed)
    resumable_run.main(disturbed)
    capsys.readouterr()
    assert journaled(disturbed) == journaled(undisturbed)
    assert csv_of(disturbed) == csv_of(undisturbed)
    assert len(csv_of(disturbed)) == 2 and all(b"\n" in content for content in csv_of(disturbed).values())
    before = csv_of(disturbed)
    resumable_run.main(disturbed)
    assert csv_of(disturbed) == before, "a finished run does nothing"
