"""The synthetic market as a feed: seeded, labelled, without end unless told. For demonstrations and tests."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence

from rlbot.events.base import INTERVAL_NS
from rlbot.events.market import Bar, Source
from rlbot.market.calendar import DAY_NS, NYSE, Session
from rlbot.market.data_error import DataError
from rlbot.market.feeds.feed import Batch, Subscription
from rlbot.market.feeds.merge import NEVER, ActionCursor, merged, starts_by
from rlbot.market.feeds.pacer import Pacer
from rlbot.market.feeds.synthetic_bars import bars_of
from rlbot.market.feeds.synthetic_market import BLOCK, MinutePath, SyntheticMarket
from rlbot.market.feeds.synthetic_symbols import character
from rlbot.market.instruments import InstrumentRefused, instrument

HISTORY_SESSIONS = 756  # three years before the start, for warm-up and for a first quick training
HALF_DAY_NS = 210 * INTERVAL_NS["1m"]  # the shortest session


class SyntheticFeed:
    """Bars with source "synthetic". The same seed, symbol and start give the same bars, however long the run."""

    source: Source = "synthetic"

    def __init__(
        self,
        subscriptions: Sequence[Subscription],
        seed: int,
        start_ns: int,
        end_ns: int | None = None,
        pacer: Pacer | None = None,
        leverage: Mapping[str, tuple[str, float]] | None = None,
    ) -> None:
        """`start_ns`, `end_ns`: inclusive, as in `CsvReplayFeed`; without an end it never ends.

        `leverage`: ETF -> (underlying, daily multiple), beyond the known funds. Raises DataError for symbols not in USD.
        """
        self._subscriptions = tuple(subscriptions)
        for wanted in self._subscriptions:
            if isinstance(refused := instrument(wanted.symbol), InstrumentRefused):
                raise DataError(refused.reason)
        self._seed = seed
        self._start_ns = start_ns
        self._end_ns = NEVER if end_ns is None else end_ns + DAY_NS - 1 if end_ns % DAY_NS == 0 else end_ns
        self._pacer = pacer or Pacer()
        self._leverage = dict(leverage or {})
        for etf, (underlying, _) in self._leverage.items():
            if character(underlying, self._leverage).kind != "stock":
                raise DataError(f"{etf} cannot follow {underlying}: the underlying must be a plain stock or index fund.")
        first = NYSE.next_session(start_ns)
        for _ in range(HISTORY_SESSIONS):
            first = NYSE.previous_session(first.day_ns)
        self._first = first

    def subscriptions(self) -> Sequence[Subscription]:
        """The series delivered."""
        return self._subscriptions

    def batches(self) -> Iterator[Batch]:
        """Every batch from the start on, at once; endless without `end_ns`. About 3 µs a bar of 1m, 40 µs of 1d."""
        for sessions, paths in self._market().blocks():
            if sessions[-1].day_ns + DAY_NS <= self._start_ns:
                continue
            made = [bars_of(s.symbol, s.interval, sessions, paths[s.symbol]) for s in self._subscriptions]
            yield from self._merged([[b for b in own if self._within(b)] for own in made])
            if sessions[-1].day_ns > self._end_ns:
                return

    async def stream(self) -> AsyncIterator[Batch]:
        """The same batches, paced."""
        for batch in self.batches():
            yield batch
            await self._pacer.wait(batch)

    def history(self, before_ns: int, bars: int) -> Iterator[Batch]:
        """The last `bars` bars of each series known before `before_ns`; there are three years of them before the start."""
        needed = [bars * INTERVAL_NS[s.interval] // HALF_DAY_NS + 1 for s in self._subscriptions]
        needed = [bars if s.interval == "1d" else n for s, n in zip(self._subscriptions, needed, strict=True)]
        recent: deque[tuple[list[Session], dict[str, MinutePath]]] = deque(maxlen=max(needed, default=0) // BLOCK + 2)
        for block in self._market().blocks():
            recent.append(block)
            if block[0][-1].day_ns + DAY_NS >= before_ns:
                break
        kept: list[deque[Bar]] = []
        for wanted, count in zip(self._subscriptions, needed, strict=True):
            held: deque[Bar] = deque(maxlen=bars)
            for sessions, paths in list(recent)[-(count // BLOCK + 2) :]:
                made = bars_of(wanted.symbol, wanted.interval, sessions, paths[wanted.symbol])
                held.extend(bar for bar in made if bar.known_ns < before_ns)
            kept.append(held)
        yield from self._merged(kept)

    def _market(self) -> SyntheticMarket:
        symbols = list(dict.fromkeys(wanted.symbol for wanted in self._subscriptions))
        return SyntheticMarket(symbols, self._seed, self._first, self._leverage)

    def _within(self, bar: Bar) -> bool:
        return starts_by(bar, self._start_ns) and bar.start_ns <= self._end_ns

    def _merged(self, series: Sequence[Sequence[Bar]]) -> Iterator[Batch]:
        nothing = ActionCursor({}, {wanted.symbol: 0 for wanted in self._subscriptions})
        return merged([iter(bars) for bars in series], nothing)
