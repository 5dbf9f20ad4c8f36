"""Events to bytes and back. The bytes of an event are canonical: fields in declared order, shortest exact floats."""

from __future__ import annotations

import math
from typing import Any

import msgspec

from rlbot.events.trade import OrderApproved
from rlbot.journal.kinds import INTENT, JOURNALED, Message


def plain(value: object) -> object:
    """What an agent's library left in a field (a numpy scalar, say) as Python's own number. Raises TypeError."""
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"{type(value).__name__} has no place in an event")


encode = msgspec.json.Encoder(enc_hook=plain).encode

_TYPES: dict[str, Any] = {kind.__name__: kind for kind in JOURNALED} | {INTENT: OrderApproved}
_DECODERS: dict[str, msgspec.json.Decoder[Any]] = {name: msgspec.json.Decoder(kind) for name, kind in _TYPES.items()}


class JournalUnreadableError(Exception):
    """A stored row cannot be read; the message is a sentence for people."""


def decode(kind: str, payload: bytes) -> Message:
    """The event of a row. Raises `JournalUnreadableError` for a kind or content this version does not know."""
    decoder = _DECODERS.get(kind)
    if decoder is None:
        raise JournalUnreadableError(
            f"The journal holds an event of kind {kind!r}, which this version does not know; use a newer rlbot."
        )
    try:
        event: Message = decoder.decode(payload)
    except msgspec.MsgspecError as error:
        return _with_nan(kind, payload, error)
    return event


def _with_nan(kind: str, payload: bytes, error: Exception) -> Message:
    # JSON has no NaN and no infinity: both are written as null, and come back as NaN.
    try:
        fields = msgspec.json.decode(payload)
        for field in msgspec.structs.fields(_TYPES[kind]):
            if field.type is float and fields.get(field.encode_name, 0.0) is None:
                fields[field.encode_name] = math.nan
        event: Message = msgspec.convert(fields, _TYPES[kind])
    except (msgspec.MsgspecError, AttributeError):
        raise JournalUnreadableError(f"A journaled {kind} cannot be read: {error}.") from error
    return event
