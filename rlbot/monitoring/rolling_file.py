"""A file of lines that rolls: `core.jsonl` is the newest, `core.1.jsonl` the one before, and so on.

They tell accounts, orders and fills, so each is its owner's alone, also one that was made open to others; the folder is left as
it is, for others may use it too.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from rlbot.settings.owner_only import OWNER_ONLY, close_to_others


class RollingFile:
    """`files`: how many there are at most, the newest included."""

    def __init__(self, path: Path, max_bytes: int, files: int) -> None:
        self._path = path
        self._max_bytes = max_bytes
        self._files = files
        self._handle = -1
        self._size = 0

    def append(self, lines: bytes) -> None:
        """Add whole lines; rolls first if they would not fit. Raises OSError; then none of them is there."""
        if self._handle < 0:
            for number in range(1, self._files):
                close_to_others(self._numbered(number))
            self._open()
        if self._size > 0 and self._size + len(lines) > self._max_bytes:
            self._roll()
        done = 0
        try:
            while done < len(lines):
                done += os.write(self._handle, lines[done:])
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(self._handle, self._size)  # half a line would spoil the next one too
            raise
        self._size += done

    def close(self) -> None:
        """Close the newest."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, OWNER_ONLY)
        close_to_others(self._path)
        self._size = os.fstat(self._handle).st_size
        if self._size and os.pread(self._handle, 1, self._size - 1) != b"\n":
            self._size += os.write(self._handle, b"\n")  # a line torn by a crash stays alone

    def _roll(self) -> None:
        self.close()
        for number in range(self._files - 1, 0, -1):
            with contextlib.suppress(FileNotFoundError):
                self._numbered(number - 1).replace(self._numbered(number))
        if self._files == 1:
            self._path.unlink(missing_ok=True)
        self._open()

    def _numbered(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.stem}.{number}{self._path.suffix}") if number else self._path
