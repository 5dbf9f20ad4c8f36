"""Sessions, kill, flatten, the guarded resume, settings."""

from __future__ import annotations

from typing import Any, Literal

from rlbot.monitoring.web.contract.base import Asked, Origin, Role, Sent
from rlbot.monitoring.web.contract.status import KillProgress

Json = Any  # arbitrary JSON: settings and schemas have no fixed shape
Applied = Literal["now", "next_episode", "restart", "rejected"]
CheckState = Literal["ok", "warn", "fail"]


class SessionRequest(Asked, frozen=True, kw_only=True):
    """The start token from the printed address (`#token=…`). `origin`: the door it asks at, kept with what it then does."""

    token: str
    role: Role = "operator"
    origin: Origin = "dashboard"


class SessionAnswer(Sent, frozen=True, kw_only=True, gc=False):
    """`session`: to be sent as `Authorization: Bearer …` and in `hello`. Ends after `idle_s` without use."""

    session: str
    role: Role
    idle_s: int
    as_of_ns: int


class KillRequest(Asked, frozen=True, kw_only=True):
    """No body is needed; without a reason it is the door that the session came in by."""

    reason: str = ""


class KillAnswer(Sent, frozen=True, kw_only=True, gc=False):
    """Orders are blocked when this arrives. `already`: it was on before."""

    accepted: bool
    already: bool
    progress: KillProgress
    as_of_ns: int


class FlattenRequest(Asked, frozen=True, kw_only=True):
    """`agent_id` empty: every agent."""

    agent_id: str = ""


class FlattenAnswer(Sent, frozen=True, kw_only=True, gc=False):
    """The command was taken; fills follow over the feed. `positions`: how many were open."""

    accepted: bool
    positions: int
    as_of_ns: int


class ResumeCheck(Sent, frozen=True, kw_only=True, gc=False):
    """One line of the checklist; `fail` forbids resuming."""

    name: str
    state: CheckState
    detail: str


class ResumeOffer(Sent, frozen=True, kw_only=True, gc=False):
    """What must be typed, and the single-use nonce that goes with it. `allowed` false: `reason` says why, `nonce` is empty.

    `needs_token`: live asks for the start token again.
    """

    nonce: str
    words: str
    expires_ns: int
    checks: tuple[ResumeCheck, ...]
    allowed: bool
    reason: str
    needs_token: bool
    as_of_ns: int


class ResumeRequest(Asked, frozen=True, kw_only=True):
    """The nonce and words of `ResumeOffer`; `token` only where it asks for it."""

    nonce: str
    words: str
    token: str = ""


class ResumeAnswer(Sent, frozen=True, kw_only=True, gc=False):
    """Trading may go on. Agents come back paused where `agents_paused`."""

    accepted: bool
    agents_paused: bool
    as_of_ns: int


class SettingsAnswer(Sent, frozen=True, kw_only=True, gc=False):
    """The active settings of an agent. `editable` false: `reason` says why the form is read-only."""

    agent_id: str
    version: int
    values: dict[str, Json]
    editable: bool
    reason: str
    as_of_ns: int


class SettingsSchema(Sent, frozen=True, kw_only=True, gc=False):
    """JSON Schema of the form. `applies`: field path → when a change takes effect."""

    agent_id: str
    json_schema: dict[str, Json]
    applies: dict[str, Applied]
    as_of_ns: int


class SettingsChanged(Sent, frozen=True, kw_only=True, gc=False):
    """Per field: applied now, from the next episode, or after a restart; and the version that is now active."""

    agent_id: str
    version: int
    applied: dict[str, Applied]
    as_of_ns: int
