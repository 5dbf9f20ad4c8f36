"""Reads `journal.sqlite3`, also beside a running writer and offline."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from rlbot.journal.chain import GENESIS, link
from rlbot.journal.codec import JournalUnreadableError
from rlbot.journal.journal import ChainVerdict, JournalFailed, Run, Stored
from rlbot.journal.kinds import INTENT
from rlbot.journal.sqlite_schema import WrongFileError, connect_reader

_COLUMNS = "seq, tx, ts_ns, kind, payload"
_RUN_COLUMNS = "run_id, key, started_ns, state, settings_hash, settings, meta"
_CHUNK = 2_000  # rows in memory at a time


class SqliteReader:
    """Satisfies `JournalReader`. Not shared between threads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._numbers: dict[str, int] = {}

    def runs(self) -> list[Run]:
        """All runs, the oldest first."""
        return [_run(row) for row in self._fetch(f"SELECT {_RUN_COLUMNS} FROM runs ORDER BY run")]

    def newest_run(self, key: str) -> Run | None:
        """The run of this key that was begun last."""
        found = self._fetch(f"SELECT {_RUN_COLUMNS} FROM runs WHERE key = ? ORDER BY run DESC LIMIT 1", key)
        return _run(found[0]) if found else None

    def rows(self, run_id: str, after_seq: int = 0) -> Iterator[Stored]:
        """Rows of a run behind `after_seq`, a chunk at a time, so that a commit may happen in between."""
        run = self._number(run_id)
        found = self._fetch("SELECT after_seq FROM runs WHERE run = ?", run)
        after_seq = max(after_seq, found[0][0] if found else 0)
        # `+run`: walk the rows in order instead of collecting a run's rows by index and sorting them
        query = f"SELECT {_COLUMNS} FROM events WHERE seq > ? AND +run = ? ORDER BY seq LIMIT {_CHUNK}"
        while chunk := self._fetch(query, after_seq, run):
            for row in chunk:
                yield Stored(*row)
            after_seq = chunk[-1][0]

    def page(self, run_id: str, kinds: tuple[str, ...], before_seq: int = 0, limit: int = 100) -> list[Stored]:
        """Rows of these kinds, the newest first, before `before_seq` (0: from the end)."""
        run, before = self._number(run_id), before_seq or 2**62
        marks = ", ".join("?" * len(kinds))
        query = f"SELECT {_COLUMNS} FROM events WHERE run = ? AND kind IN ({marks}) AND seq < ? ORDER BY seq DESC LIMIT ?"
        return [Stored(*row) for row in self._fetch(query, run, *kinds, before, limit)]

    def about(self, run_id: str, decision_id: str) -> list[Stored]:
        """The decision's own rows."""
        query = f"SELECT {_COLUMNS} FROM events WHERE run = ? AND ref = ? AND kind <> ? ORDER BY seq"
        return [Stored(*row) for row in self._fetch(query, self._number(run_id), decision_id, INTENT)]

    def verify(self) -> ChainVerdict:
        """Walks the whole chain and compares its end with the stored head."""
        hash_, count, run_ids = GENESIS, 0, dict(self._fetch("SELECT run, run_id FROM runs"))
        head_seq, head_hash = self._fetch("SELECT seq, hash FROM head")[0]
        query = f"SELECT seq, run, ts_ns, kind, payload, hash FROM events WHERE seq > ? ORDER BY seq LIMIT {_CHUNK}"
        while chunk := self._fetch(query, count):
            for seq, run, ts_ns, kind, payload, stored in chunk:
                hash_ = link(hash_, seq, run_ids.get(run, ""), ts_ns, kind, payload)
                if seq != count + 1 or hash_ != stored:
                    return ChainVerdict(count, count + 1, _broken(count, seq, kind))
                count = seq
        if count < head_seq or (count == head_seq and hash_ != head_hash):
            return ChainVerdict(count, count + 1, _short(count, head_seq))
        return ChainVerdict(count, 0, f"The journal is whole: {count} rows, chain ends in {hash_.hex()}.")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _number(self, run_id: str) -> int:
        known = self._numbers.get(run_id)
        if known is not None:
            return known
        found = self._fetch("SELECT run FROM runs WHERE run_id = ?", run_id)
        if not found:
            return -1
        self._numbers[run_id] = number = int(found[0][0])  # a run keeps its number
        return number

    def _fetch(self, query: str, *values: object) -> list[Any]:
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise JournalUnreadableError(
                f"The journal cannot be read: {error}. Restore it from a backup, or move it aside."
            ) from error


def _run(row: tuple[str, str, int, str, str, str, str]) -> Run:
    try:
        return msgspec.convert(dict(zip(Run.__struct_fields__, (*row[:6], msgspec.json.decode(row[6])), strict=True)), Run)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeEncodeError) as error:
        raise JournalUnreadableError(
            f"The journal's entry of run {row[0]} cannot be read: {error}. Restore it from a backup, or move it aside."
        ) from error


def _broken(good: int, seq: int, kind: str) -> str:
    if seq != good + 1:
        return f"Row {good + 1} of the journal is missing: after row {good} comes row {seq}."
    return f"Row {seq} of the journal ({kind}) is not what was stored: its hash does not fit. Rows up to {good} are whole."


def _short(count: int, head_seq: int) -> str:
    return f"Row {count + 1} of the journal is missing: it ends at row {count}, but {head_seq} rows were stored."


def open_reader(path: Path) -> SqliteReader | JournalFailed:
    """A reader, or the sentence why not."""
    if not path.exists():
        return JournalFailed("There is no journal yet", str(path), "It is made by the first `rlbot up`.")
    try:
        return SqliteReader(connect_reader(path))
    except (sqlite3.Error, WrongFileError) as error:
        return JournalFailed(f"The journal cannot be read: {error}", str(path), "Restore it from a backup, or move it aside.")
