"""A clock that starts where it is told and runs as fast as it is told."""

from __future__ import annotations

import time


class ScaledClock:
    """`start_ns` (UTC) at its making; then `speed` seconds for each of the machine's."""

    def __init__(self, start_ns: int, speed: float) -> None:
        self._start_ns, self._speed = start_ns, speed
        self._made_ns = time.monotonic_ns()

    def now_ns(self) -> int:
        """UTC nanoseconds of the faked time."""
        return self._start_ns + round((time.monotonic_ns() - self._made_ns) * self._speed)

    def advance_to(self, ts_ns: int) -> None:
        """Nothing: it runs by itself."""


class MachineClock:
    """Nanoseconds that only rise: measures how fast clients send."""

    def now_ns(self) -> int:
        """Since some moment of the machine's."""
        return time.monotonic_ns()

    def advance_to(self, ts_ns: int) -> None:
        """Nothing: it runs by itself."""
