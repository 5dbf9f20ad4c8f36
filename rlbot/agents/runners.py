"""Where an agent runs: inside the core, or in a process of its own. One Protocol, one conformance suite.

An answer comes before `ask` returns: a decision, or one of two refusals, `Late` (nothing came before the deadline) and `Failed`
(it raised, or its process died). Whichever refusal, the position stays; who asked says so with an event.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
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
    """Asks one agent. Exactly one answer for each question."""

    @property
    def version(self) -> str:
        """Which model (or rule) decides."""
        ...

    def ask(self, observation: Observation, answered: OnAnswer) -> None:
        """Call `answered` once, before returning."""
        ...

    def use(self, agent: Agent) -> None:
        """Another version of the agent decides from now on."""
        ...

    def close(self) -> None:
        """Let go of whatever is held; a second time changes nothing."""
        ...


def checked(decision: object) -> Decision:
    """A stranger's decision in plain Python numbers, the same wherever it was made. Raises ValueError for what is none."""
    if not isinstance(decision, Decision):
        raise ValueError(f"decide() must return a Decision, it returned {type(decision).__name__}")
    numbers = (float(decision.target_weight), float(decision.confidence), *map(float, decision.output))
    if not all(map(isfinite, numbers)):
        raise ValueError(f"target weight {numbers[0]:g}, confidence {numbers[1]:g} and output must be finite numbers")
    return Decision(numbers[0], numbers[1], bool(decision.hold_shares), numbers[2:])


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
            answer = checked(self._agent.decide(observation))
        except Exception as error:  # noqa: BLE001 - a stranger's code must not stop the others; the event names it
            answer = Failed(f"{type(error).__name__}: {error}")
        answered(answer)

    def use(self, agent: Agent) -> None:
        """The other one."""
        self._agent = agent

    def close(self) -> None:
        """Nothing is held."""
