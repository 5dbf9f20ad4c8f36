"""Answers of Yahoo become batches that go on where the replay stopped: nothing twice, nothing unfinished, prices as traded.

Yahoo divides all earlier prices at a split. A split is told when the first bar after it comes, unless what was delivered
before is on the new level already (history that was fetched on the morning of the split).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec.structs import replace

from rlbot.events.market import Bar, BarGapFound, BarRejected, DividendPaid, FeedStateChanged, SplitApplied
from rlbot.market.bars import BarValidator
from rlbot.market.calendar import DAY_NS
from rlbot.market.corporate_actions import Action, SymbolActions, is_adjusted
from rlbot.market.feeds.feed import Batch, Subscription
from rlbot.market.feeds.yahoo_answer import YahooAnswer, YahooRow, is_settled, known_ns
from rlbot.market.feeds.yahoo_schedule import before_ns, is_owed
from rlbot.market.price_series import as_traded


class LiveBars:
    """What was delivered of each series, and what comes next. `last_ns`: per series the start of its last bar."""

    def __init__(self, subscriptions: Sequence[Subscription], start_ns: int) -> None:
        self.last_ns = {series: before_ns(series, start_ns) for series in subscriptions}
        self._first_day_ns = start_ns // DAY_NS * DAY_NS
        self._ts_ns = start_ns
        self._closes: dict[Subscription, float] = {}
        self._told: set[tuple[str, int, bool]] = set()  # actions given out: symbol, day, whether a split
        self._held: dict[str, list[Action]] = {}  # actions that wait for the symbol's next bar
        self._found: dict[int, tuple[list[Bar], list[BarRejected | BarGapFound]]] = {}
        self._validators: dict[Subscription, BarValidator] = {}

    def replayed(self, batch: Batch) -> Batch:
        """Remember what the replay delivers."""
        self._ts_ns = batch.ts_ns
        for bar in batch.bars:
            self._delivered(Subscription(bar.symbol, bar.interval), bar)
        for action in batch.actions:
            self._told.add((action.symbol, action.session_ns, isinstance(action, SplitApplied)))
        return batch

    def begin(self, validators: Mapping[Subscription, BarValidator]) -> None:
        """The replay is over; its validators go on, but for a series that was made of finer bars."""
        for series, used in validators.items():
            fits = used.interval == series.interval
            self._validators[series] = used if fits else BarValidator(series.symbol, series.interval, "yahoo")

    def take(self, series: Subscription, answer: YahooAnswer, now_ns: int) -> bool:
        """Take what is new and finished at `now_ns`; whether there was something."""
        fresh = [row for row in answer.rows if row.start_ns > self.last_ns[series] and self._is_bar(series, row, now_ns)]
        if not fresh:
            return False
        happened, adjusted = self._happened(series, answer, fresh)
        validator = self._validators[series]
        splits = list(happened.splits)
        for row in fresh:
            while splits and splits[0][0] <= row.start_ns:
                validator.split(splits.pop(0)[1])
            numbers = (row.start_ns, row.open, row.high, row.low, row.close, row.volume)
            if adjusted:
                numbers = as_traded(numbers, happened.factor_after(row.start_ns))
            judged = validator.check(*numbers)
            # A refused row is behind us too: seen again at the next poll, it would vouch for itself.
            self.last_ns[series] = row.start_ns
            bars, notices = self._found.setdefault(known_ns(series.symbol, series.interval, row.start_ns), ([], []))
            if isinstance(judged, BarRejected):
                notices.append(replace(judged, ts_ns=known_ns(series.symbol, series.interval, row.start_ns)))
                continue
            if validator.gap is not None:
                notices.append(validator.gap)
            bars.append(replace(judged, source="yahoo"))
            self._delivered(series, judged)
        self._hold(series.symbol, happened)
        return True

    def batches(self) -> list[Batch]:
        """What was taken, in order of time. A bar that comes after later ones of its instant comes just after them."""
        made = []
        for ts_ns in sorted(self._found):
            bars, notices = self._found[ts_ns]
            self._ts_ns = max(ts_ns, self._ts_ns + 1)
            actions = [event for bar in bars for event in self._due(bar)]
            made.append(Batch(self._ts_ns, tuple(bars), tuple(actions), tuple(notices)))
        self._found.clear()
        return made

    def notice(self, state: Literal["live", "stale"], detail: str) -> Batch:
        """A word about the feed, just after the last bar in market time: a bar that is late is not behind it, and a run that is
        resumed after it does not pass that bar over."""
        self._ts_ns += 1
        return Batch(self._ts_ns, (), (), (FeedStateChanged(ts_ns=self._ts_ns, source="yahoo", state=state, detail=detail),))

    @staticmethod
    def _is_bar(series: Subscription, row: YahooRow, now_ns: int) -> bool:
        return is_owed(series, row.start_ns) and is_settled(series.symbol, series.interval, row.start_ns, now_ns)

    def _happened(self, series: Subscription, answer: YahooAnswer, fresh: Sequence[YahooRow]) -> tuple[SymbolActions, bool]:
        """Splits since the last bar, dividends not yet told; and whether the rows before a split are on its new level."""
        last_ns = self.last_ns[series] // DAY_NS * DAY_NS
        until_ns = fresh[-1].start_ns
        found = [a for a in answer.actions if a.day_ns <= until_ns]
        splits = [a for a in found if a.kind == "split" and a.day_ns > last_ns]
        adjusted = False
        if splits:
            before = [row.close for row in fresh if row.start_ns < splits[0].day_ns]
            opened = next(row.open for row in fresh if row.start_ns >= splits[0].day_ns)
            close = before[-1] if before else self._closes.get(series, 0.0)
            level = close > 0.0 and is_adjusted(splits[0].value, close, opened)
            if before:
                adjusted = level
            elif level:
                del splits[0]
        dividends = [a for a in found if a.kind == "dividend" and a.day_ns > self._first_day_ns]
        return SymbolActions([(a.day_ns, a.kind, a.value) for a in (*splits, *dividends)]), adjusted

    def _hold(self, symbol: str, happened: SymbolActions) -> None:
        for action in happened.actions:
            key = (symbol, action.day_ns, action.factor != 1.0)
            if key not in self._told:
                self._told.add(key)
                self._held.setdefault(symbol, []).append(action)

    def _due(self, bar: Bar) -> list[SplitApplied | DividendPaid]:
        held = self._held.get(bar.symbol, [])
        due = [action.event(bar.symbol, self._ts_ns) for action in held if action.day_ns <= bar.start_ns]
        if due:
            self._held[bar.symbol] = [action for action in held if action.day_ns > bar.start_ns]
        return due

    def _delivered(self, series: Subscription, bar: Bar) -> None:
        if series in self.last_ns:
            self.last_ns[series] = max(self.last_ns[series], bar.start_ns)
            self._closes[series] = bar.close
