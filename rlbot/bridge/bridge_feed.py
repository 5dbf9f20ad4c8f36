"""Interactive Brokers as a feed: history to warm up on, then live bars.

Intraday bars are made of the bridge's five-second bars; daily bars, and whatever was missed, are asked for. The gateway tells
no splits or dividends: they are read from the folder's `CORPORATE_ACTIONS.csv`.

Hears: five-second bars, by the session.   Owns: what was delivered of each series.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import Literal

from msgspec.structs import replace

from rlbot.bridge.history import HistoryDesk, HistoryProblem
from rlbot.bridge.live_series import LiveSeries
from rlbot.bridge.wire.events import WireBar
from rlbot.clock import Clock, iso
from rlbot.events.market import Bar, BarRejected, FeedStateChanged, Source
from rlbot.market.calendar import DAY_NS
from rlbot.market.data_folder import DataFolder
from rlbot.market.feeds.csv_replay import CsvReplayFeed
from rlbot.market.feeds.feed import Batch, Subscription
from rlbot.market.feeds.merge import NEVER, ActionCursor

SECOND_NS = 1_000_000_000
GRACE_NS = 3 * SECOND_NS  # series of one instant come together; who is later than this comes alone
LATE_NS = 15 * SECOND_NS  # an intraday bar that five-second bars have not made by then is asked for
CLOSE_SETTLE_NS = 60 * SECOND_NS  # the closing auction is reported within a minute
RETRY_NS = 20 * SECOND_NS
OVERDUE_NS = 600 * SECOND_NS
TURN_S = 0.25  # how often the time is looked at while nothing comes


async def _until_news(news: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(TURN_S):
            await news.wait()
    except TimeoutError:
        pass


class BridgeFeed:
    """Satisfies `MarketFeed`. `folder`: where the history was put; `start_ns`: bars known later than this are live."""

    source: Source = "ibkr"

    def __init__(
        self,
        folder: DataFolder,
        subscriptions: Sequence[Subscription],
        history: HistoryDesk,
        clock: Clock,
        start_ns: int,
        end_ns: int | None = None,
        turn: Callable[[asyncio.Event], Awaitable[None]] = _until_news,
    ) -> None:
        """`end_ns`: the stream ends once every bar that starts until then is out; None: never. `turn`: waits for news or a
        moment. Raises DataError."""
        self._replay = CsvReplayFeed(folder, subscriptions)
        recorded = {series: folder.series(series.symbol, series.interval) for series in subscriptions}
        actions = {series.symbol: one.actions.actions for series, one in recorded.items()}
        self._actions = ActionCursor(actions, dict.fromkeys(actions, start_ns))
        self._subscriptions = tuple(subscriptions)
        self._history = history
        self._clock = clock
        self._end_ns = NEVER if end_ns is None else end_ns + DAY_NS - 1 if end_ns % DAY_NS == 0 else end_ns
        self._live = {series: LiveSeries(series, start_ns, one.actions.splits, one.bars()) for series, one in recorded.items()}
        self._found: dict[int, dict[Subscription, Bar | BarRejected]] = {}
        self._not_before: dict[Subscription, int] = {}
        self._ts_ns = start_ns
        self._turn = turn
        self._news = asyncio.Event()
        self._said = ""
        self._turned_ns = 0  # when the stream last looked what is owed, 0 before its first look

    def subscriptions(self) -> Sequence[Subscription]:
        """The series delivered."""
        return self._subscriptions

    def history(self, before_ns: int, bars: int) -> Iterator[Batch]:
        """The last `bars` bars of each series known before `before_ns`."""
        for batch in self._replay.history(before_ns, bars):
            yield replace(batch, bars=tuple(replace(bar, source="ibkr") for bar in batch.bars))

    def on_bar(self, bar: WireBar) -> None:
        """A five-second bar came. Delayed data is never traded on: it is not taken."""
        if bar.delayed or bar.interval != "5s":
            return
        for series, live in self._live.items():
            if series.symbol.removeprefix("^") == bar.symbol:
                self._keep(series, live.fine(bar))

    async def stream(self) -> AsyncIterator[Batch]:
        """Live bars as they become known; what was missed since `start_ns` comes first."""
        while not self._over():
            now_ns = self._clock.now_ns()
            for series, live in self._live.items():
                self._turned_ns = self._clock.now_ns()
                self._keep(series, live.flush(now_ns))
                if self._asks(series, live, now_ns):
                    await self._ask(series, live, now_ns)
            for batch in self._ready(self._clock.now_ns()):
                yield replace(batch, seen_ns=self._clock.now_ns())
            notice = self._notice(now_ns)
            if notice is not None:
                yield notice
            self._news.clear()
            await self._turn(self._news)

    def hangs(self, now_ns: int) -> bool:
        """Whether the calendar owes a bar and nobody looks for it: then the stream itself can give no word of it either.

        A gateway that gives none is no such case: it is asked again and again, and `FeedStateChanged` tells of it.
        """
        owes = any(now_ns - live.owed_ns() >= OVERDUE_NS for live in self._live.values())
        return owes and self._turned_ns > 0 and now_ns - self._turned_ns >= OVERDUE_NS

    def _asks(self, series: Subscription, live: LiveSeries, now_ns: int) -> bool:
        late_ns = CLOSE_SETTLE_NS if series.interval == "1d" else LATE_NS
        return live.owed_ns() + late_ns <= now_ns and self._not_before.get(series, 0) <= now_ns

    async def _ask(self, series: Subscription, live: LiveSeries, now_ns: int) -> None:
        answer = await self._history.ask(series, live.last_ns + 1, now_ns)
        now_ns = self._clock.now_ns()
        self._not_before[series] = now_ns + RETRY_NS
        if not isinstance(answer, HistoryProblem):
            self._keep(series, live.rows(answer, now_ns))

    def _keep(self, series: Subscription, judged: Sequence[Bar | BarRejected]) -> None:
        for one in judged:
            known_ns = one.known_ns if isinstance(one, Bar) else self._live[series].known_ns(one.start_ns)
            if one.start_ns <= self._end_ns:
                self._found.setdefault(known_ns, {})[series] = one
        if judged:
            self._not_before.pop(series, None)
            self._news.set()

    def _ready(self, now_ns: int) -> Iterator[Batch]:
        """Instants that are complete, or had their grace; in order."""
        for known_ns in sorted(self._found):
            if now_ns < known_ns + GRACE_NS and any(live.owed_ns() <= known_ns for live in self._live.values()):
                return
            found = self._found.pop(known_ns)
            ordered = [found[series] for series in self._subscriptions if series in found]
            self._ts_ns = max(known_ns, self._ts_ns + 1)
            bars = tuple(one for one in ordered if isinstance(one, Bar))
            actions = [action for bar in bars for action in self._actions.take(bar.symbol, bar.start_ns, self._ts_ns)]
            refused = tuple(replace(one, ts_ns=known_ns) for one in ordered if isinstance(one, BarRejected))
            yield Batch(self._ts_ns, bars, tuple(actions), refused)

    def _notice(self, now_ns: int) -> Batch | None:
        """A word when the feed begins to owe bars, and when it is up to date again."""
        late = [s for s, live in self._live.items() if now_ns - live.owed_ns() >= OVERDUE_NS]
        state: Literal["live", "stale"] = "stale" if late else "live"
        if state == self._said:
            return None
        self._said = state
        self._ts_ns += 1
        behind = ", ".join(f"{s.symbol} {s.interval} (owed at {iso(self._live[s].owed_ns())})" for s in late)
        detail = f"bars are missing: {behind}" if late else "live: bars come from the gateway"
        return Batch(self._ts_ns, (), (), (FeedStateChanged(ts_ns=self._ts_ns, source="ibkr", state=state, detail=detail),))

    def _over(self) -> bool:
        return not self._found and all(live.starts_after(self._end_ns) for live in self._live.values())
