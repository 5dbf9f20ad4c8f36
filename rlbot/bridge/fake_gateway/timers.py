"""What is due later: one heap of actions in the gateway's time. Nothing here waits; somebody calls `run_due`."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from itertools import count

SECOND = 1_000_000_000  # ns
Action = Callable[[], None]


class Timers:
    """Runs actions in order of their time, equal times in order of asking."""

    def __init__(self, now_ns: int) -> None:
        self.now_ns = now_ns
        self._heap: list[tuple[int, int, Action]] = []
        self._order = count()

    def at(self, due_ns: int, action: Action) -> None:
        """Run `action` at `due_ns`; a past time is now, but after what runs now."""
        heapq.heappush(self._heap, (max(due_ns, self.now_ns), next(self._order), action))

    def after(self, seconds: float, action: Action) -> None:
        """Run `action` that much later."""
        self.at(self.now_ns + round(seconds * SECOND), action)

    def next_due_ns(self) -> int | None:
        """When `run_due` has something to do, None if never."""
        return self._heap[0][0] if self._heap else None

    def run_due(self, now_ns: int) -> None:
        """Run everything due by `now_ns`, each at its own time, and be there afterwards."""
        while self._heap and self._heap[0][0] <= now_ns:
            due_ns, _, action = heapq.heappop(self._heap)
            self.now_ns = max(self.now_ns, due_ns)
            action()
        self.now_ns = max(self.now_ns, now_ns)

    @property
    def second(self) -> int:
        """Whole seconds since 1970, UTC."""
        return self.now_ns // SECOND
