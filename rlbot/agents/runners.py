"""Where an agent runs: inside the core, or in a process of its own. One Protocol, one conformance suite.

An answer is a decision, or one of two refusals: `Late` (nothing came before the deadline) and `Failed` (it raised, or its
process died). Whichever refusal, the position stays; who asked says so with an event.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import msgspec

from rlbot.agents.agent import Agent, Decision, Observation


class Late(msgspec.Struct, frozen=True):
    """No answer within `waited_ns`."""

    waited_ns: int


class Failed(msgspec.Struct, frozen=True):
    """No answer will come; `error` says why."""

    error: str


Answer = Decision | Late | Failed
OnAnswer = Callable[[Answer], None]


class Runner(Protocol):
    """Asks one agent. Exactly one answer for each question; a question that follows a late one is answered by itself."""

    @property
    def version(self) -> str:
        """Which model (or rule) decides."""
        ...

    def ask(self, observation: Observation, answered: OnAnswer) -> None:
        """Call `answered` once: before returning, or later on the event loop."""
        ...

    def close(self) -> None:
        """Let go of whatever is held; a second time changes nothing."""
        ...


class InlineRunner:
    """In the core, at once. What the agent raises becomes `Failed`."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent

    @property
    def version(self) -> str:
        """The agent's."""
        return self._agent.version

    def ask(self, observation: Observation, answered: OnAnswer) -> None:
        """Decide, then answer."""
        answer: Answer
        try:
            answer = self._agent.decide(observation)
        except Exception as error:  # noqa: BLE001 - a stranger's code must not stop the others; the event names it
            answer = Failed(f"{type(error).__name__}: {error}")
        answered(answer)

    def close(self) -> None:
        """Nothing is held."""
