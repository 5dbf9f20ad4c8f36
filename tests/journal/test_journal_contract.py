"""Every journal, through the one suite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rlbot.journal.journal import Journal
from rlbot.journal.memory_journal import MemoryJournal
from rlbot.journal.sqlite_journal import SqliteJournal, open_journal
from tests.contracts.journal import JournalContract

OUTBOX_EVENTS = 8


class TestMemoryJournal(JournalContract):
    """In memory."""

    @pytest.fixture
    def journal(self) -> Journal:
        return MemoryJournal(OUTBOX_EVENTS)


class TestSqliteJournal(JournalContract):
    """On disk."""

    @pytest.fixture
    def journal(self, tmp_path: Path) -> Iterator[Journal]:
        opened = open_journal(tmp_path / "journal.sqlite3", OUTBOX_EVENTS)
        assert isinstance(opened, SqliteJournal)
        yield opened
        opened.close()
