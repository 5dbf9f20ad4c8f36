"""The NYSE calendar against an independent one, session by session."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rlbot.clock import from_iso
from rlbot.events.base import Interval
from rlbot.market.calendar import DAY_NS, NYSE, bars_owed


@pytest.fixture(scope="module")
def published() -> dict[int, tuple[int, int]]:
    """Day -> (open, close) of XNYS in exchange_calendars, nanoseconds."""
    import exchange_calendars

    table = exchange_calendars.get_calendar("XNYS", start="1993-01-01", end="2026-12-31").schedule
    return {
        round(day.timestamp()) * 10**9 if day.tzinfo else round(day.tz_localize("UTC").timestamp()) * 10**9: (
            round(opened.timestamp()) * 10**9,
            round(closed.timestamp()) * 10**9,
        )
        for day, opened, closed in zip(table.index, table["open"], table["close"], strict=True)
    }


def test_every_session_from_1993_to_2026_opens_and_closes_as_published(published: dict[int, tuple[int, int]]) -> None:
    sessions = NYSE.sessions_between(from_iso("1993-01-01"), from_iso("2026-12-31"))
    assert {s.day_ns: (s.open_ns, s.close_ns) for s in sessions} == published


def test_walking_forward_and_back_meets_the_same_sessions() -> None:
    walked = [NYSE.next_session(from_iso("2001-08-31"))]
    while walked[-1].day_ns < from_iso("2001-10-01"):
        walked.append(NYSE.next_session(walked[-1].day_ns))
    assert walked == NYSE.sessions_between(from_iso("2001-09-01"), from_iso("2001-10-01"))
    back = [NYSE.previous_session(s.day_ns) for s in walked[1:]]
    assert back == walked[:-1]


def test_days_off_have_no_session() -> None:
    for day in ("2001-09-12", "2012-10-30", "2024-03-29", "2025-01-09", "2022-06-20", "2024-01-06"):
        assert not NYSE.is_session(from_iso(day)), day
    assert NYSE.is_session(from_iso("2021-06-18"))  # Juneteenth is a day off from 2022 on


def test_hours_follow_daylight_saving_and_half_days() -> None:
    def hours(day: str) -> tuple[str, str]:
        session = NYSE.session(from_iso(day))
        assert session is not None
        opened, closed = (datetime.fromtimestamp(t / 1e9, UTC) for t in (session.open_ns, session.close_ns))
        return f"{opened:%H:%M}", f"{closed:%H:%M}"

    assert hours("2024-03-08") == ("14:30", "21:00")
    assert hours("2024-03-11") == ("13:30", "20:00")
    assert hours("2024-11-29") == ("14:30", "18:00")


@pytest.mark.parametrize(("interval", "full", "half"), [("1m", 390, 210), ("5m", 78, 42), ("15m", 26, 14), ("1d", 1, 1)])
def test_bars_owed_in_full_and_half_sessions(interval: Interval, full: int, half: int) -> None:
    ordinary, short = NYSE.session(from_iso("2024-12-23")), NYSE.session(from_iso("2024-12-24"))
    assert ordinary is not None
    assert short is not None
    assert short.half_day
    assert bars_owed(ordinary, interval) == full
    assert bars_owed(short, interval) == half


def test_any_instant_of_the_day_names_its_session() -> None:
    session = NYSE.session(from_iso("2024-07-03T23:59:59Z"))
    assert session is not None
    assert session.day_ns == from_iso("2024-07-03")
    assert session.day_ns % DAY_NS == 0
