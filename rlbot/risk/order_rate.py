"""How many orders left lately: the account's last minute, each agent's day."""

from __future__ import annotations

from collections import deque

MINUTE_NS = 60_000_000_000
DAY_NS = 86_400_000_000_000


class OrderRate:
    """Counts every approved order, exits too; only entries are ever held back by it."""

    def __init__(self) -> None:
        self._times: deque[int] = deque()
        self._today: dict[str, tuple[int, int]] = {}

    def count(self, agent_id: str, ts_ns: int) -> None:
        """An order left."""
        self._times.append(ts_ns)
        day = ts_ns // DAY_NS
        known, orders = self._today.get(agent_id, (day, 0))
        self._today[agent_id] = (day, orders + 1 if known == day else 1)
        self._forget(ts_ns)

    def last_minute(self, ts_ns: int) -> int:
        """Orders in the minute before `ts_ns`."""
        self._forget(ts_ns)
        return len(self._times)

    def today(self, agent_id: str, ts_ns: int) -> int:
        """The agent's orders on the UTC day of `ts_ns`."""
        day, orders = self._today.get(agent_id, (0, 0))
        return orders if day == ts_ns // DAY_NS else 0

    def _forget(self, ts_ns: int) -> None:
        while self._times and self._times[0] <= ts_ns - MINUTE_NS:
            self._times.popleft()
