"""Bytes that are no message, or none that a client could read."""

from __future__ import annotations

from rlbot.bridge.fake_gateway.wire.framing import LARGEST_FRAME, LENGTH, frame

KINDS: dict[str, bytes] = {
    "unknown": frame(b"987\x001\x00nobody knows this one\x00"),
    "text": frame(b"hello\x00world\x00"),
    "empty": frame(b""),
    "short": frame(b"11\x00-1\x005\x00"),  # an execution that ends after its order id
    "binary": frame(bytes(range(255, 127, -1))),
    "length": LENGTH.pack(LARGEST_FRAME + 1),
}


def frame_of(kind: str) -> bytes:
    """Raises KeyError for a kind there is none of."""
    return KINDS[kind]
