"""The newest events of the live feed, so that a browser that was gone for a moment gets what it missed."""

from __future__ import annotations

from collections import deque
from itertools import islice

from rlbot.monitoring.web.client_queue import Event

EVENTS = 2_048
AGE_NS = 60_000_000_000


class Ring:
    """At most `EVENTS` events of the last `AGE_NS`. Numbers are consecutive from 1."""

    def __init__(self) -> None:
        self._kept: deque[Event] = deque(maxlen=EVENTS)
        self.q = 0

    def add(self, event: Event) -> None:
        """Keep it; its number must be the next one."""
        self.q = event[1]
        self._kept.append(event)

    def skip(self, count: int = 1) -> None:
        """Events that nobody kept: numbers go on, resuming across them is impossible."""
        self.q += count
        self._kept.clear()

    def after(self, q: int, now_ns: int) -> list[Event] | None:
        """Events after number `q`; None if some of them are gone: a snapshot is needed."""
        while self._kept and now_ns - self._kept[0][2] > AGE_NS:
            self._kept.popleft()
        first = self.q - len(self._kept) + 1
        if q > self.q or q < first - 1:
            return None
        return list(islice(self._kept, q - first + 1, None))
