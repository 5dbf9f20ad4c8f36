"""What became different since the feed last looked: keys of state, and events in order."""

from __future__ import annotations

from rlbot.events.base import Interval
from rlbot.monitoring.web.contract.feed import EventPayload

MAX_EVENTS = 4_096  # of one look (50 ms); beyond that, clients are told to take a snapshot instead


class Changes:
    """Collects while somebody watches (`watched`); otherwise folding costs nothing here."""

    __slots__ = ("agents", "bars", "curves", "events", "overflown", "positions", "status", "watched")

    def __init__(self) -> None:
        self.watched = False
        self.overflown = False
        self.status = False
        self.positions = False
        self.agents: dict[str, None] = {}  # ordered, each once
        self.curves: dict[str, None] = {}
        self.bars: dict[tuple[str, Interval], int] = {}  # series -> how many of its newest bars are new
        self.events: list[tuple[str, EventPayload]] = []

    def event(self, channel: str, payload: EventPayload) -> None:
        """Something that must be neither dropped nor merged."""
        if len(self.events) < MAX_EVENTS:
            self.events.append((channel, payload))
        else:
            self.overflown = True

    def clear(self) -> None:
        """Forget; the watcher has taken everything."""
        self.status = self.positions = self.overflown = False
        self.agents.clear()
        self.curves.clear()
        self.bars.clear()
        self.events = []
