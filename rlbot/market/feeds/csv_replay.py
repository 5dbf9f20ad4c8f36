"""Recorded bars from a data folder, several symbols and intervals merged in the order in which they became known."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from itertools import chain

from rlbot.events.market import Bar, BarGapFound, BarRejected, Source
from rlbot.market.bars import BarValidator
from rlbot.market.calendar import DAY_NS, NYSE
from rlbot.market.data_error import DataError
from rlbot.market.data_folder import DataFolder, nothing_in_range
from rlbot.market.feeds.feed import Batch, Subscription
from rlbot.market.feeds.merge import NEVER, ActionCursor, merged, starts_by
from rlbot.market.feeds.pacer import Pacer
from rlbot.market.instruments import InstrumentRefused, instrument
from rlbot.market.price_series import PriceSeries, SeriesEvent
from rlbot.market.sentiment_file import ScoreCursor


class CsvReplayFeed:
    """Replays files. Every series is validated from its file's first line on, so a bar passes or not whatever the range."""

    source: Source = "csv"

    def __init__(
        self,
        folder: DataFolder,
        subscriptions: Sequence[Subscription],
        start_ns: int | None = None,
        end_ns: int | None = None,
        pacer: Pacer | None = None,
        scores: bool = False,
    ) -> None:
        """`start_ns`, `end_ns`: inclusive, on the bars' own timestamps; an `end_ns` at 00:00Z means the whole of that day.
        `scores`: whether the market's mood comes along.

        Raises DataError for an instrument not in USD, a series (or mood) that is not there or broken, or a first series
        without bars in the range.
        """
        self._scores = folder.scores() if scores else ()
        self.score_cursor = ScoreCursor()  # of the latest reading
        self._subscriptions = tuple(subscriptions)
        self._start_ns = -NEVER if start_ns is None else start_ns
        self._end_ns = NEVER if end_ns is None else end_ns + DAY_NS - 1 if end_ns % DAY_NS == 0 else end_ns
        self._pacer = pacer or Pacer()
        self.validators: list[BarValidator] = []  # of the latest reading, per subscription: what was refused, and why
        self._series: list[PriceSeries] = []
        for wanted in self._subscriptions:
            if isinstance(refused := instrument(wanted.symbol), InstrumentRefused):
                raise DataError(refused.reason)
            self._series.append(folder.series(wanted.symbol, wanted.interval, start_ns, end_ns))
        self._actions = {series.symbol: series.actions.actions for series in self._series}
        for series in self._series[:1]:
            first_ns, last_ns = max(self._start_ns, series.survey.first_ns), min(self._end_ns, series.survey.last_ns)
            if not NYSE.sessions_between(first_ns, last_ns):
                raise nothing_in_range(series, start_ns, end_ns)

    def subscriptions(self) -> Sequence[Subscription]:
        """The series delivered."""
        return self._subscriptions

    def batches(self) -> Iterator[Batch]:
        """Every batch of the range, at once; about 5 µs a bar, parsed and validated; memory does not grow with length."""
        behind: dict[str, int] = {}
        self.validators = [BarValidator(series.symbol, series.file_interval) for series in self._series]
        streams = [self._in_range(s, v, behind) for s, v in zip(self._series, self.validators, strict=True)]
        started = [_peeked(stream) for stream in streams]  # reads up to the range, so that `behind` is complete
        first = {s.symbol: s.survey.first_ns for s in self._series} | behind
        self.score_cursor = ScoreCursor(self._scores)
        yield from merged(started, ActionCursor(self._actions, first), self.score_cursor)

    async def stream(self) -> AsyncIterator[Batch]:
        """The same batches, paced."""
        for batch in self.batches():
            yield batch
            await self._pacer.wait(batch)

    def history(self, before_ns: int, bars: int) -> Iterator[Batch]:
        """The last `bars` bars of each series known before `before_ns`, earlier than the range included."""
        kept = [self._last(series, before_ns, bars) for series in self._series]
        behind: dict[str, int] = {}
        for series, (_, skipped_ns) in zip(self._series, kept, strict=True):
            after = series.survey.first_ns if skipped_ns is None else skipped_ns
            behind[series.symbol] = max(behind.get(series.symbol, -NEVER), after)
        yield from merged([iter(events) for events, _ in kept], ActionCursor(self._actions, behind), ScoreCursor(self._scores))

    def _in_range(self, series: PriceSeries, validator: BarValidator, behind: dict[str, int]) -> Iterator[SeriesEvent]:
        start_ns, end_ns = self._start_ns, self._end_ns
        events = series.events(validator)
        for event in events:
            if not isinstance(event, Bar):
                if start_ns <= _own_ns(event) <= end_ns:
                    yield event
            elif event.start_ns > end_ns:
                return
            elif starts_by(event, start_ns):
                yield event
                break
            else:
                behind[series.symbol] = max(behind.get(series.symbol, -NEVER), event.start_ns)
        for event in events:
            if isinstance(event, Bar):
                if event.start_ns > end_ns:
                    return
                yield event
            elif start_ns <= _own_ns(event) <= end_ns:
                yield event

    @staticmethod
    def _last(series: PriceSeries, before_ns: int, bars: int) -> tuple[Sequence[SeriesEvent], int | None]:
        """The last events before `before_ns` that hold `bars` bars, and the day of the bar before them."""
        events: deque[SeriesEvent] = deque()
        held = 0
        skipped_ns: int | None = None
        for event in series.events():
            if (event.known_ns if isinstance(event, Bar) else event.ts_ns) >= before_ns:
                break
            events.append(event)
            held += isinstance(event, Bar)
            while held > bars:
                gone = events.popleft()
                if isinstance(gone, Bar):
                    held -= 1
                    skipped_ns = gone.start_ns
        return events, skipped_ns


def _own_ns(notice: BarRejected | BarGapFound) -> int:
    return notice.before_ns if isinstance(notice, BarGapFound) else notice.start_ns


def _peeked(events: Iterator[SeriesEvent]) -> Iterator[SeriesEvent]:
    first = next(events, None)
    return events if first is None else chain((first,), events)
