"""Yahoo as a feed: recent history replayed at visible speed, then polled live.

History comes from the folder that `yahoo_store` keeps, so it is validated like any recorded bar; live bars pass the same
validators. A poll that fails says so and is tried again: whoever trades on Yahoo trades in a simulation, so nothing is lost but
time, and what was missed meanwhile comes in order with the first poll that works.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from rlbot.clock import Clock, iso
from rlbot.events.market import Source
from rlbot.market.calendar import DAY_NS
from rlbot.market.data_folder import DataFolder
from rlbot.market.feeds.csv_replay import CsvReplayFeed
from rlbot.market.feeds.feed import Batch, Subscription
from rlbot.market.feeds.merge import NEVER
from rlbot.market.feeds.pacer import Pacer, Sleep
from rlbot.market.feeds.yahoo_client import YahooClient, YahooProblem, end_of_question_ns, first_in_reach_ns
from rlbot.market.feeds.yahoo_live import LiveBars
from rlbot.market.feeds.yahoo_schedule import ask_ns, next_start_ns, owed_ns

InThread = Callable[..., Awaitable[Any]]
SECOND_NS = 1_000_000_000
RETRY_S = 20.0  # when a bar is owed and has not come
BACK_OFF_S = 90.0  # after a 429 or an unreachable Yahoo, and while a bar is overdue
OVERDUE_NS = 600 * SECOND_NS  # a thinly traded fund has no bar for some minutes; beyond that the page says so
LONGEST_SLEEP_S = 30.0  # the time is read again at least so often: the machine may have slept meanwhile
FOR_ALL = ("rate_limited", "unreachable")  # problems that the next series would meet too


class YahooFeed:
    """Satisfies `MarketFeed`. Blocking calls run in `in_thread`; time and sleep are handed in."""

    source: Source = "yahoo"

    def __init__(
        self,
        folder: DataFolder,
        client: YahooClient,
        subscriptions: Sequence[Subscription],
        clock: Clock,
        start_ns: int,
        pacer: Pacer | None = None,
        sleep: Sleep = asyncio.sleep,
        in_thread: InThread = asyncio.to_thread,
        end_ns: int | None = None,
        scores: bool = False,
    ) -> None:
        """`folder`: where `fetch_into` has just put the history; `start_ns`: first bar replayed. Raises DataError.

        `clock`: the wall's. `end_ns`: the stream ends after the bars that start until then; None: never. It and `scores`: as in
        `CsvReplayFeed`.
        """
        self._replay = CsvReplayFeed(folder, subscriptions, start_ns, end_ns, pacer, scores)
        self._subscriptions = tuple(subscriptions)
        self._client = client
        self._clock = clock
        self._start_ns = start_ns
        self._end_ns = NEVER if end_ns is None else end_ns + DAY_NS - 1 if end_ns % DAY_NS == 0 else end_ns
        self._sleep = sleep
        self._in_thread = in_thread
        self._live = LiveBars(self._subscriptions, start_ns)
        self._not_before: dict[Subscription, int] = {}
        self._problems: dict[Subscription, YahooProblem] = {}

    def subscriptions(self) -> Sequence[Subscription]:
        """The series delivered."""
        return self._subscriptions

    def history(self, before_ns: int, bars: int) -> Iterator[Batch]:
        """The last `bars` bars of each series known before `before_ns`."""
        return (_ours(batch) for batch in self._replay.history(before_ns, bars))

    async def stream(self) -> AsyncIterator[Batch]:
        """Replayed history, then live bars; of a live bar that is late `ts_ns` lies after its `known_ns`."""
        self._live = live = LiveBars(self._subscriptions, self._start_ns)
        async for batch in self._replay.stream():
            yield live.replayed(_ours(batch))
        live.begin(dict(zip(self._subscriptions, self._replay.validators, strict=True)))
        said = ""
        while not self._over():
            now_ns = self._clock.now_ns()
            asked = [series for series in self._subscriptions if self._ask_ns(series) <= now_ns]
            await self._round(asked)
            for batch in live.batches():
                scores = self._replay.score_cursor.take(batch.ts_ns)
                yield replace(batch, scores=scores, seen_ns=self._clock.now_ns())
            problem = next(iter(self._problems.values()), None)
            if problem is not None and said != problem.kind:
                said = problem.kind
                yield live.notice("stale", f"{problem.text}; asking again every {BACK_OFF_S:.0f} s")
            elif problem is None and not asked and said != "live":
                said = "live"
                yield live.notice("live", f"live: polling Yahoo, the next bar is finished at {iso(self._owed_ns())}")
            if not asked:
                await self._sleep(min((self._next_ns() - now_ns) / SECOND_NS, LONGEST_SLEEP_S))

    async def _round(self, asked: Sequence[Subscription]) -> None:
        """Ask for each series once; stop at a problem that all of them would meet."""
        for series in asked:
            now_ns = self._clock.now_ns()
            last_ns = self._live.last_ns[series]
            from_ns = max(last_ns, first_in_reach_ns(series.interval, now_ns))
            until_ns = end_of_question_ns(series.interval, now_ns)
            answer = await self._in_thread(self._client.fetch, series.symbol, series.interval, from_ns, until_ns)
            self._not_before[series] = 0
            if isinstance(answer, YahooProblem):
                problem: YahooProblem | None = None if answer.kind in ("empty", "too_old") else answer
            elif self._live.take(series, answer, now_ns):
                self._problems.pop(series, None)
                continue
            else:
                problem = None
            problem = problem or self._overdue(series, now_ns)
            others = self._subscriptions if problem is not None and problem.kind in FOR_ALL else (series,)
            again_ns = self._clock.now_ns() + int((RETRY_S if problem is None else BACK_OFF_S) * SECOND_NS)
            for other in others:
                self._not_before[other] = again_ns
            if problem is None:
                self._problems.pop(series, None)
                continue
            self._problems[series] = problem
            if problem.kind in FOR_ALL:
                return

    def _overdue(self, series: Subscription, now_ns: int) -> YahooProblem | None:
        last_ns = self._live.last_ns[series]
        if now_ns - owed_ns(series, last_ns) < OVERDUE_NS:
            return None
        text = f"Yahoo has shown no new {series.interval} bar of {series.symbol} since that of {iso(last_ns)}"
        return YahooProblem(series.symbol, "empty", text)

    def _ask_ns(self, series: Subscription) -> int:
        return max(ask_ns(series, self._live.last_ns[series]), self._not_before.get(series, 0))

    def _next_ns(self) -> int:
        return min(self._ask_ns(series) for series in self._subscriptions)

    def _owed_ns(self) -> int:
        return min(owed_ns(series, last_ns) for series, last_ns in self._live.last_ns.items())

    def _over(self) -> bool:
        """Every series is past the end, or has had its time to come."""
        if self._clock.now_ns() > self._end_ns + DAY_NS + OVERDUE_NS:
            return True
        return all(next_start_ns(series, last_ns) > self._end_ns for series, last_ns in self._live.last_ns.items())


def _ours(batch: Batch) -> Batch:
    return replace(batch, bars=tuple(replace(bar, source="yahoo") for bar in batch.bars))
