"""A folder of recorded bars, `SYMBOL_INTERVAL.csv`, with `CORPORATE_ACTIONS.csv` beside them where there is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import cast, get_args

from rlbot.clock import iso
from rlbot.events.base import INTERVAL_NS, Interval
from rlbot.market.corporate_actions import NONE, SymbolActions, read_actions
from rlbot.market.data_error import DataError
from rlbot.market.price_series import PriceSeries
from rlbot.market.sentiment_file import FILE_NAME as SCORES_NAME
from rlbot.market.sentiment_file import Score, read_scores

# A tag after the interval (AAPL_1d_raw.csv) marks a second period or a variant: it does not match, so it is left alone.
FILE_NAME = re.compile(rf"([A-Za-z0-9.^ -]+)_({'|'.join(get_args(Interval))})\.csv")
NEARLY_NS = 7 * INTERVAL_NS["1d"]  # a series covers a range when it begins and ends within a week of it


class DataFolder:
    """Finds and opens series. Opening surveys the file once; what was opened is remembered."""

    def __init__(self, path: Path | str) -> None:
        """Raises DataError when the folder is not there or its corporate actions cannot be read."""
        self.path = Path(path)
        if not self.path.is_dir():
            why = "is not a folder" if self.path.exists() else "does not exist"
            raise DataError(f"the data folder {self.path} {why}; name one with --data DIR (files SYMBOL_INTERVAL.csv).")
        found = ((FILE_NAME.fullmatch(file.name), file) for file in sorted(self.path.iterdir()) if file.is_file())
        self.files: dict[tuple[str, Interval], Path] = {
            (match[1].upper(), cast("Interval", match[2])): file for match, file in found if match is not None
        }
        self.actions = read_actions(self.path)
        self._scores: tuple[Score, ...] | None = None
        self._opened: dict[tuple[str, Interval, Interval], PriceSeries] = {}

    def has(self, symbol: str, interval: Interval) -> bool:
        """Whether the series is there, be it out of finer bars."""
        return bool(self._sources(symbol, interval))

    def series(self, symbol: str, interval: Interval, start_ns: int | None = None, end_ns: int | None = None) -> PriceSeries:
        """The series of that interval; without a file of its own it is made of finer bars (5m of 1m; 15m of 5m or 1m).

        Where several files could serve, the first that overlaps `start_ns` to `end_ns` does. Raises DataError.
        """
        sources = self._sources(symbol, interval)
        if not sources:
            raise DataError(self._nothing_for(symbol, interval))
        first = None
        for source in sources:
            series = self._open(symbol, interval, source)
            first = first or series
            if (end_ns is None or series.survey.first_ns <= end_ns) and (start_ns is None or series.survey.last_ns >= start_ns):
                return series
        return cast("PriceSeries", first)

    def best_interval(
        self, symbol: str, interval: Interval, start_ns: int | None = None, end_ns: int | None = None
    ) -> Interval:
        """`interval` where recorded bars of it cover the range (within a week at both ends), else "1d". For companions: VIX.

        Raises DataError when there is neither.
        """
        for source in self._sources(symbol, interval):
            kept = self._open(symbol, interval, source).survey
            begins = start_ns is None or kept.first_ns <= start_ns + NEARLY_NS
            if begins and (end_ns is None or kept.last_ns >= end_ns - NEARLY_NS):
                return interval
        if not self.has(symbol, "1d"):
            raise DataError(
                f'{self._nothing_for(symbol, "1d")} Or take "{symbol.lower()}" out of features.names in the agent\'s file.'
            )
        return "1d"

    def actions_of(self, symbol: str) -> SymbolActions:
        """Splits and dividends of the symbol, none where the file lists none."""
        return self.actions.get(symbol, NONE)

    @property
    def has_scores(self) -> bool:
        """Whether a file of the market's mood lies here."""
        return (self.path / SCORES_NAME).is_file()

    def scores(self) -> tuple[Score, ...]:
        """The market's mood, day by day. Raises DataError when the file is not there or broken."""
        if not self.has_scores:
            raise DataError(
                f'{self.path} has no {SCORES_NAME} (timestamp,value from 0 to 100), which the feature "sentiment" reads. '
                'Add the file, or take "sentiment" out of features.names in the agent\'s file.'
            )
        if self._scores is None:
            self._scores = read_scores(self.path / SCORES_NAME)
        return self._scores

    def _sources(self, symbol: str, interval: Interval) -> Sequence[Interval]:
        """Intervals on disk that give `interval`: its own, then the coarsest finer one. Days are never pieced together."""
        step = INTERVAL_NS[interval]
        finer: list[Interval] = [] if interval == "1d" else ["5m", "1m"]
        wanted = [interval, *(other for other in finer if INTERVAL_NS[other] < step)]
        return [source for source in wanted if (symbol, source) in self.files]

    def _open(self, symbol: str, interval: Interval, source: Interval) -> PriceSeries:
        key = (symbol, interval, source)
        if key not in self._opened:
            self._opened[key] = PriceSeries(symbol, interval, self.files[symbol, source], source, self.actions_of(symbol))
        return self._opened[key]

    def _nothing_for(self, symbol: str, interval: Interval) -> str:
        if not self.files:
            return f"{self.path} holds no file named SYMBOL_INTERVAL.csv (such as {symbol}_{interval}.csv)."
        own = [other for name, other in self.files if name == symbol]
        there = f"it has {symbol} at {', '.join(own)}" if own else f"it has {', '.join(sorted({n for n, _ in self.files}))}"
        return f"{self.path} has no {symbol}_{interval}.csv; {there}. Add the file, or choose another symbol or interval."


def nothing_in_range(series: PriceSeries, start_ns: int | None, end_ns: int | None) -> DataError:
    """The error of a range without bars: says what was asked and what the file covers."""
    asked = (
        f"from {'the start' if start_ns is None else iso(start_ns)[:10]} to {'the end' if end_ns is None else iso(end_ns)[:10]}"
    )
    covers = f"{iso(series.survey.first_ns)[:10]} to {iso(series.survey.last_ns)[:10]}"
    return DataError(f"{series.path} has no bars {asked}; it covers {covers}. Choose --from and --to within that.")
