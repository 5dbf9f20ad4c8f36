"""Minutes of the synthetic market into bars of any interval, within each session's hours, at prices a market would quote."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rlbot.events.base import INTERVAL_NS, Interval
from rlbot.events.market import Bar
from rlbot.market.calendar import Session
from rlbot.market.feeds.synthetic_market import MINUTES, Matrix, MinutePath
from rlbot.market.instruments import close_delay_ns, is_index

MINUTE_NS = INTERVAL_NS["1m"]
CHEAP = 5.0  # USD; below it prices have four decimals, as indices do


def bars_of(symbol: str, interval: Interval, sessions: Sequence[Session], path: MinutePath) -> list[Bar]:
    """The bars of a block of sessions, oldest first; about 1 µs a bar."""
    daily = interval == "1d"
    step_ns = INTERVAL_NS[interval]
    width = MINUTES if daily else step_ns // MINUTE_NS
    full = _coarse(path, slice(None), MINUTES, width, is_index(symbol))
    delay = close_delay_ns(symbol)
    made: list[Bar] = []
    for i, session in enumerate(sessions):
        rows, columns = i, full
        if session.half_day:
            minutes = (session.close_ns - session.open_ns) // MINUTE_NS
            rows, columns = 0, _coarse(path, slice(i, i + 1), minutes, minutes if daily else width, is_index(symbol))
        opens, highs, lows, closes, volumes = (column[rows] for column in columns)
        start_ns, close_ns = (session.day_ns if daily else session.open_ns), session.close_ns
        for open_, high, low, close, volume in zip(opens, highs, lows, closes, volumes, strict=True):
            known_ns = close_ns + delay if daily else start_ns + step_ns
            ends = known_ns >= close_ns
            made.append(Bar(symbol, interval, start_ns, known_ns, open_, high, low, close, volume, "synthetic", ends))
            start_ns += step_ns
    return made


def _coarse(path: MinutePath, rows: slice, minutes: int, width: int, index: bool) -> tuple[list[list[float]], ...]:
    """Open, high, low, close and volume of every `width` minutes, [sessions][bars]."""

    def cut(minute: Matrix) -> Matrix:
        return minute[rows, :minutes].reshape(-1, minutes // width, width)

    prices = (cut(path.open)[:, :, 0], cut(path.high).max(axis=2), cut(path.low).min(axis=2), cut(path.close)[:, :, -1])
    quoted = tuple(_quoted(price, index).tolist() for price in prices)
    return (*quoted, cut(path.volume).sum(axis=2).tolist())


def _quoted(price: Matrix, index: bool) -> Matrix:
    fine = np.maximum(np.round(price, 4), 0.0001)
    if index or bool((price < CHEAP).all()):
        return fine
    return np.asarray(np.where(price < CHEAP, fine, np.round(price, 2)))
