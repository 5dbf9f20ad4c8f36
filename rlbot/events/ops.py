"""What happened to the platform itself."""

from __future__ import annotations

from typing import Literal

from rlbot.events.base import Event

Severity = Literal["info", "warning", "critical"]


class HandlerFailed(Event, frozen=True, kw_only=True, gc=False):
    """A handler raised. The others still ran; on the trading path new risk is halted."""

    handler: str
    event: str
    error: str
    critical: bool


class TradingHalted(Event, frozen=True, kw_only=True, gc=False):
    """No new risk, for the account (`agent_id` empty) or for one agent. Reducing stays possible."""

    reason: str
    agent_id: str = ""
    rule: str = ""
    limit: float = 0.0
    value: float = 0.0


class TradingResumed(Event, frozen=True, kw_only=True, gc=False):
    """A halt was lifted. `still`: another one stands, and is told again behind this."""

    reason: str
    agent_id: str = ""
    still: bool = False


class KillActivated(Event, frozen=True, kw_only=True, gc=False):
    """The kill switch is on: every new order is blocked, entries are cancelled, protection stays. Survives restarts."""

    reason: str
    origin: str


class KillReset(Event, frozen=True, kw_only=True, gc=False):
    """The kill switch was lifted by hand."""

    origin: str


class AlertRaised(Event, frozen=True, kw_only=True, gc=False):
    """Something a person should know."""

    severity: Severity
    code: str
    text: str


class RunStarted(Event, frozen=True, kw_only=True, gc=False):
    """The engine began (or resumed) a run."""

    run_id: str
    mode: str
    feed: str
    resumed: bool


class RunEnded(Event, frozen=True, kw_only=True, gc=False):
    """The feed is exhausted, or the platform was stopped."""

    run_id: str
    reason: str


class Heartbeat(Event, frozen=True, kw_only=True, gc=False):
    """Passes through the bus every second; progress is judged by it."""

    seq: int
