"""How many messages a client may send: 50 in any second, else the gateway hangs up."""

from __future__ import annotations

from collections import deque

LIMIT = 50  # messages
WINDOW_NS = 1_000_000_000


class Pacing:
    """Counts messages in a window that moves with time."""

    def __init__(self) -> None:
        self._times: deque[int] = deque()

    def count(self, now_ns: int) -> int:
        """One more message; how many there are in the window now."""
        self._times.append(now_ns)
        while self._times[0] <= now_ns - WINDOW_NS:
            self._times.popleft()
        return len(self._times)
