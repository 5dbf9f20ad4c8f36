"""The audit: what people did, append-only JSON lines, each hashed over itself and the hash before it,
readable by its owner alone.

The intent is on disk before the act. A kill is never held up by a full disk; everything else is.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import msgspec

from rlbot.clock import Clock
from rlbot.monitoring.web.auth import Session
from rlbot.monitoring.web.contract.base import Role
from rlbot.monitoring.web.contract.records import AuditEntry
from rlbot.settings.owner_only import OWNER_ONLY, close_to_others

CAP = 2_000
GENESIS = "0" * 64
DETAIL_CAP = 2_000  # characters


class AuditError(Exception):
    """An entry could not be stored; the message says where and why."""


class AuditLog:
    """Append-only. `on_entry` hears each new line (the live feed)."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self.entries: deque[AuditEntry] = deque(maxlen=CAP)
        self.verified = True
        self.on_entry: Callable[[AuditEntry], None] | None = None
        self._seq = 0
        self._hash = GENESIS
        close_to_others(path)  # one that was made open to others
        self._read()

    def intent(self, session: Session, action: str, target: str = "", detail: str = "") -> None:
        """Store what is about to be done. Raises AuditError: then it must not be done (kill excepted)."""
        self._append(session.id, session.role, action, target, detail, "intent")

    def result(self, session: Session, action: str, target: str, result: str, detail: str = "") -> None:
        """Store how it went: `done`, `refused` or `failed`. Raises AuditError."""
        self._append(session.id, session.role, action, target, detail, result)

    def _append(self, session: str, role: Role, action: str, target: str, detail: str, result: str) -> None:
        row = AuditEntry(
            seq=self._seq + 1,
            ts_ns=self._clock.now_ns(),
            session=session,
            role=role,
            action=action,
            target=target,
            detail=detail[:DETAIL_CAP],
            result=result,
            hash="",
        )
        entry = msgspec.structs.replace(row, hash=_link(self._hash, row))
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            opened = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, OWNER_ONLY)
            with os.fdopen(opened, "ab") as file:
                start = file.tell()
                try:
                    file.write(msgspec.json.encode(entry) + b"\n")
                    file.flush()
                    os.fsync(file.fileno())
                except OSError:
                    file.truncate(start)  # half a line would break the chain for the next one
                    raise
        except OSError as error:
            raise AuditError(f"the audit {self._path} cannot be written ({error}); free space or fix its rights") from None
        self._keep(entry)
        if self.on_entry is not None:
            self.on_entry(entry)

    def _keep(self, entry: AuditEntry) -> None:
        self._seq, self._hash = entry.seq, entry.hash
        self.entries.append(entry)

    def _read(self) -> None:
        try:
            data = self._path.read_bytes()
        except OSError:
            return
        whole = data[: data.rfind(b"\n") + 1]
        if len(whole) < len(data):  # a crash in the middle of a line: its act had not begun
            os.truncate(self._path, len(whole))
        for line in whole.splitlines():
            try:
                entry = msgspec.json.decode(line, type=AuditEntry)
            except msgspec.MsgspecError:
                self.verified = False
                continue
            bare = msgspec.structs.replace(entry, hash="")
            if entry.hash != _link(self._hash, bare) or entry.seq != self._seq + 1:
                self.verified = False
            self._keep(entry)


def _link(previous: str, bare: AuditEntry) -> str:
    return sha256(previous.encode() + msgspec.json.encode(bare)).hexdigest()
