"""The tables of `journal.sqlite3`, their version, and how a file is opened."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from rlbot.settings.owner_only import OWNER_ONLY, close_to_others

SCHEMA_VERSION = 1
APPLICATION_ID = 0x726C6274  # 'rlbt', so that `file` and we know what it is

TABLES = f"""
CREATE TABLE runs (
  run           INTEGER PRIMARY KEY,
  run_id        TEXT NOT NULL UNIQUE,
  key           TEXT NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('open', 'finished')),
  started_ns    INTEGER NOT NULL,
  after_seq     INTEGER NOT NULL, -- the run's rows stand behind this one
  settings_hash TEXT NOT NULL,
  settings      TEXT NOT NULL,
  meta          TEXT NOT NULL
) STRICT;
CREATE TABLE events (
  seq     INTEGER PRIMARY KEY,
  run     INTEGER NOT NULL REFERENCES runs(run),
  tx      INTEGER NOT NULL,
  ts_ns   INTEGER NOT NULL,
  kind    TEXT NOT NULL,
  ref     TEXT,
  payload BLOB NOT NULL,
  hash    BLOB NOT NULL
) STRICT;
CREATE INDEX events_by_kind ON events (run, kind, seq);
CREATE INDEX events_by_ref ON events (run, ref) WHERE ref IS NOT NULL;
CREATE TABLE head (
  one  INTEGER PRIMARY KEY CHECK (one = 1),
  seq  INTEGER NOT NULL,
  tx   INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;
INSERT INTO head VALUES (1, 0, 0, zeroblob(16));
CREATE TRIGGER events_never_change BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER events_never_vanish BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {SCHEMA_VERSION};
"""

# A checkpoint syncs the disk (5 to 20 ms) inside a commit; at 32 MiB of log it falls on fewer than one commit in a thousand.
CHECKPOINT_PAGES = 8_000
READ_WAIT_S = 5.0  # how long a reader waits for a checkpoint; the writer itself never waits for readers (WAL)


class WrongFileError(Exception):
    """The file is no journal that this version can use; the message says which and why."""


def connect_writer(path: Path) -> sqlite3.Connection:
    """Opens, and creates the tables in a new file, its owner's alone. Raises `WrongFileError`, sqlite3.Error or OSError."""
    if not path.exists():  # SQLite gives what it keeps beside the file the file's own mode
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, OWNER_ONLY))
    connection = sqlite3.connect(path, timeout=READ_WAIT_S, isolation_level=None)
    try:
        if not _is_empty(connection):
            _check(connection)  # before the first pragma that writes: a file of somebody else stays as it is
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        if _is_empty(connection):
            connection.executescript(f"BEGIN IMMEDIATE;{TABLES}COMMIT;")
        _check(connection)
        _check_end(connection)
    except BaseException:
        connection.close()
        raise
    for beside in ("", "-wal", "-shm"):  # of one that was made open to others
        close_to_others(path.with_name(path.name + beside))
    return connection


def connect_reader(path: Path) -> sqlite3.Connection:
    """Opens to read only; the file must exist, its folder need not be writable. Raises `WrongFileError` or sqlite3.Error."""
    try:
        return _opened_to_read(f"{path.absolute().as_uri()}?mode=ro")
    except sqlite3.OperationalError:  # on a read-only disk SQLite cannot make the file by which readers and a writer meet
        wal = path.with_name(path.name + "-wal")
        if os.access(path.parent, os.W_OK) or (wal.exists() and wal.stat().st_size):
            raise
        return _opened_to_read(f"{path.absolute().as_uri()}?mode=ro&immutable=1")


def _opened_to_read(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, timeout=READ_WAIT_S, isolation_level=None, uri=True)
    try:
        _check(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _check_end(connection: sqlite3.Connection) -> None:
    last = connection.execute("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone() or (0, bytes(16))
    if last != connection.execute("SELECT seq, hash FROM head").fetchone():
        raise WrongFileError("its end is not what was stored last; `rlbot journal verify` names the row")


def _is_empty(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0)


def _check(connection: sqlite3.Connection) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        raise WrongFileError("it is a database, but not a journal of rlbot")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version != SCHEMA_VERSION:
        raise WrongFileError(f"its schema is version {version}, this rlbot reads version {SCHEMA_VERSION}")
