"""One live series: five-second bars become bars of its interval, validated, in order, nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rlbot.bridge.wire.events import WireBar
from rlbot.events.base import INTERVAL_NS
from rlbot.events.market import Bar, BarRejected
from rlbot.market.aggregation import BarAggregator
from rlbot.market.bars import BarValidator
from rlbot.market.calendar import DAY_NS, NYSE
from rlbot.market.csv_file import Row
from rlbot.market.feeds.feed import Subscription
from rlbot.market.instruments import close_delay_ns

FINE_NS = 5_000_000_000


class LiveSeries:
    """`last_ns`: start of the newest bar given out or refused, or any instant before the first.

    A daily series takes rows only: its bar has the auctions in.
    """

    def __init__(
        self, series: Subscription, start_ns: int, splits: Sequence[tuple[int, float]] = (), recorded: Iterable[Bar] = ()
    ) -> None:
        """Bars known later than `start_ns` are given out. `splits`: (day_ns, new shares per old); `recorded`: bars as traded
        before, which a live one must be plausible after."""
        self.series = series
        self.last_ns = -1
        self.fine_ns = 0  # start of the newest five-second bar, 0 before any
        self._validator = BarValidator(series.symbol, series.interval, "ibkr")
        self._daily = series.interval == "1d"
        self._aggregator = None if self._daily else BarAggregator(series.symbol, series.interval)
        self._whole_ns = 0  # bars that began before this were not seen from their first five seconds on
        self._splits = sorted(splits)
        for bar in recorded:
            if bar.known_ns > start_ns:
                break
            self._split_by(bar.start_ns)
            self._validator.check(bar.start_ns, bar.open, bar.high, bar.low, bar.close, bar.volume)
            self.last_ns = bar.start_ns
        self.last_ns = max(self.last_ns, self._before(start_ns))

    def rows(self, rows: Iterable[Row], now_ns: int) -> list[Bar | BarRejected]:
        """Rows of a question: what is new and finished."""
        return [self._judged(row) for row in rows if row[0] > self.last_ns and self.known_ns(row[0]) <= now_ns]

    def fine(self, bar: WireBar) -> list[Bar | BarRejected]:
        """A five-second bar; gives out what it finishes."""
        if self._aggregator is None or bar.start_ts_ns <= self.fine_ns:
            return []
        if not self._open(bar.start_ts_ns):
            return []
        if not self.fine_ns or bar.start_ts_ns - self.fine_ns > FINE_NS:
            step = INTERVAL_NS[self.series.interval]
            self._whole_ns = -(-bar.start_ts_ns // step) * step  # the bar under way is incomplete: history has it
        self.fine_ns = bar.start_ts_ns
        known_ns = bar.start_ts_ns + FINE_NS
        made = Bar(
            self.series.symbol,
            self.series.interval,
            bar.start_ts_ns,
            known_ns,
            bar.open,
            bar.high,
            bar.low,
            bar.close,
            bar.volume,
            "ibkr",
            False,
        )
        return [judged for coarse in self._aggregator.add(made) for judged in self._coarse(coarse)]

    def flush(self, now_ns: int) -> list[Bar | BarRejected]:
        """The bar under way, if its time is over: its last five seconds had no trade."""
        done = None if self._aggregator is None else self._aggregator.flush(now_ns - FINE_NS)
        return [] if done is None else self._coarse(done)

    def owed_ns(self) -> int:
        """When the next bar after `last_ns` is finished."""
        return self.known_ns(self._next_start_ns())

    def starts_after(self, end_ns: int) -> bool:
        """Whether the next bar lies beyond `end_ns`."""
        return self._next_start_ns() > end_ns

    def known_ns(self, start_ns: int) -> int:
        """When the bar of that start is finished."""
        if not self._daily:
            return start_ns + INTERVAL_NS[self.series.interval]
        session = NYSE.session(start_ns)
        return start_ns if session is None else session.close_ns + close_delay_ns(self.series.symbol)

    def _next_start_ns(self) -> int:
        if self._daily:
            return NYSE.next_session(self.last_ns).day_ns
        session = NYSE.session(self.last_ns)
        if session is not None:
            step = INTERVAL_NS[self.series.interval]
            start_ns = session.open_ns + max(0, (self.last_ns - session.open_ns) // step + 1) * step
            if start_ns < session.close_ns:
                return start_ns
        return NYSE.next_session(self.last_ns).open_ns

    def _coarse(self, bar: Bar) -> list[Bar | BarRejected]:
        # What was missed before it must come first, and history brings both.
        if bar.start_ns < self._whole_ns or bar.start_ns != self._next_start_ns():
            return []
        return [self._judged((bar.start_ns, bar.open, bar.high, bar.low, bar.close, bar.volume))]

    def _judged(self, row: Row) -> Bar | BarRejected:
        self.last_ns = row[0]
        self._split_by(row[0])
        return self._validator.check(*row)

    def _split_by(self, start_ns: int) -> None:
        while self._splits and self._splits[0][0] <= start_ns:
            self._validator.split(self._splits.pop(0)[1])

    def _before(self, start_ns: int) -> int:
        """An instant that lies before every bar known later than `start_ns`, and in or behind every one known by then."""
        if not self._daily:
            return start_ns - INTERVAL_NS[self.series.interval]
        day_ns = start_ns // DAY_NS * DAY_NS
        return day_ns if NYSE.session(day_ns) is not None and self.known_ns(day_ns) <= start_ns else day_ns - 1

    @staticmethod
    def _open(ts_ns: int) -> bool:
        session = NYSE.session(ts_ns)
        return session is not None and session.open_ns <= ts_ns < session.close_ns
