"""Alerts, logs, audit: lists of things that happened, newest first, paged by `before` (a `seq`)."""

from __future__ import annotations

from rlbot.events.ops import Severity
from rlbot.monitoring.web.contract.base import Level, Role, Sent


class Alert(Sent, frozen=True, kw_only=True, gc=False):
    """Something a person should know. `code`: a stable word; `text`: one sentence."""

    seq: int
    severity: Severity
    code: str
    text: str
    as_of_ns: int
    market_ns: int


class Alerts(Sent, frozen=True, kw_only=True, gc=False):
    """Newest first."""

    items: tuple[Alert, ...]
    total: int
    next_before: int | None
    as_of_ns: int


class LogLine(Sent, frozen=True, kw_only=True, gc=False):
    """One line of the structured log. `text`: its further fields as `key=value`, for people."""

    seq: int
    ts_ns: int
    level: Level
    component: str
    event: str
    text: str
    agent_id: str
    correlation_id: str


class Logs(Sent, frozen=True, kw_only=True, gc=False):
    """Newest first. `counts`: kept lines by level. `reason`: why there are none, empty otherwise."""

    items: tuple[LogLine, ...]
    counts: dict[str, int]
    next_before: int | None
    reason: str
    as_of_ns: int


class AuditEntry(Sent, frozen=True, kw_only=True, gc=False):
    """One thing a person did. `result` is `intent` in the line written before acting, then `done`, `refused` or `failed`."""

    seq: int
    ts_ns: int
    session: str
    role: Role
    action: str
    target: str
    detail: str
    result: str
    hash: str


class Audit(Sent, frozen=True, kw_only=True, gc=False):
    """Newest first. `verified`: the hash chain of the file was intact when it was opened."""

    items: tuple[AuditEntry, ...]
    verified: bool
    next_before: int | None
    as_of_ns: int
