"""One writer at a time: an advisory lock on a file beside the journal. The system lets go of it when the process dies."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class WriterLock:
    """Held from `take` to `release`, or to the end of the process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = -1

    def take(self) -> int | None:
        """None when taken; else the process id of the holder (0 if it did not say). Raises OSError."""
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            said = os.read(file, 32).strip()
            os.close(file)
            return int(said) if said.isdigit() else 0
        os.ftruncate(file, 0)
        os.write(file, str(os.getpid()).encode())
        self._file = file
        return None

    def release(self) -> None:
        """Let the next writer in."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
