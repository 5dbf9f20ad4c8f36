"""One hash over everything a run decided and did: equal input gives an equal hash."""

from __future__ import annotations

from collections.abc import Callable
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

MOST_PENDING = 64  # events kept until they are encoded: a list append each on the path of a bar; more would spill the cache


class EventHash:
    """Running blake2b over the MessagePack encodings, in order of delivery. `tap`: a bus handler for every kind in `HASHED`.

    Whoever taps calls `settle` now and then, for what is tapped is kept until then. About 0.5 µs an event.
    """

    def __init__(self) -> None:
        self._hash = blake2b(digest_size=16)
        self._pending: list[Message] = []
        self._encode_into = msgspec.msgpack.Encoder(enc_hook=plain).encode_into
        self.tap: Callable[[Message], None] = self._pending.append

    def settle(self) -> None:
        """Take in what was tapped, once there is enough of it to be worth a call."""
        if len(self._pending) >= MOST_PENDING:
            self._take_in()

    def hexdigest(self) -> str:
        """32 hex digits of everything so far; more may follow."""
        self._take_in()
        return self._hash.hexdigest()

    def _take_in(self) -> None:
        buffer = bytearray()
        encode_into = self._encode_into
        for event in self._pending:
            encode_into(event, buffer, -1)
        self._hash.update(buffer)
        self._pending.clear()
