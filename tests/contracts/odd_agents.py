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
