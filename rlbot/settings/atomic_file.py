"""Replace a file as a whole: after a crash at any moment either the old content is there or the new, never half of one."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def replace_file(path: Path, content: bytes, mode: int | None = None) -> None:
    """Write beside, sync, rename, sync the folder. Raises OSError; then the old file stands and nothing is left beside it.

    `mode`: of the new file; without one it keeps that of the old.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        # Made with the mode: who opened it before a later chmod could read what is written after.
        made = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666 if mode is None else mode)
        with os.fdopen(made, "wb") as file:
            if mode is not None:
                os.fchmod(made, mode)  # the umask took from it, or a crash left the file
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode is None and path.exists():
            beside.chmod(path.stat().st_mode & 0o777)
        beside.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
