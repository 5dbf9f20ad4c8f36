"""Bars of the past, as reqHistoricalData asks for them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rlbot.bridge.fake_gateway.market.hours import Hours, new_york
from rlbot.bridge.fake_gateway.market.instruments import Instrument
from rlbot.bridge.fake_gateway.market.prices import PriceBar, Prices
from rlbot.market.calendar import NYSE, SECOND_NS

BAR_SIZES = {"5 secs": 5, "10 secs": 10, "15 secs": 15, "30 secs": 30, "1 min": 60, "2 mins": 120, "3 mins": 180, "5 mins": 300}
BAR_SIZES |= {"10 mins": 600, "15 mins": 900, "20 mins": 1200, "30 mins": 1800, "1 hour": 3600, "1 day": 86_400}
UNITS = {"S": 1, "D": 86_400, "W": 7 * 86_400, "M": 30 * 86_400, "Y": 365 * 86_400}
LOOKS = 60  # prices looked at inside one bar, at most: a year of days then takes a second, not a minute
MOST_BARS = 20_000
DAY = 86_400


class HistoryError(Exception):
    """The request cannot be answered; the text is what the client is told."""


def bars(prices: Prices, hours: Hours, instrument: Instrument, end: int, duration: str, size: str) -> list[PriceBar]:
    """Finished bars and the one in progress, oldest first, ending at or before `end` (UTC seconds). Raises HistoryError."""
    length = BAR_SIZES.get(size)
    found = re.fullmatch(r"(\d{1,6}) ?([SDWMY])", duration)
    if length is None:
        raise HistoryError(f"Historical data bar size setting is invalid. Legal ones are: {', '.join(BAR_SIZES)}")
    if found is None:
        raise HistoryError("Historical data request duration format is incorrect: integer{SPACE}unit (S|D|W|M|Y)")
    begin = end - int(found[1]) * UNITS[found[2]]
    if (end - begin) // length > MOST_BARS * (DAY if length == DAY else 1):
        raise HistoryError("Time length exceed max.")
    if length == DAY:
        return [_day_bar(prices, instrument, start, min(stop, end)) for start, stop in _sessions(begin, end)]
    first = -(-begin // length) * length
    starts = [start for start in range(first, end, length) if hours.is_open(start)]
    if len(starts) > MOST_BARS:
        raise HistoryError("Time length exceed max.")
    return [_bar(prices, instrument, start, length) for start in starts]


def _bar(prices: Prices, instrument: Instrument, start: int, length: int) -> PriceBar:
    step = max(1, length // LOOKS)
    return prices.bar(instrument, start, length - length % step, step)


def _day_bar(prices: Prices, instrument: Instrument, start: int, stop: int) -> PriceBar:
    return _bar(prices, instrument, start, max(LOOKS, (stop - start) // LOOKS * LOOKS))


def _sessions(begin: int, end: int) -> list[tuple[int, int]]:
    """(open, close) of every session that opens from `begin` to before `end`."""
    found = NYSE.sessions_between(begin * SECOND_NS, end * SECOND_NS)
    seconds = [(session.open_ns // SECOND_NS, session.close_ns // SECOND_NS) for session in found]
    return [(opening, close) for opening, close in seconds if begin <= opening < end]


def end_of(text: str, now: int) -> int:
    """The end a request names, UTC seconds; empty is now.

    Forms: `20230413-16:00:00` (UTC), `20230413 16:00:00` with or without a time zone (without: New York).
    Raises HistoryError.
    """
    if not text.strip():
        return now
    found = re.fullmatch(r"(\d{8})([- ]) ?(\d\d:\d\d:\d\d)(?: (\S+))?", text.strip())
    if found is None:
        raise HistoryError(f"Invalid date, time, or time-zone entered: {text}")
    try:
        zone = UTC if found[2] == "-" else ZoneInfo(found[4] or "America/New_York")
        moment = datetime.strptime(found[1] + found[3], "%Y%m%d%H:%M:%S").replace(tzinfo=zone)
    except (ValueError, ZoneInfoNotFoundError):
        raise HistoryError(f"Invalid date, time, or time-zone entered: {text}") from None
    return int(moment.timestamp())


def date_text(start: int, size: str, style: int) -> str:
    """A bar's date: `yyyymmdd` for days, else New York time with its zone (style 1) or UTC seconds (style 2)."""
    if size == "1 day":
        return new_york(start).strftime("%Y%m%d")
    return str(start) if style == 2 else new_york(start).strftime("%Y%m%d %H:%M:%S US/Eastern")
