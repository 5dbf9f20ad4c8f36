"""The journal in SQLite: `checkpoints/journal.sqlite3`, write-ahead log, append-only, one transaction per commit.

An ordinary commit survives the death of the process (`synchronous=NORMAL`); an intent also survives the loss of power
(`FULL`). Another store (PostgreSQL by URL) would be a sibling of this file and satisfy the same suite.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

import msgspec

from rlbot.events.agent import DecisionExplained, DecisionMade
from rlbot.events.trade import OrderApproved
from rlbot.journal.chain import link
from rlbot.journal.codec import encode
from rlbot.journal.journal import Committed, JournalFailed, Run
from rlbot.journal.kinds import INTENT, Message
from rlbot.journal.outbox import OUTBOX_EVENTS, Outbox
from rlbot.journal.sqlite_reader import SqliteReader
from rlbot.journal.sqlite_schema import WrongFileError, connect_writer
from rlbot.journal.writer_lock import WriterLock

_INSERT = "INSERT INTO events (seq, run, tx, ts_ns, kind, ref, payload, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_BEGIN_RUN = """INSERT INTO runs (run_id, key, state, started_ns, after_seq, settings_hash, settings, meta)
VALUES (?, ?, 'open', ?, ?, ?, ?, ?)"""
LEAST_FREE = 64 * 1024  # bytes; the shared-memory file alone takes 32 KiB
_Row = tuple[int, int, int, int, str, str | None, bytes, bytes]


class SqliteJournal(SqliteReader):
    """Satisfies `Journal`. Made by `open_journal`."""

    def __init__(self, connection: sqlite3.Connection, path: Path, lock: WriterLock, outbox: Outbox) -> None:
        super().__init__(connection)
        self._path = path
        self._lock = lock
        self._outbox = outbox
        self.tap = outbox.add
        self._seq, self._tx, self._hash = connection.execute("SELECT seq, tx, hash FROM head").fetchone()
        self._run_id = ""
        self._run = -1

    @property
    def pending(self) -> int:
        """How many events wait for the next commit."""
        return len(self._outbox.events)

    def begin_run(self, run: Run) -> JournalFailed | None:
        """A new run; rows go to it from now on."""
        values = (run.run_id, run.key, run.started_ns, self._seq, run.settings_hash, run.settings, _json(run.meta))
        try:
            self._db.execute(_BEGIN_RUN, values)
        except sqlite3.IntegrityError:
            return self._failed(f"A run named {run.run_id} stands in the journal already", "Use another name.")
        except sqlite3.Error as error:
            return self._unwritten(error)
        return self.continue_run(run.run_id)

    def continue_run(self, run_id: str, meta: dict[str, int] | None = None) -> JournalFailed | None:
        """Rows go to this open run from now on."""
        found = self._fetch("SELECT run, state, meta FROM runs WHERE run_id = ?", run_id)
        if not found:
            return self._failed(f"The journal holds no run named {run_id}", "`rlbot journal show` lists them.")
        run, state, known = found[0]
        if state != "open":
            return self._failed(f"The run {run_id} is finished", "Start anew with --fresh.")
        if meta:
            try:
                self._db.execute("UPDATE runs SET meta = ? WHERE run = ?", (_json(msgspec.json.decode(known) | meta), run))
            except sqlite3.Error as error:
                return self._unwritten(error)
        self._run, self._run_id = run, run_id
        return None

    def finish_run(self) -> JournalFailed | None:
        """Commits what is pending and closes the run."""
        done = self.commit()
        if isinstance(done, JournalFailed):
            return done
        try:
            self._db.execute("UPDATE runs SET state = 'finished' WHERE run = ?", (self._run,))
        except sqlite3.Error as error:
            return self._unwritten(error)
        self._run, self._run_id = -1, ""
        return None

    def commit(self) -> Committed | JournalFailed:
        """Store all that was tapped, in one transaction."""
        return self._store(self._outbox.events, None)

    def commit_intent(self, order: OrderApproved) -> Committed | JournalFailed:
        """Store all that was tapped and this intent, through to the disk's surface."""
        known = "SELECT 1 FROM events WHERE run = ? AND ref = ? AND kind = ?"
        try:
            if self._db.execute(known, (self._run, order.client_order_id, INTENT)).fetchone():
                return _known(self._store(self._outbox.events, None))
            self._db.execute("PRAGMA synchronous = FULL")
            done = self._store(self._outbox.events, order)
            self._db.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.Error as error:
            return self._unwritten(error)
        return done

    def close(self) -> None:
        """Close the file and let the next writer in."""
        super().close()
        self._lock.release()

    def _store(self, events: list[Message], intent: OrderApproved | None) -> Committed | JournalFailed:
        if self._outbox.refused:
            lost = f"The journal's outbox is full, {self._outbox.refused} events found no place"
            return self._failed(lost, "Trading is halted. Start again: the run goes on from its last stored instant.")
        if not events and intent is None:
            return Committed(0, self._seq)
        if self._run < 0:
            return self._failed("No run is open in the journal", "Begin one first.")
        rows, hash_ = self._rows(events, intent)
        last = rows[-1][0]
        try:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany(_INSERT, rows)
            self._db.execute("UPDATE head SET seq = ?, tx = ?, hash = ?", (last, self._tx + 1, hash_))
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            with contextlib.suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            return self._unwritten(error)
        events.clear()
        self._seq, self._tx, self._hash = last, self._tx + 1, hash_
        return Committed(len(rows), last)

    def _rows(self, events: list[Message], intent: OrderApproved | None) -> tuple[list[_Row], bytes]:
        rows: list[_Row] = []
        seq, hash_, run, run_id, tx = self._seq, self._hash, self._run, self._run_id, self._tx + 1
        for event in events if intent is None else (*events, intent):
            seq += 1
            kind, ref, payload = type(event).__name__, None, encode(event)
            if event is intent:
                kind, ref = INTENT, event.client_order_id
            elif isinstance(event, (DecisionMade, DecisionExplained)):
                ref = event.decision_id
            hash_ = link(hash_, seq, run_id, event.ts_ns, kind, payload)
            rows.append((seq, run, tx, event.ts_ns, kind, ref, payload, hash_))
        return rows, hash_

    def _unwritten(self, error: sqlite3.Error) -> JournalFailed:
        full = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL
        cause = "the disk is full" if full else str(error)
        way_out = "Make room on that disk" if full else "Check that disk"
        return self._failed(
            f"The journal could not be written: {cause}",
            f"{way_out}; trading is halted until it can. Everything stored before is whole, and the run goes on from there.",
        )

    def _failed(self, what: str, way_out: str) -> JournalFailed:
        return JournalFailed(what, str(self._path), way_out)


def _known(done: Committed | JournalFailed) -> Committed | JournalFailed:
    return done if isinstance(done, JournalFailed) else msgspec.structs.replace(done, intent_known=True)


def _is_full(path: Path) -> bool:
    """Whether the disk has no room for what SQLite keeps beside the file."""
    try:
        return shutil.disk_usage(path.parent).free < LEAST_FREE
    except OSError:
        return False


def _json(meta: dict[str, int]) -> str:
    return msgspec.json.encode(meta).decode()


def open_journal(path: Path, outbox_events: int = OUTBOX_EVENTS) -> SqliteJournal | JournalFailed:
    """The journal at `path`, made if absent; or the sentence why it cannot be used. Nothing stored is ever touched."""
    lock = WriterLock(path.with_name(path.name + ".lock"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        holder = lock.take()
        if holder is not None:
            who = f"process {holder}" if holder else "another process"
            return JournalFailed(f"The journal is being written by {who}", str(path), "Stop it first, or use another --home.")
        return SqliteJournal(connect_writer(path), path, lock, Outbox(outbox_events))
    except (sqlite3.Error, WrongFileError, OSError) as error:
        lock.release()
        if isinstance(error, sqlite3.OperationalError | OSError) and _is_full(path):
            return JournalFailed(
                "The journal cannot be opened: the disk is full", str(path), "Make room on that disk and start again."
            )
        way_out = "Restore it from a backup, or move it aside to begin a new one; nothing was changed."
        return JournalFailed(f"The journal cannot be opened: {error}", str(path), way_out)
