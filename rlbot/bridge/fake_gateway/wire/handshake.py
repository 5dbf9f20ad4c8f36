"""The handshake: the client names a range of versions, the gateway answers with one and the time; then startApi."""

from __future__ import annotations

import re

from rlbot.bridge.fake_gateway.wire import versions
from rlbot.bridge.fake_gateway.wire.codec import Message

_RANGE = re.compile(rb"v(\d{1,6})(?:\.\.(\d{1,6}))?(?: .*)?\0?", re.DOTALL)


class HandshakeError(Exception):
    """What the client asked for cannot be served."""


def negotiate(hello: bytes, own_max: int) -> int:
    """The version both sides will speak: the lower of the two maxima. Raises HandshakeError.

    A client whose range lies above `own_max` is answered with it and refuses by itself, as the real ones do.
    """
    found = _RANGE.fullmatch(hello)
    if found is None:
        raise HandshakeError(f"{hello[:40]!r} is not a version range such as v100..178")
    client_max = int(found[2] or found[1])
    version = min(own_max, client_max)
    if version < versions.OLDEST:
        raise HandshakeError(f"version {version} is older than {versions.OLDEST}, the oldest served")
    return version


def answer(version: int, time_text: str) -> Message:
    """Exactly two fields; nothing may follow them before startApi (some clients would lose it)."""
    return (version, time_text)
