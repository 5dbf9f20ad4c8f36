"""Which bar of a series comes next, and when it is worth asking for."""

from __future__ import annotations

from rlbot.events.base import INTERVAL_NS
from rlbot.market.calendar import DAY_NS, NYSE
from rlbot.market.feeds.feed import Subscription
from rlbot.market.feeds.yahoo_answer import known_ns, settled_ns


def next_start_ns(series: Subscription, last_ns: int) -> int:
    """Start of the first bar that the calendar owes after `last_ns`, which may be a bar's start or any other instant."""
    if series.interval == "1d":
        return NYSE.next_session(last_ns).day_ns
    step = INTERVAL_NS[series.interval]
    session = NYSE.session(last_ns)
    if session is not None:
        start_ns = session.open_ns + max(0, (last_ns - session.open_ns) // step + 1) * step
        if start_ns < session.close_ns:
            return start_ns
    return NYSE.next_session(last_ns).open_ns


def owed_ns(series: Subscription, last_ns: int) -> int:
    """When that bar is finished."""
    return known_ns(series.symbol, series.interval, next_start_ns(series, last_ns))


def ask_ns(series: Subscription, last_ns: int) -> int:
    """When to ask for it: Yahoo still corrects a bar for a moment after its end."""
    return settled_ns(series.symbol, series.interval, next_start_ns(series, last_ns))


def is_owed(series: Subscription, start_ns: int) -> bool:
    """Whether the calendar has a bar of that start; Yahoo stamps a running one with its last trade, off the grid."""
    session = NYSE.session(start_ns)
    if session is None:
        return False
    if series.interval == "1d":
        return start_ns == session.day_ns
    inside = session.open_ns <= start_ns < session.close_ns
    return inside and (start_ns - session.open_ns) % INTERVAL_NS[series.interval] == 0


def before_ns(series: Subscription, start_ns: int) -> int:
    """The `last_ns` of a run that begins at `start_ns` and has seen no bar of the series yet."""
    if series.interval != "1d":
        return start_ns - 1
    day_ns = start_ns // DAY_NS * DAY_NS
    over = start_ns > day_ns and known_ns(series.symbol, "1d", day_ns) <= start_ns
    return day_ns if over else day_ns - 1
