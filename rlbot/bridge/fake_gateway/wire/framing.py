"""Frames: four bytes of big-endian length, then the payload. The bytes may arrive split anywhere."""

from __future__ import annotations

from struct import Struct

LENGTH = Struct(">I")
GREETING = b"API\0"  # what a client sends before its first frame
LARGEST_FRAME = 0x00FFFFFF  # bytes; clients refuse more with error 507


class FrameError(Exception):
    """The stream cannot be cut into frames any more; the connection is of no further use."""


def frame(payload: bytes) -> bytes:
    """The payload with its length before it."""
    return LENGTH.pack(len(payload)) + payload


class FrameReader:
    """Collects bytes and gives back whole payloads; `greeting` is expected once, before the first frame."""

    def __init__(self, greeting: bytes = b"") -> None:
        self._greeting = greeting
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """Every payload that `data` completes, in order. Raises FrameError."""
        self._buffer += data
        if self._greeting:
            head = bytes(self._buffer[: len(self._greeting)])
            if not self._greeting.startswith(head):
                raise FrameError(f"the stream begins with {head!r}, not {self._greeting!r}")
            if len(head) < len(self._greeting):
                return []
            del self._buffer[: len(self._greeting)]
            self._greeting = b""
        payloads: list[bytes] = []
        while len(self._buffer) >= LENGTH.size:
            (length,) = LENGTH.unpack_from(self._buffer)
            if length > LARGEST_FRAME:
                raise FrameError(f"a frame of {length} bytes; at most {LARGEST_FRAME}")
            end = LENGTH.size + length
            if len(self._buffer) < end:
                break
            payloads.append(bytes(self._buffer[LENGTH.size : end]))
            del self._buffer[:end]
        return payloads
