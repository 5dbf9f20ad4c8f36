"""The other side of `process_runner`: an agent alone in its process, asked over standard input and output."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

import msgspec
import numpy as np

from rlbot.agents.action import action_of
from rlbot.agents.agent import Agent, Decision, Observation
from rlbot.agents.learned import weight_range
from rlbot.agents.loading import load
from rlbot.agents.process_messages import Failure, Hello, Question, Reply, Start, Watched, framed, read_frame
from rlbot.agents.registry import ModelRegistry
from rlbot.agents.rule_explainer import RuleExplainer
from rlbot.agents.runners import checked
from rlbot.agents.seat import Watcher
from rlbot.events.agent import DecisionMade
from rlbot.settings.agent import AgentSettings


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer until the input ends."""

    def say(message: msgspec.Struct) -> None:
        sink.write(framed(message))
        sink.flush()

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
