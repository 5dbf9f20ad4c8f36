"""The New York Stock Exchange's days off and half-days, by rule, from 1993 to any later year.

Sources: NYSE Rule 7.2 and the exchange's published lists of special closings. Tests compare every session from 1993 to
2026 with exchange_calendars (XNYS); that package itself would pull pandas (60 MiB, a second of import) into the live process.
"""

from __future__ import annotations

from datetime import date, timedelta

MONDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = 0, 3, 4, 5, 6

SPECIAL_CLOSINGS = frozenset(
    {
        date(1994, 4, 27),  # funeral of Richard Nixon
        date(2001, 9, 11),  # terrorist attacks
        date(2001, 9, 12),
        date(2001, 9, 13),
        date(2001, 9, 14),
        date(2004, 6, 11),  # funeral of Ronald Reagan
        date(2007, 1, 2),  # funeral of Gerald Ford
        date(2012, 10, 29),  # hurricane Sandy
        date(2012, 10, 30),
        date(2018, 12, 5),  # funeral of George H. W. Bush
        date(2025, 1, 9),  # funeral of Jimmy Carter
    }
)
SPECIAL_HALF_DAYS = frozenset({date(1997, 12, 26), date(1999, 12, 31), date(2003, 12, 26)})


def easter_sunday(year: int) -> date:
    """Gregorian Easter (the anonymous algorithm, Meeus 1991)."""
    golden = year % 19
    century, in_century = divmod(year, 100)
    leap, rest = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * rest + 2 * (in_century // 4) - moon - in_century % 4) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def holidays(year: int) -> frozenset[date]:
    """Weekdays of `year` on which the exchange is closed, special closings included."""
    closed = {
        _nth(year, 2, MONDAY, 3),  # Washington's Birthday
        easter_sunday(year) - timedelta(days=2),  # Good Friday
        _nth(year, 6, MONDAY, 1) - timedelta(days=7),  # Memorial Day, the last Monday of May
        _observed(date(year, 7, 4)),
        _nth(year, 9, MONDAY, 1),  # Labor Day
        _nth(year, 11, THURSDAY, 4),  # Thanksgiving
        _observed(date(year, 12, 25)),
    }
    new_year = date(year, 1, 1)
    if new_year.weekday() != SATURDAY:  # a Saturday New Year is not moved to the Friday: that is the year's last session
        closed.add(_observed(new_year))
    if year >= 1998:
        closed.add(_nth(year, 1, MONDAY, 3))  # Martin Luther King Day
    if year >= 2022:
        closed.add(_observed(date(year, 6, 19)))  # Juneteenth
    return frozenset(closed | {day for day in SPECIAL_CLOSINGS if day.year == year})


def half_days(year: int) -> frozenset[date]:
    """Sessions of `year` that close at 13:00 New York."""
    fourth = date(year, 7, 4)
    candidates = {
        _nth(year, 11, THURSDAY, 4) + timedelta(days=1),
        date(year, 12, 24),
        *(day for day in SPECIAL_HALF_DAYS if day.year == year),
    }
    if fourth.weekday() == THURSDAY and year < 2013:  # until then the bridge day after it was the short one
        candidates.add(date(year, 7, 5))
    elif year >= 1995 and fourth.weekday() not in (SATURDAY, SUNDAY):
        candidates.add(date(year, 7, 3))
    off = holidays(year)
    return frozenset(day for day in candidates if day.weekday() <= FRIDAY and day not in off)


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _observed(day: date) -> date:
    if day.weekday() == SATURDAY:
        return day - timedelta(days=1)
    if day.weekday() == SUNDAY:
        return day + timedelta(days=1)
    return day
