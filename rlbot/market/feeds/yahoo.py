"""Yahoo as a feed: recent history replayed at visible speed, then polled live.

History comes from the folder that `yahoo_store` keeps, so it is validated like any recorded bar. Live rows pass the same
validators: a bar that is not finished yet is left for the next poll. A poll that fails says so and is tried again; a platform
that trades on Yahoo is a simulation, so nothing is lost but time.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from rlbot.clock import Clock, iso
from rlbot.events.base import INTERVAL_NS
from rlbot.events.market import Bar, BarRejected, DividendPaid, FeedStateChanged, Source, SplitApplied
from rlbot.market.bars import BarValidator
from rlbot.market.calendar import DAY_NS, NYSE
from rlbot.market.data_folder import DataFolder
from rlbot.market.feeds.csv_replay import CsvReplayFeed
from rlbot.market.feeds.feed import Batch, Subscription
from rlbot.market.feeds.pacer import Pacer, Sleep
from rlbot.market.feeds.yahoo_client import YahooClient, YahooProblem
from rlbot.market.instruments import close_delay_ns

InThread = Callable[..., Awaitable[Any]]
SECOND_NS = 1_000_000_000
SETTLE_NS = 5 * SECOND_NS  # Yahoo needs a few seconds after a bar's end before it shows the bar
RETRY_S = 20.0  # when a bar is owed and has not come
BACK_OFF_S = 90.0  # after a 429 or an unreachable Yahoo
LONGEST_SLEEP_S = 30.0  # so that a page shows a living feed on a closed market


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
    ) -> None:
        """`folder`: where `fetch_into` has just put the history; `start_ns`: first bar replayed. Raises DataError."""
        self._replay = CsvReplayFeed(folder, subscriptions, start_ns, None, pacer)
        self._subscriptions = tuple(subscriptions)
        self._client = client
        self._clock = clock
        self._sleep = sleep
        self._in_thread = in_thread
        self._last_ns: dict[Subscription, int] = dict.fromkeys(self._subscriptions, start_ns)
        self._ts_ns = 0

    def subscriptions(self) -> Sequence[Subscription]:
        """The series delivered."""
        return self._subscriptions

    def history(self, before_ns: int, bars: int) -> Iterator[Batch]:
        """The last `bars` bars of each series known before `before_ns`."""
        return (self._ours(batch) for batch in self._replay.history(before_ns, bars))

    async def stream(self) -> AsyncIterator[Batch]:
        """Replayed history, then live bars for ever."""
        async for batch in self._replay.stream():
            yield self._seen(self._ours(batch))
        validators = dict(zip(self._subscriptions, self._replay.validators, strict=True))
        yield self._notice("live", f"live: polling Yahoo, the next bar is owed at {iso(self._owed_ns())}")
        while True:
            wait_s = (self._owed_ns() + SETTLE_NS - self._clock.now_ns()) / SECOND_NS
            if wait_s > 0.0:
                await self._sleep(min(wait_s, LONGEST_SLEEP_S))
                continue
            batches, problem = await self._poll(validators)
            for batch in batches:
                yield self._seen(batch)
            if problem is not None:
                yield self._notice("stale", problem.text)
                await self._sleep(BACK_OFF_S if problem.kind in ("rate_limited", "unreachable") else RETRY_S)
            elif not batches:
                await self._sleep(RETRY_S)

    async def _poll(self, validators: dict[Subscription, BarValidator]) -> tuple[list[Batch], YahooProblem | None]:
        """One round over all series: what is new and finished, grouped by when it became known."""
        found: dict[int, tuple[list[Bar], list[SplitApplied | DividendPaid], list[BarRejected]]] = {}
        problem: YahooProblem | None = None
        for series in self._subscriptions:
            now_ns = self._clock.now_ns()
            if self._next_ns(series) > now_ns:
                continue
            after = self._last_ns[series]
            answer = await self._in_thread(self._client.fetch, series.symbol, series.interval, after, now_ns + DAY_NS)
            if isinstance(answer, YahooProblem):
                problem = answer
                continue
            for row in answer.rows:
                if row.start_ns <= after:
                    continue
                if row.split != 1.0:
                    validators[series].split(row.split)
                prices = (row.open, row.high, row.low, row.close)
                judged = validators[series].check(row.start_ns, *prices, row.volume, now_ns)
                if isinstance(judged, BarRejected) and judged.fault in ("partial", "outside_hours"):
                    continue
                ts_ns = judged.known_ns if isinstance(judged, Bar) else judged.ts_ns
                bars, actions, refused = found.setdefault(max(ts_ns, self._ts_ns), ([], [], []))
                if isinstance(judged, BarRejected):
                    refused.append(judged)
                    continue
                bars.append(replace(judged, source="yahoo"))
                if row.split != 1.0:
                    actions.append(SplitApplied(ts_ns=ts_ns, symbol=series.symbol, session_ns=row.start_ns, factor=row.split))
                if row.dividend != 0.0 and series.interval == "1d":
                    paid = DividendPaid(ts_ns=ts_ns, symbol=series.symbol, session_ns=row.start_ns, amount=row.dividend)
                    actions.append(paid)
        batches = [Batch(ts, tuple(b), tuple(a), tuple(r)) for ts, (b, a, r) in sorted(found.items())]
        return batches, problem

    def _owed_ns(self) -> int:
        """When the next bar of any series is finished."""
        return min(self._next_ns(series) for series in self._subscriptions)

    def _next_ns(self, series: Subscription) -> int:
        last = self._last_ns[series]
        session = NYSE.session(last)
        if series.interval == "1d":
            return NYSE.next_session(last).close_ns + close_delay_ns(series.symbol)
        step = INTERVAL_NS[series.interval]
        if session is not None and last + step < session.close_ns:
            return max(last, session.open_ns - step) + 2 * step
        return NYSE.next_session(last).open_ns + step

    def _seen(self, batch: Batch) -> Batch:
        self._ts_ns = max(self._ts_ns, batch.ts_ns)
        for bar in batch.bars:
            series = Subscription(bar.symbol, bar.interval)
            self._last_ns[series] = max(self._last_ns.get(series, 0), bar.start_ns)
        return batch

    def _ours(self, batch: Batch) -> Batch:
        return replace(batch, bars=tuple(replace(bar, source="yahoo") for bar in batch.bars))

    def _notice(self, state: str, detail: str) -> Batch:
        self._ts_ns = max(self._ts_ns, self._clock.now_ns())
        event = FeedStateChanged(ts_ns=self._ts_ns, source="yahoo", state=state, detail=detail)  # type: ignore[arg-type]
        return Batch(self._ts_ns, (), (), (event,))
