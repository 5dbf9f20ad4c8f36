"""The bars of one symbol and interval with their indicators, as columns."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from itertools import islice
from typing import TypeVar

from rlbot.events.base import Interval
from rlbot.events.market import Bar, Source
from rlbot.monitoring.web.contract.series import Bars

CAP = 5_000  # beyond that the chart grows slow; older bars are read from the data files
# From how many bars on an indicator is worth drawing although its warm-up (seeds forgotten to 1e-7) takes longer.
DRAWN_FROM = {"ema_10": 10, "ema_50": 50, "rsi": 15, "macd": 35, "macd_signal": 35, "vix": 1}
INDICATORS = ("ema_10", "ema_50", "rsi", "macd", "macd_signal", "vix")
PRICES = ("o", "h", "l", "c", "ema_10", "ema_50", "macd", "macd_signal")

Column = deque[float | None]
T = TypeVar("T")


class BarSeries:
    """Columns of equal length, at most `CAP`. Splits rescale what came before, so that the picture has no cliff."""

    __slots__ = (
        "as_of_ns",
        "columns",
        "dropped",
        "in_sample",
        "interval",
        "made_up",
        "market_ns",
        "seen",
        "source",
        "symbol",
        "t",
    )

    def __init__(self, symbol: str, interval: Interval, made_up: bool = False) -> None:
        self.symbol = symbol
        self.interval: Interval = interval
        self.made_up = made_up
        self.source: Source | None = None
        self.t: deque[int] = deque(maxlen=CAP)
        self.in_sample: deque[bool] = deque(maxlen=CAP)
        self.columns: dict[str, Column] = {name: deque(maxlen=CAP) for name in ("o", "h", "l", "c", "v", *INDICATORS)}
        self.seen = 0
        self.dropped = False
        self.as_of_ns = 0
        self.market_ns = 0

    @property
    def last(self) -> float | None:
        """The newest close."""
        close = self.columns["c"]
        return close[-1] if close else None

    def append(self, bar: Bar, in_sample: bool, now_ns: int) -> bool:
        """Take a finished bar; one that is not newer than the last changes nothing and returns False."""
        if self.t and bar.start_ns <= self.t[-1]:
            return False
        self.dropped = self.dropped or len(self.t) == CAP
        self.t.append(bar.start_ns)
        self.in_sample.append(in_sample)
        c = self.columns
        c["o"].append(bar.open)
        c["h"].append(bar.high)
        c["l"].append(bar.low)
        c["c"].append(bar.close)
        c["v"].append(bar.volume)
        for name in INDICATORS:
            c[name].append(None)
        self.seen += 1
        self.source = bar.source
        self.market_ns = bar.known_ns
        self.as_of_ns = now_ns
        return True

    def indicate(self, bar: Bar, names: Sequence[str], values: Sequence[float], inputs: Sequence[float], warm: bool) -> None:
        """Write the indicators of the newest bar, from an agent's features of it. NaN and a missing VIX stay unknown."""
        if not self.t or self.t[-1] != bar.start_ns:
            return
        for k, name in enumerate(names):
            if name not in DRAWN_FROM or k >= len(values) or not (warm or self.seen >= DRAWN_FROM[name]):
                continue
            value = values[k]
            if math.isnan(value) or (name == "vix" and value <= 0.0):
                continue
            self.columns[name][-1] = value
            if name == "macd" and k < len(inputs):  # the model's input is (line - signal) / close
                self.columns["macd_signal"][-1] = value - inputs[k] * bar.close

    def on_split(self, factor: float) -> None:
        """`factor` new shares per old one: earlier prices shrink, earlier volumes grow."""
        for name in PRICES:
            column = self.columns[name]
            self.columns[name] = deque((None if x is None else x / factor for x in column), maxlen=CAP)
        self.columns["v"] = deque((None if x is None else x * factor for x in self.columns["v"]), maxlen=CAP)

    def keep(self, bars: int) -> None:
        """Forget all but the newest `bars`. What is forgotten was history: nobody is told that there is more."""
        for _ in range(len(self.t) - bars):
            self.t.popleft()
            self.in_sample.popleft()
            for column in self.columns.values():
                column.popleft()

    def between(self, from_ns: int, to_ns: int, limit: int) -> Bars:
        """The newest `limit` bars with `from_ns` <= t < `to_ns`."""
        t = list(self.t)
        first, last = bisect_left(t, from_ns), bisect_left(t, to_ns)
        start = max(first, last - limit)
        return self._slice(start, last, more=start > first or (first == 0 and self.dropped))

    def newest(self, count: int) -> Bars:
        """The newest `count` bars."""
        return self._slice(max(0, len(self.t) - count), len(self.t), more=True)

    def _slice(self, start: int, stop: int, *, more: bool) -> Bars:
        def column(name: str) -> tuple[float | None, ...]:
            return tuple(_part(self.columns[name], start, stop))

        def known(name: str) -> tuple[float, ...]:
            return tuple(x for x in column(name) if x is not None)

        return Bars(
            symbol=self.symbol,
            interval=self.interval,
            source=self.source,
            synthetic=self.made_up or self.source == "synthetic",
            t=tuple(_part(self.t, start, stop)),
            o=known("o"),
            h=known("h"),
            l=known("l"),
            c=known("c"),
            v=known("v"),
            ema_10=column("ema_10"),
            ema_50=column("ema_50"),
            rsi=column("rsi"),
            macd=column("macd"),
            macd_signal=column("macd_signal"),
            vix=column("vix"),
            in_sample=tuple(_part(self.in_sample, start, stop)),
            more=more,
            as_of_ns=self.as_of_ns,
            market_ns=self.market_ns,
        )


def _part(column: deque[T], start: int, stop: int) -> list[T]:
    """`column[start:stop]`; from its nearer end, for the newest bars are what is asked for many times a second."""
    length = len(column)
    if start < length // 2:
        return list(islice(column, start, stop))
    return list(islice(reversed(column), length - stop, length - start))[::-1]
