"""When the fake market trades: always, or in New York's regular hours."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
CUT_OFF, OPEN, CLOSE = time(9, 28), time(9, 30), time(16, 0)
BAR_S = 5


def new_york(second: int) -> datetime:
    """The second (UTC since 1970) on a New York clock."""
    return datetime.fromtimestamp(second, UTC).astimezone(NEW_YORK)


class Hours(Protocol):
    """Seconds are UTC since 1970."""

    def is_open(self, second: int) -> bool:
        """Whether orders trade and bars are made in this second."""
        ...

    def next_open(self, second: int) -> int:
        """The first opening after `second`; on-open orders trade there."""
        ...

    def takes_on_open(self, second: int) -> bool:
        """Whether an on-open order is taken in this second."""
        ...


class AlwaysOpen:
    """For demos and tests at any hour; every 5 s bar counts as an opening."""

    def is_open(self, second: int) -> bool:
        """Always."""
        return True

    def next_open(self, second: int) -> int:
        """The start of the next bar."""
        return (second // BAR_S + 1) * BAR_S

    def takes_on_open(self, second: int) -> bool:
        """Always."""
        return True


class RegularHours:
    """09:30 to 16:00 New York, Monday to Friday; holidays are not known here."""

    def is_open(self, second: int) -> bool:
        """Inside a session."""
        local = new_york(second)
        return local.weekday() < 5 and OPEN <= local.time() < CLOSE

    def next_open(self, second: int) -> int:
        """09:30 of the next session day."""
        local = new_york(second)
        day = local.date()
        while True:
            opening = datetime.combine(day, OPEN, NEW_YORK)
            if day.weekday() < 5 and int(opening.timestamp()) > second:
                return int(opening.timestamp())
            day += timedelta(days=1)

    def takes_on_open(self, second: int) -> bool:
        """Not from the exchanges' cut-off on, and not while the market is open: the strictest that anybody reports."""
        local = new_york(second)
        return local.weekday() > 4 or not CUT_OFF <= local.time() < CLOSE
