"""What the core and an agent in a process of its own say to each other, as frames over standard input and output.

A frame: four bytes of length (big-endian), then MessagePack. First `Start` goes to the child and `Hello` (or `Failure`) comes
back; from then on `Watched` (no answer), or `Question` and one `Reply` (or `Failure`), until the child's input ends.
"""

from __future__ import annotations

from typing import BinaryIO

import msgspec

from rlbot.agents.agent import Decision
from rlbot.events.agent import DecisionExplained

LENGTH = 4


class Start(msgspec.Struct, frozen=True):
    """What to load. `settings`: the agent's, as JSON; folders as paths; `modules`: where the core looks for Python modules."""

    settings: bytes
    checkpoints: str
    home: str
    version: str = ""
    modules: tuple[str, ...] = ()


class Hello(msgspec.Struct, frozen=True, tag=True):
    """Loaded. `needed`: bars the agent must have watched before it decides; -1 where it watches none."""

    version: str
    needed: int = -1


class Failure(msgspec.Struct, frozen=True, tag=True):
    """The question `seq` (0: the start) could not be answered."""

    seq: int
    error: str


class Reply(msgspec.Struct, frozen=True, tag=True):
    """The answer to question `seq`; from an agent by path with its own words about it (its ids are for the core to fill in)."""

    seq: int
    decision: Decision
    why: DecisionExplained | None = None


class Question(msgspec.Struct, frozen=True, tag=True):
    """An observation on its way; `vector`: float32, little-endian."""

    seq: int
    vector: bytes
    features: tuple[float, ...]
    weight: float
    bar_ns: int
    close: float
    exited: bool
    inputs: tuple[float, ...] = ()
    equity: float = 0.0


class Watched(msgspec.Struct, frozen=True, tag=True):
    """A bar for the agent's own series (`seat.Watcher`)."""

    close: float
    log_return: float


def framed(message: msgspec.Struct) -> bytes:
    """Length and content."""
    content = msgspec.msgpack.encode(message)
    return len(content).to_bytes(LENGTH, "big") + content


def read_frame(stream: BinaryIO) -> bytes:
    """One frame's content; empty at the end."""
    head = stream.read(LENGTH)
    return stream.read(int.from_bytes(head, "big")) if len(head) == LENGTH else b""
