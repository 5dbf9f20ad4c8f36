"""One recorded series: a file's rows as validated bars at as-traded prices, each with the time it became known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from rlbot.events.base import Interval
from rlbot.events.market import Bar, BarGapFound, BarRejected
from rlbot.market.aggregation import BarAggregator
from rlbot.market.bars import BarValidator
from rlbot.market.corporate_actions import NONE, SymbolActions
from rlbot.market.csv_file import Row, rows
from rlbot.market.survey import Survey, survey

PRICE_FAULTS = ("bad_print", "unit_error")
SeriesEvent = Bar | BarRejected | BarGapFound


class PriceSeries:
    """Bars of one symbol and interval out of one file, which may hold a finer interval. Reading keeps one line in memory."""

    def __init__(
        self, symbol: str, interval: Interval, path: Path, file_interval: Interval, actions: SymbolActions = NONE
    ) -> None:
        """Surveys the file. Raises DataError when it cannot be used."""
        self.symbol = symbol
        self.interval = interval
        self.path = path
        self.file_interval = file_interval
        self.actions = actions
        self.survey: Survey = survey(path, actions)

    def bars(self) -> Iterator[Bar]:
        """The good bars alone."""
        return (event for event in self.events() if isinstance(event, Bar))

    def events(self, validator: BarValidator | None = None) -> Iterator[SeriesEvent]:
        """Bars, refusals and gaps in rising order of `known_ns` or `ts_ns`; rows outside regular hours are only counted.

        `validator`: a fresh one for this file's interval, to read its counts afterwards.
        """
        validator = validator or BarValidator(self.symbol, self.file_interval)
        if self.interval == self.file_interval:
            return self._validated(validator)
        return self._aggregated(validator)

    def _validated(self, validator: BarValidator) -> Iterator[SeriesEvent]:
        check = validator.check
        first_ns = self.survey.first_ns
        adjusted = self.survey.adjusted
        splits = [split for split in self.actions.splits if split[0] > first_ns]
        factor = self.actions.factor_after(first_ns) if adjusted else 1.0
        next_split_ns = splits[0][0] if splits else 1 << 62
        known_ns = 0
        for row in rows(self.path):
            start_ns = row[0]
            while start_ns >= next_split_ns:
                day_ns, split = splits.pop(0)
                validator.split(split)
                if adjusted:
                    factor = self.actions.factor_after(day_ns)
                next_split_ns = splits[0][0] if splits else 1 << 62
            bar = check(*(row if factor == 1.0 else as_traded(row, factor)))
            if isinstance(bar, Bar):
                if validator.gap is not None:
                    yield validator.gap
                known_ns = bar.known_ns
                yield bar
            elif bar.fault in PRICE_FAULTS:
                known_ns = bar.ts_ns
                yield bar
            elif bar.fault != "outside_hours":  # a row without a time of its own is told of beside the bar before it
                yield replace(bar, ts_ns=known_ns or bar.start_ns)

    def _aggregated(self, validator: BarValidator) -> Iterator[SeriesEvent]:
        aggregator = BarAggregator(self.symbol, self.interval)
        waiting: list[SeriesEvent] = []  # refusals since the last coarse bar: they must not overtake it
        end_ns = 0
        for event in self._validated(validator):
            if isinstance(event, Bar):
                for bar in aggregator.add(event):
                    end_ns = bar.known_ns
                    yield bar
                yield from (self._after(notice, end_ns) for notice in waiting)
                waiting.clear()
            else:
                waiting.append(event)
        if (last := aggregator.flush(1 << 62)) is not None:
            end_ns = last.known_ns
            yield last
        yield from (self._after(notice, end_ns) for notice in waiting)

    @staticmethod
    def _after(notice: SeriesEvent, ts_ns: int) -> SeriesEvent:
        if isinstance(notice, Bar) or notice.ts_ns >= ts_ns:
            return notice
        return replace(notice, ts_ns=ts_ns)


def as_traded(row: Row, factor: float) -> Row:
    """An adjusted row as it was traded: prices times the splits since, volume in the shares of that day."""
    start_ns, open_, high, low, close, volume = row
    shares = float(round(volume / factor)) if 0.0 <= volume < 1e300 else volume
    return start_ns, open_ * factor, high * factor, low * factor, close * factor, shares
