"""A writer killed at arbitrary moments leaves whole transactions, an unbroken chain, and all that it had acknowledged."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

from rlbot.journal.sqlite_journal import SqliteJournal, open_journal
from tests.journal.endless_writer import events_in

KILLS = 6


def killed_after(path: Path, commits: int) -> int:
    """Let a writer acknowledge so many commits, kill it in the middle of whatever it does then; its last acknowledged one."""
    command = [sys.executable, "-m", "tests.journal.endless_writer", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as writer:
        assert writer.stdout is not None
        acknowledged = 0
        for _ in range(commits):
            acknowledged = int(writer.stdout.readline())
        writer.kill()
        rest = [line for line in writer.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    return int(rest[-1]) if rest else acknowledged


def test_killed_again_and_again_nothing_is_torn_lost_or_doubled(tmp_path: Path) -> None:
    path, chance = tmp_path / "journal.sqlite3", random.Random(4)
    for _ in range(KILLS):
        acknowledged = killed_after(path, chance.randint(1, 60))
        journal = open_journal(path)
        assert isinstance(journal, SqliteJournal), "the lock of a killed process is gone"
        sizes = Counter(row.tx for row in journal.rows("run-1"))
        assert sorted(sizes) == list(range(1, len(sizes) + 1))
        assert all(size == events_in(tx) for tx, size in sizes.items()), "whole transactions only"
        assert acknowledged <= len(sizes) <= acknowledged + 1, "all that was acknowledged, at most one more"
        assert journal.verify().whole
        journal.close()
