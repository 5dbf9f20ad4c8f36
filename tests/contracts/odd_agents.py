"""Agents that misbehave, for runners to cope with."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from rlbot.agents.agent import Decision, Observation
from rlbot.settings.agent import AgentSettings


class RaisesOnce:
    """Fails the first question, answers the rest."""

    version = "odd"

    def __init__(self, settings: AgentSettings, folder: Path | None) -> None:
        self._asked = 0

    def decide(self, observation: Observation) -> Decision:
        """As its name says."""
        self._asked += 1
        if self._asked == 1:
            raise RuntimeError("no idea")
        return Decision(0.5, 0.5)


class Dies(RaisesOnce):
    """Takes its whole process down."""

    def decide(self, observation: Observation) -> Decision:
        """As its name says."""
        os._exit(3)


class NeverAnswers(RaisesOnce):
    """Waits for what never comes."""

    def decide(self, observation: Observation) -> Decision:
        """As its name says."""
        threading.Event().wait()
        return Decision(0.0, 0.0)


class NotADecision(RaisesOnce):
    """Returns a bare number."""

    def decide(self, observation: Observation) -> Decision:
        """As its name says."""
        return 0.5  # type: ignore[return-value]  # the point


class NotANumber(RaisesOnce):
    """Returns NaN."""

    def decide(self, observation: Observation) -> Decision:
        """As its name says."""
        return Decision(float("nan"), 0.5)


class CountsBars(RaisesOnce):
    """Wants as many thousandths of the budget as it has watched bars, and five bars before it begins."""

    def watch(self, close: float, log_return: float) -> None:
        """One more."""
        self._asked += 1

    def progress(self) -> tuple[int, int]:
        """Bars seen, bars needed."""
        return min(self._asked, 5), 5

    def decide(self, observation: Observation) -> Decision:
        """As its name says."""
        return Decision((self._asked % 1000) / 1000.0, 0.5)


class DiesOnTheTenth(RaisesOnce):
    """Takes its process down with every tenth question it hears."""

    def decide(self, observation: Observation) -> Decision:
        """As its name says."""
        self._asked += 1
        if self._asked == 10:
            os._exit(3)
        return Decision(0.5 if self._asked % 2 else 0.0, 0.5)
