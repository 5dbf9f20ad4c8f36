"""When the exchange is open: sessions with their opening and closing instants, half-days and daylight saving included.

A session is named by its date at 00:00Z (`day_ns`), the stamp of daily bars. New York's regular hours never leave the UTC
day of the same date, so the day of any regular bar is the floor of its start. Look-ups are dictionary hits; years are
worked out on first use.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import msgspec

from rlbot.events.base import INTERVAL_NS, Interval
from rlbot.market.nyse_rules import SATURDAY, half_days, holidays

DAY_NS = INTERVAL_NS["1d"]
SECOND_NS = 1_000_000_000
NEW_YORK = ZoneInfo("America/New_York")
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


class Session(msgspec.Struct, frozen=True, gc=False):
    """One trading day. `day_ns`: its date at 00:00Z; `open_ns` (inclusive) to `close_ns` (exclusive): regular hours."""

    day_ns: int
    open_ns: int
    close_ns: int
    half_day: bool = False


class ExchangeCalendar(Protocol):
    """Sessions of one exchange. Every argument is a UTC nanosecond within the day that is meant."""

    def session(self, ts_ns: int) -> Session | None:
        """The session of that UTC day, or None on a day off."""
        ...

    def is_session(self, ts_ns: int) -> bool:
        """Whether that UTC day has a session."""
        ...

    def next_session(self, ts_ns: int) -> Session:
        """The first session of a later day."""
        ...

    def previous_session(self, ts_ns: int) -> Session:
        """The last session of an earlier day."""
        ...

    def sessions_between(self, first_ns: int, last_ns: int) -> list[Session]:
        """Every session from the day of `first_ns` to the day of `last_ns`, both included."""
        ...


def bars_owed(session: Session, interval: Interval) -> int:
    """How many bars of `interval` the session has: 390 minutes in a full one, 210 in a half-day; 1 daily bar."""
    if interval == "1d":
        return 1
    return (session.close_ns - session.open_ns) // INTERVAL_NS[interval]


class NyseCalendar:
    """The New York Stock Exchange, 09:30 to 16:00 New York (13:00 on half-days)."""

    def session(self, ts_ns: int) -> Session | None:
        """See `ExchangeCalendar`."""
        return _SESSIONS[ts_ns // DAY_NS]

    def is_session(self, ts_ns: int) -> bool:
        """See `ExchangeCalendar`."""
        return self.session(ts_ns) is not None

    def next_session(self, ts_ns: int) -> Session:
        """See `ExchangeCalendar`. At most a week of days off is crossed (2001-09)."""
        return self._walk(ts_ns, DAY_NS)

    def previous_session(self, ts_ns: int) -> Session:
        """See `ExchangeCalendar`."""
        return self._walk(ts_ns, -DAY_NS)

    def sessions_between(self, first_ns: int, last_ns: int) -> list[Session]:
        """See `ExchangeCalendar`."""
        days = range(first_ns // DAY_NS, last_ns // DAY_NS + 1)
        return [found for day in days if (found := self.session(day * DAY_NS)) is not None]

    def _walk(self, ts_ns: int, step_ns: int) -> Session:
        while True:
            ts_ns += step_ns
            if (found := self.session(ts_ns)) is not None:
                return found


class _Sessions(dict[int, Session | None]):
    """Day number since 1970 -> its session or None; a year is worked out when one of its days is first asked for."""

    def __missing__(self, number: int) -> Session | None:
        year = date.fromordinal(number + EPOCH_ORDINAL).year
        off, short = holidays(year), half_days(year)
        day = date(year, 1, 1)
        while day.year == year:
            key = day.toordinal() - EPOCH_ORDINAL
            self[key] = None
            if day.weekday() < SATURDAY and day not in off:
                opened, closed = _instant(day, time(9, 30)), _instant(day, time(13) if day in short else time(16))
                self[key] = Session(key * DAY_NS, opened, closed, day in short)
            day += timedelta(days=1)
        return self[number]


_SESSIONS = _Sessions()
NYSE = NyseCalendar()


def _instant(day: date, clock: time) -> int:
    return int(datetime.combine(day, clock, NEW_YORK).astimezone(UTC).timestamp()) * SECOND_NS
