"""The other side of `process_runner`: an agent alone in its process, asked over standard input and output.

Frames: four bytes of length (big-endian), then MessagePack. First `Start` comes in and `Hello` (or `Failure`) goes out; from
then on `Watched` in (no answer), or `Question` in and one `Reply` (or `Failure`) out, until the input ends.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

import msgspec
import numpy as np

from rlbot.agents.agent import Agent, Decision, Observation
from rlbot.events.agent import DecisionExplained, DecisionMade
from rlbot.settings.agent import AgentSettings

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


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer until the input ends."""

    def say(message: msgspec.Struct) -> None:
        sink.write(framed(message))
        sink.flush()

    from rlbot.agents.loading import load
    from rlbot.agents.registry import ModelRegistry
    from rlbot.agents.rule_explainer import RuleExplainer
    from rlbot.agents.runners import checked
    from rlbot.agents.seat import Watcher

    try:
        start = msgspec.msgpack.decode(read_frame(source), type=Start)
        sys.path[:] = [*start.modules, *(path for path in sys.path if path not in start.modules)]
        settings = AgentSettings.model_validate_json(start.settings)
        loaded = load(settings, ModelRegistry(Path(start.checkpoints)), Path(start.home), start.version)
    except Exception as error:  # noqa: BLE001 - the parent turns it into a sentence or an event
        say(Failure(0, str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"))
        return
    agent, explainer = loaded.agent, loaded.explainer
    say(Hello(agent.version, agent.progress()[1] if isinstance(agent, Watcher) else -1))
    while frame := read_frame(source):
        message = msgspec.msgpack.decode(frame, type=Question | Watched)
        if isinstance(message, Watched):
            if isinstance(agent, Watcher):
                agent.watch(message.close, message.log_return)
            continue
        seen = _observation(message)
        try:
            decision = checked(agent.decide(seen))
        except Exception as error:  # noqa: BLE001 - as above; the next question is a new chance
            say(Failure(message.seq, f"{type(error).__name__}: {error}"))
            continue
        own_words = isinstance(explainer, RuleExplainer)
        say(
            Reply(message.seq, decision, explainer.explain(_made(settings, agent, seen, decision), seen) if own_words else None)
        )


def _observation(q: Question) -> Observation:
    vector = np.frombuffer(q.vector, "<f4")
    return Observation(vector, q.features, q.weight, q.bar_ns, q.close, q.exited, q.inputs, q.equity)


def _made(settings: AgentSettings, agent: Agent, seen: Observation, decision: Decision) -> DecisionMade:
    """The decision as the host will make it, so that the agent's words are about the same one; only its ids are missing."""
    from rlbot.agents.action import action_of
    from rlbot.agents.learned import weight_range

    lowest, highest = weight_range(settings.limits)
    shares = round(seen.weight * seen.equity / seen.close)
    band = settings.limits.no_trade_band
    return DecisionMade(
        ts_ns=seen.bar_ns,
        agent_id=settings.id,
        decision_id="",
        symbol=settings.symbol,
        bar_ns=seen.bar_ns,
        close=seen.close,
        action=action_of(decision, highest, lowest, shares, seen.equity, seen.close, band),
        target_weight=decision.target_weight,
        current_weight=seen.weight,
        confidence=decision.confidence,
        hold_shares=decision.hold_shares,
        version=agent.version,
        output=decision.output,
    )


if __name__ == "__main__":
    output = sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever an agent prints must not get between the frames
    serve(sys.stdin.buffer, output)
