"""One hash over everything a run decided and did: equal input gives an equal hash."""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from rlbot.events.agent import DecisionMade
from rlbot.events.trade import (
    EquityMarked,
    OrderApproved,
    OrderCancelled,
    OrderFilled,
    OrderRefused,
    OrderRejected,
)
from rlbot.journal.codec import plain
from rlbot.journal.kinds import Message

HASHED = (DecisionMade, OrderApproved, OrderRefused, OrderCancelled, OrderRejected, OrderFilled, EquityMarked)

_FLUSH_BYTES = 65_536  # feeding blake2b in blocks makes its call overhead vanish


class EventHash:
    """Running blake2b over the MessagePack encodings, in order of delivery. About 1 µs an event."""

    def __init__(self) -> None:
        self._hash = blake2b(digest_size=16)
        self._buffer = bytearray()
        self._encode_into = msgspec.msgpack.Encoder(enc_hook=plain).encode_into

    def tap(self, event: Message) -> None:
        """Take the event in: a bus handler for every kind in `HASHED`."""
        buffer = self._buffer
        self._encode_into(event, buffer, -1)
        if len(buffer) >= _FLUSH_BYTES:
            self._hash.update(buffer)
            buffer.clear()

    def hexdigest(self) -> str:
        """32 hex digits of everything so far; more may follow."""
        if self._buffer:
            self._hash.update(self._buffer)
            self._buffer.clear()
        return self._hash.hexdigest()
