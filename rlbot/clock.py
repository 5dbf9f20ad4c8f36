"""The clock: the only place that reads the time. Everybody else is handed one.

Replay clocks are set by the engine as bars become known; the wall clock reads the machine.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time in UTC nanoseconds."""

    def now_ns(self) -> int:
        """UTC nanoseconds since 1970."""
        ...

    def advance_to(self, ts_ns: int) -> None:
        """What became known at `ts_ns` is about to be published. A wall clock ignores this; a replay clock goes there."""
        ...


class ReplayClock:
    """Stands still until it is told; never goes backwards."""

    def __init__(self, start_ns: int = 0) -> None:
        self._now_ns = start_ns

    def now_ns(self) -> int:
        """The instant being replayed."""
        return self._now_ns

    def advance_to(self, ts_ns: int) -> None:
        """Go forward to `ts_ns`; an earlier time changes nothing."""
        self._now_ns = ts_ns if ts_ns > self._now_ns else self._now_ns


class WallClock:
    """The machine's time."""

    def now_ns(self) -> int:
        """UTC nanoseconds now."""
        return time.time_ns()

    def advance_to(self, ts_ns: int) -> None:
        """Nothing: the world advances by itself."""


class SteadyClock:
    """Time that has passed, for measuring: nobody who sets the machine's clock moves it. Tells no time of day."""

    def now_ns(self) -> int:
        """Nanoseconds since some moment before."""
        return time.monotonic_ns()

    def advance_to(self, ts_ns: int) -> None:
        """Nothing, as a wall clock."""


class ShiftedClock:
    """Another clock, moved by a fixed time: a market that is shown at an hour at which it is closed."""

    def __init__(self, clock: Clock, offset_ns: int) -> None:
        self._clock = clock
        self._offset_ns = offset_ns

    def now_ns(self) -> int:
        """The other clock's time, moved."""
        return self._clock.now_ns() + self._offset_ns

    def advance_to(self, ts_ns: int) -> None:
        """Nothing, as a wall clock."""


def iso(ts_ns: int) -> str:
    """ISO 8601 with `Z`; seconds, and microseconds only where there are some."""
    moment = datetime.fromtimestamp(ts_ns // 1_000_000_000, UTC).replace(microsecond=ts_ns % 1_000_000_000 // 1_000)
    return moment.isoformat().replace("+00:00", "Z")


def from_iso(text: str) -> int:
    """UTC nanoseconds of an ISO 8601 date or date-time; without a zone it is UTC. Raises ValueError."""
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return int(moment.timestamp()) * 1_000_000_000 + moment.microsecond * 1_000
