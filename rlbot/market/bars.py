"""Validation at the edge: numbers go in, a `Bar` or a `BarRejected` comes out. One validator per series, in every mode.

Causal: a bar is judged by itself, the calendar and what came before it. Order of the checks: numbers, high and low,
session and grid, order in time, whether it is finished, plausibility of the price.
"""

from __future__ import annotations

from collections import Counter
from math import inf, isfinite

from rlbot.clock import iso
from rlbot.events.base import INTERVAL_NS, Interval
from rlbot.events.market import Bar, BarFault, BarGapFound, BarRejected, Source
from rlbot.market.calendar import DAY_NS, NYSE, ExchangeCalendar, Session, bars_owed
from rlbot.market.instruments import close_delay_ns, is_index
from rlbot.market.plausibility import PriceCheck

NEVER_NS = -(1 << 62)  # before any bar, those before 1970 included
ROUNDING = 1e-6  # relative: vendors round open and high separately


class BarValidator:
    """Checks one series, bar by bar.

    `faults`: how many were refused, by fault; `accepted`; of these, kept but worth knowing: `zero_volume` (a stock that did not
    trade) and `repeated` (a stock's daily bar that only repeats the close before); `missing`: owed by the calendar, never came.
    `gap`: what was missing just before the bar last accepted, else None.
    """

    def __init__(self, symbol: str, interval: Interval, source: Source = "csv", calendar: ExchangeCalendar = NYSE) -> None:
        self.symbol = symbol
        self.interval = interval
        self.source = source
        self.faults: Counter[BarFault] = Counter()
        self.accepted = 0
        self.zero_volume = 0
        self.repeated = 0
        self.missing = 0
        self.gap: BarGapFound | None = None
        self._calendar = calendar
        self._step = INTERVAL_NS[interval]
        self._daily = interval == "1d"
        self._delay = close_delay_ns(symbol) if self._daily else 0
        self._has_volume = not is_index(symbol)
        self._price = PriceCheck(interval)
        self._session = Session(NEVER_NS, 0, 0)  # of the latest row that lay in one
        self._last_ns = NEVER_NS
        self._next_ns = NEVER_NS  # where the next bar starts if none is missing; never across sessions
        self._last_session: Session | None = None
        self._refused_since = 0

    def split(self, factor: float) -> None:
        """A split takes effect before the next bar: `factor` new shares for one old."""
        self._price.split(factor)

    def check(
        self, start_ns: int, open_: float, high: float, low: float, close: float, volume: float, now_ns: int | None = None
    ) -> Bar | BarRejected:
        """Judge the next row. `start_ns`: its own timestamp; `now_ns`: refuse as partial what ends later (live feeds)."""
        self.gap = None
        if not (0.0 < low <= open_ <= high < inf and low <= close <= high and 0.0 <= volume < inf):
            fault = _number_fault(open_, high, low, close, volume)
            if fault is not None:
                return self._refuse(fault[0], start_ns, fault[1])
        if start_ns != self._next_ns:
            misplaced = self._misplaced(start_ns)
            if misplaced is not None:
                return misplaced
        session = self._session
        known_ns = session.close_ns + self._delay if self._daily else start_ns + self._step
        if now_ns is not None and known_ns > now_ns:
            return self._refuse("partial", start_ns, f"the bar is finished at {iso(known_ns)}", known_ns)
        before = self._last_session
        owed = 0 if before is None or start_ns == self._next_ns else self._owed(start_ns, session)
        if high == low == self._price.anchor and self._daily and self._has_volume:
            self.repeated += 1
        price_fault = self._price.judge(high, low, close, owed + 1, session is not before)
        if price_fault is not None:
            self._refused_since += 1
            detail = f"{low} to {high} cannot follow a close of {self._price.anchor:.6g}"
            return self._refuse(price_fault, start_ns, detail, known_ns)
        missing = owed - self._refused_since
        if missing > 0:
            self.missing += missing
            self.gap = BarGapFound(
                ts_ns=known_ns,
                symbol=self.symbol,
                interval=self.interval,
                after_ns=self._last_ns,
                before_ns=start_ns,
                missing=missing,
            )
        self._refused_since = 0
        self._last_ns = start_ns
        self._last_session = session
        ends = known_ns >= session.close_ns
        self._next_ns = NEVER_NS if ends else known_ns
        self.accepted += 1
        if volume == 0.0 and self._has_volume:
            self.zero_volume += 1
        return Bar(self.symbol, self.interval, start_ns, known_ns, open_, high, low, close, volume, self.source, ends)

    def _misplaced(self, start_ns: int) -> BarRejected | None:
        """Why a bar cannot start there: session, grid, order. Of one that can, the session is the present one afterwards."""
        session = self._session
        if start_ns // DAY_NS * DAY_NS != session.day_ns:
            found = self._calendar.session(start_ns)
            if found is None:
                return self._refuse("outside_hours", start_ns, "the exchange has no session on this day")
            session = self._session = found
        if self._daily:
            if start_ns != session.day_ns:
                return self._refuse("off_grid", start_ns, "a daily bar is stamped with its session's date at 00:00Z")
        elif not session.open_ns <= start_ns < session.close_ns:
            return self._refuse("outside_hours", start_ns, "it starts before the session's open or after its close")
        elif (start_ns - session.open_ns) % self._step:
            return self._refuse("off_grid", start_ns, f"a {self.interval} bar starts a whole number of bars after the open")
        if start_ns <= self._last_ns:
            order: BarFault = "duplicate" if start_ns == self._last_ns else "out_of_order"
            return self._refuse(order, start_ns, f"the bar of {iso(self._last_ns)} is already in")
        return None

    def _owed(self, start_ns: int, session: Session) -> int:
        """Bars the calendar owes strictly between the last accepted one and this."""
        last = self._last_session
        if last is None or last is session:
            return (start_ns - self._last_ns) // self._step - 1
        between = 0
        following = self._calendar.next_session(last.day_ns)
        while following.day_ns < session.day_ns:
            between += bars_owed(following, self.interval)
            following = self._calendar.next_session(following.day_ns)
        if self._daily:
            return between
        rest = (last.close_ns - self._last_ns) // self._step - 1
        return rest + between + (start_ns - session.open_ns) // self._step

    def _refuse(self, fault: BarFault, start_ns: int, detail: str, known_ns: int | None = None) -> BarRejected:
        self.faults[fault] += 1
        return BarRejected(
            ts_ns=start_ns + self._step if known_ns is None else known_ns,
            symbol=self.symbol,
            interval=self.interval,
            start_ns=start_ns,
            fault=fault,
            detail=detail,
        )


def _number_fault(open_: float, high: float, low: float, close: float, volume: float) -> tuple[BarFault, str] | None:
    """What is wrong with numbers that do not lie as they should; None where it is only a vendor's rounding."""
    if not all(map(isfinite, (open_, high, low, close, volume))):
        return "not_finite", "every price and the volume must be a finite number"
    if not (low > 0.0 and open_ > 0.0 and high > 0.0 and close > 0.0 and volume >= 0.0):
        return "not_positive", "prices must be above 0 and the volume not below it"
    if _nearly(open_, high, low, close):
        return None
    return "high_low", f"open {open_} and close {close} must lie within {low} to {high}"


def _nearly(open_: float, high: float, low: float, close: float) -> bool:
    slack = high * ROUNDING
    return high + slack >= open_ and high + slack >= close and low - slack <= open_ and low - slack <= close
