"""Fine bars into coarse ones, along the session's own grid: 1m into 5m and 15m in every mode, 5-second bars into 1m."""

from __future__ import annotations

from rlbot.events.base import INTERVAL_NS, Interval
from rlbot.events.market import Bar
from rlbot.market.calendar import NYSE, ExchangeCalendar


class BarAggregator:
    """Collects validated bars of one symbol, in order of time, into bars of `interval` (1m, 5m or 15m).

    A coarse bar is given out by the fine bar that ends it, or, when that one never came (nobody traded), by whatever shows that
    its time is over: the next bar, or `flush` with the time. `known_ns` is the coarse bar's own end either way.
    """

    def __init__(self, symbol: str, interval: Interval, calendar: ExchangeCalendar = NYSE) -> None:
        self.symbol = symbol
        self.interval = interval
        self._calendar = calendar
        self._step = INTERVAL_NS[interval]
        self._open_ns = self._close_ns = 0
        self._start_ns = self._end_ns = 0  # of the bar being collected; end 0 means none
        self._first: Bar | None = None
        self._high = self._low = self._last = self._volume = 0.0

    def add(self, bar: Bar) -> tuple[Bar, ...]:
        """Take a fine bar; returns the coarse bars that are now finished: none, one, or (after a hole) two."""
        done: tuple[Bar, ...] = ()
        if self._first is not None and bar.start_ns >= self._end_ns:
            done = (self._finished(self._first),)
        if self._first is None:
            self._begin(bar)
        else:
            self._high = max(self._high, bar.high)
            self._low = min(self._low, bar.low)
        self._last = bar.close
        self._volume += bar.volume
        if bar.known_ns >= self._end_ns and self._first is not None:
            done = (*done, self._finished(self._first))
        return done

    def flush(self, now_ns: int) -> Bar | None:
        """The bar being collected, if its time is over at `now_ns`."""
        if self._first is None or now_ns < self._end_ns:
            return None
        return self._finished(self._first)

    def _begin(self, bar: Bar) -> None:
        if not self._open_ns <= bar.start_ns < self._close_ns:
            session = self._calendar.session(bar.start_ns)
            if session is None:
                raise ValueError(f"a bar of {bar.symbol} outside every session reached the aggregator; validate bars first")
            self._open_ns, self._close_ns = session.open_ns, session.close_ns
        self._start_ns = bar.start_ns - (bar.start_ns - self._open_ns) % self._step
        self._end_ns = self._start_ns + self._step
        self._first = bar
        self._high, self._low, self._volume = bar.high, bar.low, 0.0

    def _finished(self, first: Bar) -> Bar:
        self._first = None
        return Bar(
            self.symbol,
            self.interval,
            self._start_ns,
            self._end_ns,
            first.open,
            self._high,
            self._low,
            self._last,
            self._volume,
            first.source,
            self._end_ns >= self._close_ns,
        )
