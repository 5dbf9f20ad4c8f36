"""When the fake market trades: always, or in New York's regular hours."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from rlbot.market.calendar import NEW_YORK, NYSE, SECOND_NS

CUT_OFF_NS = 120 * SECOND_NS  # on-open orders are taken until 09:28
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
    """Sessions of the New York Stock Exchange: 09:30 to 16:00, to 13:00 on half-days, none on holidays."""

    def is_open(self, second: int) -> bool:
        """Inside a session."""
        session = NYSE.session(second * SECOND_NS)
        return session is not None and session.open_ns <= second * SECOND_NS < session.close_ns

    def next_open(self, second: int) -> int:
        """The open of the next session."""
        session = NYSE.session(second * SECOND_NS)
        if session is None or session.open_ns <= second * SECOND_NS:
            session = NYSE.next_session(second * SECOND_NS)
        return session.open_ns // SECOND_NS

    def takes_on_open(self, second: int) -> bool:
        """Not from the exchanges' cut-off on, and not while the market is open: the strictest that anybody reports."""
        session = NYSE.session(second * SECOND_NS)
        return session is None or not session.open_ns - CUT_OFF_NS <= second * SECOND_NS < session.close_ns
