"""A file of whole lines, appended to and never rewritten. What a crash left of a line is cut when the file is opened."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import msgspec

_TAIL_BYTES = 65_536  # longer than any line: where the last line break is looked for


class FileRefused(msgspec.Struct, frozen=True):
    """The file cannot be used; it was left as it is."""

    sentence: str


class RowFile:
    """Made by `open_rows`. `size`: bytes of whole lines, the header among them."""

    def __init__(self, path: Path, handle: int, size: int) -> None:
        self._path = path
        self._handle = handle
        self.size = size

    def append(self, lines: bytes) -> str:
        """Add whole lines; a sentence if the disk would not take them: then none of them is there."""
        try:
            done = 0
            while done < len(lines):
                done += os.pwrite(self._handle, lines[done:], self.size + done)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._handle, self.size)
            what = error.strerror or str(error)
            return f"{self._path} could not be written: {what}. Rows wait and are added once there is room; none is lost."
        self.size += len(lines)
        return ""

    def line_starts(self, begin: int, end: int) -> list[int]:
        """Where each whole line between these bytes begins."""
        starts, at = [], begin
        for line in os.pread(self._handle, end - begin, begin).splitlines(keepends=True):
            starts.append(at)
            at += len(line)
        return starts

    def cut_to(self, size: int) -> str:
        """Take back lines whose events were never stored; a sentence if that failed."""
        try:
            os.ftruncate(self._handle, size)
        except OSError as error:
            return f"{self._path} could not be shortened: {error.strerror or error}. Its last rows may stand there twice."
        self.size = size
        return ""

    def close(self) -> None:
        """Everything down to the disk."""
        os.fsync(self._handle)
        os.close(self._handle)


def open_rows(path: Path, header: bytes) -> RowFile | FileRefused:
    """The file with this header, made if absent; a torn last line is cut. Another header is refused."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        return FileRefused(f"{path} cannot be opened: {error.strerror or error}.")
    try:
        begin = os.pread(handle, len(header), 0)
        if begin == header:
            size = _whole(handle, os.fstat(handle).st_size)
            os.ftruncate(handle, size)
            return RowFile(path, handle, size)
        if header.startswith(begin):  # new, or killed while its header was written
            os.ftruncate(handle, 0)
            os.pwrite(handle, header, 0)
            return RowFile(path, handle, len(header))
    except OSError as error:
        os.close(handle)
        return FileRefused(f"{path} cannot be used: {error.strerror or error}.")
    os.close(handle)
    return FileRefused(
        f"{path} begins with other columns than {header.decode().strip()}. Nothing was written; move it aside and start again."
    )


def _whole(handle: int, size: int) -> int:
    """The size without a torn last line."""
    at = size
    while at > 0:
        begin = max(0, at - _TAIL_BYTES)
        found = os.pread(handle, at - begin, begin).rfind(b"\n")
        if found >= 0:
            return begin + found + 1
        at = begin
    return 0
