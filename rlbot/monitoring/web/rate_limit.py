"""How many commands a session may give: a sliding minute. Kill never asks here."""

from __future__ import annotations

from collections import deque

from rlbot.clock import Clock
from rlbot.monitoring.web.request_error import RequestError

MINUTE_NS = 60_000_000_000
COMMANDS = 60
KEPT = 256  # sessions


class CommandLimit:
    """At most `COMMANDS` a minute for each session."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._given: dict[str, deque[int]] = {}

    def count(self, session_id: str) -> None:
        """Count one command. Raises RequestError (429) when the minute is full."""
        now_ns = self._clock.now_ns()
        given = self._given.setdefault(session_id, deque(maxlen=COMMANDS))
        if len(self._given) > KEPT:
            self._given.pop(next(iter(self._given)))
        if len(given) == COMMANDS and now_ns - given[0] < MINUTE_NS:
            wait_s = 1 + (MINUTE_NS - (now_ns - given[0])) // 1_000_000_000
            message = f"More than {COMMANDS} commands in a minute; try again in {wait_s} s. The kill switch is never limited."
            raise RequestError("too_many_requests", message, retry_after_s=wait_s)
        given.append(now_ns)
