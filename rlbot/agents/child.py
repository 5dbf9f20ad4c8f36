"""The other side of `process_runner`: an agent alone in its process, asked over standard input and output.

Frames: four bytes of length (big-endian), then MessagePack. First `Start` comes in and `Hello` (or `Failure`) goes out; from
then on one `Question` in, one `Reply` (or `Failure`) out, until the input ends.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

import msgspec
import numpy as np

from rlbot.agents.agent import Decision, Observation

LENGTH = 4


class Start(msgspec.Struct, frozen=True):
    """What to load. `settings`: the agent's, as JSON; folders as paths."""

    settings: bytes
    checkpoints: str
    home: str
    version: str = ""


class Hello(msgspec.Struct, frozen=True, tag=True):
    """Loaded."""

    version: str


class Failure(msgspec.Struct, frozen=True, tag=True):
    """The question `seq` (0: the start) could not be answered."""

    seq: int
    error: str


class Reply(msgspec.Struct, frozen=True, tag=True):
    """The answer to question `seq`."""

    seq: int
    decision: Decision


class Question(msgspec.Struct, frozen=True):
    """An observation on its way; `vector`: float32, little-endian."""

    seq: int
    vector: bytes
    features: tuple[float, ...]
    weight: float
    bar_ns: int
    close: float
    exited: bool


def framed(message: msgspec.Struct) -> bytes:
    """Length and content."""
    content = msgspec.msgpack.encode(message)
    return len(content).to_bytes(LENGTH, "big") + content


def read_frame(stream: BinaryIO) -> bytes:
    """One frame's content; empty at the end."""
    head = stream.read(LENGTH)
    return stream.read(int.from_bytes(head, "big")) if len(head) == LENGTH else b""


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer until the input ends."""

    def say(message: msgspec.Struct) -> None:
        sink.write(framed(message))
        sink.flush()

    from rlbot.agents.loading import load
    from rlbot.agents.registry import ModelRegistry
    from rlbot.settings.agent import AgentSettings

    try:
        start = msgspec.msgpack.decode(read_frame(source), type=Start)
        settings = AgentSettings.model_validate_json(start.settings)
        agent = load(settings, ModelRegistry(Path(start.checkpoints)), Path(start.home), start.version).agent
    except Exception as error:  # noqa: BLE001 - the parent turns it into an event
        say(Failure(0, f"{type(error).__name__}: {error}"))
        return
    say(Hello(agent.version))
    while frame := read_frame(source):
        q = msgspec.msgpack.decode(frame, type=Question)
        vector = np.frombuffer(q.vector, "<f4")
        try:
            answer = agent.decide(Observation(vector, q.features, q.weight, q.bar_ns, q.close, q.exited))
        except Exception as error:  # noqa: BLE001 - as above; the next question is a new chance
            say(Failure(q.seq, f"{type(error).__name__}: {error}"))
            continue
        say(Reply(q.seq, answer))


if __name__ == "__main__":
    output = sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever an agent prints must not get between the frames
    serve(sys.stdin.buffer, output)
