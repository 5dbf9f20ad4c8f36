"""The guarded resume: a single-use nonce for a minute, words to type, and a checklist."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence

from rlbot.clock import Clock
from rlbot.monitoring.web.contract.base import Mode
from rlbot.monitoring.web.contract.control import ResumeCheck, ResumeOffer
from rlbot.monitoring.web.request_error import RequestError

VALID_NS = 60_000_000_000


class ResumeDesk:
    """Holds the one nonce that is out; a new offer replaces it."""

    def __init__(self, clock: Clock, make: Callable[[], str]) -> None:
        self._clock = clock
        self._make = make
        self._nonce = ""
        self._expires_ns = 0

    def offer(self, mode: Mode, halted: bool, checks: Sequence[ResumeCheck]) -> ResumeOffer:
        """What must be typed; no nonce while nothing is halted or a check fails."""
        failed = [c.name for c in checks if c.state == "fail"]
        reason = "" if halted and not failed else "Trading is not halted." if not halted else f"Not clear: {', '.join(failed)}."
        now_ns = self._clock.now_ns()
        self._nonce = self._make() if not reason else ""
        self._expires_ns = now_ns + VALID_NS if not reason else 0
        return ResumeOffer(
            nonce=self._nonce,
            words=words(mode),
            expires_ns=self._expires_ns,
            checks=tuple(checks),
            allowed=not reason,
            reason=reason,
            needs_token=mode == "live",
            as_of_ns=now_ns,
        )

    def take(self, mode: Mode, nonce: str, typed: str) -> None:
        """Use the nonce up. Raises RequestError: 409 for a used or old one, 422 for wrong words (it stays good)."""
        now_ns = self._clock.now_ns()
        known = bool(self._nonce) and hmac.compare_digest(nonce.encode(), self._nonce.encode())
        if not known or now_ns > self._expires_ns:
            raise RequestError("conflict", "This resume code was used or is older than 60 s; ask for a new one.")
        if typed != words(mode):
            raise RequestError("invalid", f"Type {words(mode)} to resume.", {"words": f"expected {words(mode)}"})
        self._nonce = ""


def words(mode: Mode) -> str:
    """What a person types to resume."""
    return f"RESUME {mode.upper()}"
