"""How fast recorded time passes: a number of bars a second, or as fast as it goes. Sleeping is handed in."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

from rlbot.market.feeds.feed import Batch

Sleep = Callable[[float], Awaitable[None]]
SHORTEST_S = 0.005  # shorter sleeps are saved up: a timer costs about 1 ms
YIELD_EVERY = 64  # bars at full speed between two chances for the rest of the process: about 2 ms


class Pacer:
    """Paces batches so that the series that is furthest ahead advances `bars_per_second` bars a second (None: no pause).

    The slower series beside it (a daily VIX, a second symbol of the same instant) cost no time of their own.
    """

    def __init__(self, bars_per_second: float | None = None, sleep: Sleep = asyncio.sleep) -> None:
        if bars_per_second is not None and not bars_per_second > 0.0:
            raise ValueError(f"bars_per_second is {bars_per_second}; it must be above 0, or None for full speed")
        self._pause_s = 0.0 if bars_per_second is None else 1.0 / bars_per_second
        self._sleep = sleep
        self._delivered: Counter[tuple[str, str]] = Counter()
        self._ahead = 0
        self._owed_s = 0.0
        self._unyielded = 0

    async def wait(self, batch: Batch) -> None:
        """Pause as long as `batch` is worth, before what comes after it."""
        if self._pause_s == 0.0:
            self._unyielded += len(batch.bars)
            if self._unyielded >= YIELD_EVERY:
                self._unyielded = 0
                await self._sleep(0.0)
            return
        for bar in batch.bars:
            key = (bar.symbol, bar.interval)
            self._delivered[key] += 1
            if self._delivered[key] > self._ahead:
                self._ahead += 1
                self._owed_s += self._pause_s
        if self._owed_s >= SHORTEST_S:
            owed, self._owed_s = self._owed_s, 0.0
            await self._sleep(owed)
