"""When an order that was decided after a close leaves for the opening auction. Pure: a calendar, a lead, an instant.

A daily decision falls once its bar is known and is meant for the next open, where a backtest fills it too.

    known ── waits ──▶ release ── on open ──▶ cut-off ── too late for it ──▶ open ── late ──▶ close ── over
                       lead before the open    2 min before the open
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from rlbot.market.calendar import NEW_YORK, NYSE, SECOND_NS, ExchangeCalendar, Session

MINUTE_NS = 60 * SECOND_NS
CUT_OFF_NS = 2 * MINUTE_NS  # Nasdaq and NYSE take on-open orders until 09:28
CHECK_NS = MINUTE_NS  # before the release the account is compared once more

Stage = Literal["waits", "checks", "auction", "missed", "late", "over"]


class Slot(msgspec.Struct, frozen=True):
    """The opening an order is meant for, UTC nanoseconds, each later than the one before."""

    check_ns: int
    release_ns: int
    cut_off_ns: int
    open_ns: int
    close_ns: int

    def stage(self, now_ns: int) -> Stage:
        """Where `now_ns` stands; every instant belongs to the stage it begins."""
        if now_ns < self.release_ns:
            return "waits" if now_ns < self.check_ns else "checks"
        if now_ns < self.cut_off_ns:
            return "auction"
        if now_ns < self.open_ns:
            return "missed"
        return "late" if now_ns < self.close_ns else "over"


def session_to_open(after_ns: int, calendar: ExchangeCalendar = NYSE) -> Session:
    """The first session that opens after an instant, holidays and half-days by the calendar."""
    session = calendar.session(after_ns)
    return session if session is not None and session.open_ns > after_ns else calendar.next_session(after_ns)


def opening_slot(decided_ns: int, lead_ns: int, calendar: ExchangeCalendar = NYSE) -> Slot:
    """Of what was decided then. `lead_ns`: more than the cut-off's two minutes."""
    session = session_to_open(decided_ns, calendar)
    release_ns = session.open_ns - lead_ns
    return Slot(release_ns - CHECK_NS, release_ns, session.open_ns - CUT_OFF_NS, session.open_ns, session.close_ns)


def new_york_text(ts_ns: int) -> str:
    """`2026-11-27 09:20 New York`."""
    return datetime.fromtimestamp(ts_ns / SECOND_NS, NEW_YORK).strftime("%Y-%m-%d %H:%M New York")
