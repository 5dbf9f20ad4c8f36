"""Imperatives: what people and the watchdog may ask of the trading path."""

from __future__ import annotations

from rlbot.events.base import Command


class PauseAgent(Command, frozen=True, kw_only=True, gc=False):
    """Hold until resumed; protection stays."""

    agent_id: str
    reason: str = "paused by hand"


class ResumeAgent(Command, frozen=True, kw_only=True, gc=False):
    """Decide again."""

    agent_id: str


class Kill(Command, frozen=True, kw_only=True, gc=False):
    """Block every new order at once, cancel what could add risk, keep what protects."""

    reason: str = "kill switch"


class Flatten(Command, frozen=True, kw_only=True, gc=False):
    """Close positions, then their protection. `agent_id` empty: all."""

    agent_id: str = ""


class ResumeTrading(Command, frozen=True, kw_only=True, gc=False):
    """Lift kill and halts, after the guarded confirmation."""
