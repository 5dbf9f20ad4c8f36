"""What only a journal on disk can get wrong: a second writer, a changed row, a foreign file, a full disk."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rlbot.journal.codec import JournalUnreadableError
from rlbot.journal.journal import Committed, JournalFailed
from rlbot.journal.sqlite_journal import SqliteJournal, open_journal
from rlbot.journal.sqlite_reader import SqliteReader, open_reader
from tests.journal.sample_events import approved, bar_closed, explained, instant, run


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the journal lies; the folder is made by the journal."""
    return tmp_path / "checkpoints" / "journal.sqlite3"


@pytest.fixture
def journal(path: Path) -> Iterator[SqliteJournal]:
    """With five instants of a run."""
    opened = reopened(path)
    opened.begin_run(run())
    for minute in range(5):
        opened.tap(bar_closed(minute))
        opened.tap(instant(minute))
        opened.commit()
    yield opened
    opened.close()


def reopened(path: Path) -> SqliteJournal:
    """The writer, which must open."""
    opened = open_journal(path)
    assert isinstance(opened, SqliteJournal), opened
    return opened


def tampered(path: Path, *statements: str) -> SqliteReader:
    """Changed behind our back by somebody with the sqlite3 tool."""
    database = sqlite3.connect(path)
    database.execute("DROP TRIGGER events_never_change")
    database.execute("DROP TRIGGER events_never_vanish")
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()
    reader = open_reader(path)
    assert isinstance(reader, SqliteReader)
    return reader


def test_a_second_writer_is_refused_and_told_who_writes(journal: SqliteJournal, path: Path) -> None:
    second = open_journal(path)
    assert isinstance(second, JournalFailed)
    assert "being written by process" in second.sentence and "--home" in second.sentence


def test_the_next_writer_goes_on_where_the_last_one_stopped(journal: SqliteJournal, path: Path) -> None:
    journal.close()
    after = reopened(path)
    assert after.continue_run("run-1") is None
    after.tap(instant(5))
    assert after.commit() == Committed(1, 11)
    assert after.verify().rows == 11 and after.verify().whole
    after.close()


def test_a_reader_reads_beside_the_writer(journal: SqliteJournal, path: Path) -> None:
    reader = open_reader(path)
    assert isinstance(reader, SqliteReader)
    journal.tap(instant(5))
    assert len(list(reader.rows("run-1"))) == 10
    journal.commit()
    assert len(list(reader.rows("run-1"))) == 11
    reader.close()


def test_rows_can_be_read_while_more_are_committed(journal: SqliteJournal) -> None:
    rows = journal.rows("run-1")
    next(rows)
    journal.tap(instant(6))
    journal.commit()
    assert len(list(rows)) in {9, 10}


@pytest.mark.parametrize(
    ("statement", "broken_seq"),
    [
        ("UPDATE events SET payload = CAST(replace(CAST(payload AS TEXT), '102.1', '102.2') AS BLOB) WHERE seq = 5", 5),
        ("UPDATE events SET ts_ns = ts_ns + 1 WHERE seq = 7", 7),
        ("UPDATE events SET kind = 'MarkUpdated' WHERE seq = 2", 2),
        ("DELETE FROM events WHERE seq = 4", 4),
        ("DELETE FROM events WHERE seq > 8", 9),
        ("UPDATE runs SET run_id = 'another'", 1),
    ],
)
def test_whatever_is_changed_afterwards_is_named(journal: SqliteJournal, path: Path, statement: str, broken_seq: int) -> None:
    journal.close()
    reader = tampered(path, statement)
    verdict = reader.verify()
    assert not verdict.whole
    assert verdict.broken_seq == broken_seq and str(broken_seq) in verdict.sentence
    reader.close()


def test_a_journal_without_its_end_is_not_written_on(journal: SqliteJournal, path: Path) -> None:
    journal.close()
    tampered(path, "DELETE FROM events WHERE seq > 8").close()
    refused = open_journal(path)
    assert isinstance(refused, JournalFailed) and "journal verify" in refused.sentence


def test_rows_cannot_be_changed_by_accident(journal: SqliteJournal, path: Path) -> None:
    database = sqlite3.connect(path)
    for statement in ("DELETE FROM events", "UPDATE events SET ts_ns = 0"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            database.execute(statement)
    database.close()


def test_a_foreign_file_is_refused_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"my diary, not a database" * 50)
    refused = open_journal(path)
    assert isinstance(refused, JournalFailed) and "move it aside" in refused.sentence
    assert path.read_bytes() == b"my diary, not a database" * 50
    assert isinstance(open_reader(path), JournalFailed)


def test_a_foreign_database_is_refused(path: Path) -> None:
    path.parent.mkdir()
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE songs (name TEXT)")
    database.close()
    refused = open_journal(path)
    assert isinstance(refused, JournalFailed) and "not a journal of rlbot" in refused.sentence


def test_a_journal_of_a_newer_version_is_refused(journal: SqliteJournal, path: Path) -> None:
    journal.close()
    database = sqlite3.connect(path)
    database.execute("PRAGMA user_version = 99")
    database.close()
    refused = open_journal(path)
    assert isinstance(refused, JournalFailed) and "version 99" in refused.sentence


def test_a_refused_journal_does_not_keep_the_lock(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"x" * 5_000)
    open_journal(path)
    path.unlink()
    reopened(path).close()


def test_a_missing_journal_cannot_be_read_and_is_not_made(path: Path) -> None:
    absent = open_reader(path)
    assert isinstance(absent, JournalFailed) and "rlbot up" in absent.sentence
    assert not path.exists()


def test_a_full_disk_halts_and_keeps_everything_stored(journal: SqliteJournal, path: Path) -> None:
    (pages,) = journal._db.execute("PRAGMA page_count").fetchone()
    journal._db.execute(f"PRAGMA max_page_count = {pages}")
    for minute in range(5, 200):
        journal.tap(explained(minute, "a long sentence " * 50))
    failed = journal.commit()
    assert isinstance(failed, JournalFailed)
    assert "the disk is full" in failed.sentence and str(path) in failed.sentence and "Make room" in failed.sentence
    assert len(list(journal.rows("run-1"))) == 10 and journal.verify().whole
    journal._db.execute("PRAGMA max_page_count = 100000")
    assert journal.commit() == Committed(195, 205), "nothing tapped meanwhile was lost"
    assert journal.verify().whole


def test_a_full_disk_refuses_an_intent(journal: SqliteJournal) -> None:
    (pages,) = journal._db.execute("PRAGMA page_count").fetchone()
    journal._db.execute(f"PRAGMA max_page_count = {pages}")
    for minute in range(5, 200):
        journal.tap(explained(minute, "a long sentence " * 50))
    assert isinstance(journal.commit_intent(approved(1)), JournalFailed)


def test_an_intent_reaches_the_surface_and_ordinary_commits_return_to_normal(journal: SqliteJournal) -> None:
    seen: list[str] = []
    journal._db.set_trace_callback(seen.append)
    journal.commit_intent(approved(1))
    order = [line for line in seen if "synchronous" in line or line in {"BEGIN IMMEDIATE", "COMMIT"}]
    assert order == ["PRAGMA synchronous = FULL", "BEGIN IMMEDIATE", "COMMIT", "PRAGMA synchronous = NORMAL"]


def test_an_unknown_kind_is_a_sentence(journal: SqliteJournal, path: Path) -> None:
    journal.close()
    reader = tampered(path, "UPDATE events SET kind = 'Invented' WHERE seq = 1")
    with pytest.raises(JournalUnreadableError, match="newer rlbot"):
        _ = next(reader.rows("run-1")).event
    reader.close()


def test_a_damaged_page_is_a_sentence(journal: SqliteJournal, path: Path) -> None:
    journal.close()
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    path.write_bytes(content)
    refused = open_journal(path)
    if isinstance(refused, SqliteJournal):
        with pytest.raises(JournalUnreadableError, match="move it aside"):
            list(refused.rows("run-1"))
        refused.close()
    else:
        assert "move it aside" in refused.sentence


def test_an_audit_reads_where_nothing_can_be_written(
    journal: SqliteJournal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What SQLite answers on a read-only disk is played here: whoever runs the tests may be root, who can write anywhere."""
    journal.close()
    connect = sqlite3.connect

    def read_only(name: str, **options: Any) -> sqlite3.Connection:
        if "immutable" not in name:
            raise sqlite3.OperationalError("unable to open database file")
        opened: sqlite3.Connection = connect(name, **options)
        return opened

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", read_only)
        patch.setattr(os, "access", lambda path, mode: False)
        reader = open_reader(path)
    assert isinstance(reader, SqliteReader) and reader.verify().rows == 10
    reader.close()


@pytest.mark.usefixtures("journal")
def test_what_is_made_is_its_owners_alone_with_what_sqlite_keeps_beside_it(path: Path) -> None:
    for name in (path.name, path.name + "-wal", path.name + "-shm"):
        assert path.with_name(name).stat().st_mode & 0o777 == 0o600, name


def test_one_that_was_made_open_to_others_is_closed_to_them_with_what_lies_beside_it(
    journal: SqliteJournal, path: Path
) -> None:
    journal.close()
    path.chmod(0o644)
    again = reopened(path)
    for name in (path.name, path.name + "-wal", path.name + "-shm"):
        assert path.with_name(name).stat().st_mode & 0o777 == 0o600, name
    again.close()
