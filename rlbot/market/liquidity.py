"""Liquidity: how much of a symbol trades in a day, and how far its price moves in one, as of the last finished bar.

Both feed market impact (`execution/fill_model.py`): a fill on bar t+1 uses the estimate of bar t, never its own. They are
averages over sessions with the weight of an EMA 20; the first 20 sessions count equally. Before an intraday series has finished
its first session, its bars so far are scaled up to a day.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from rlbot.events.base import INTERVAL_NS, Interval
from rlbot.events.market import Bar
from rlbot.market.indicators import EMA_STATE, SEEN, VALUE, ema_step

LENGTH = 20
DAY_NS = INTERVAL_NS["1d"]
BARS_PER_SESSION: dict[Interval, float] = {"1m": 390.0, "5m": 78.0, "15m": 26.0, "1d": 1.0}


class Liquidity:
    """Of one series: what a day brings.

    `adv`: shares a day, 0 while unknown or without volume. `sigma`: root mean square of a day's log return, 0 while unknown.
    """

    __slots__ = (
        "_bars",
        "_bars_per_session",
        "_close",
        "_day",
        "_last",
        "_squares",
        "_variance",
        "_volume",
        "_volumes",
        "adv",
        "sigma",
    )

    def __init__(self, interval: Interval) -> None:
        self._bars_per_session = BARS_PER_SESSION[interval]
        self._volumes = [0.0] * EMA_STATE
        self._variance = [0.0] * EMA_STATE
        self._bars = 0  # of the session in progress
        self._day = 0
        self._volume = 0.0
        self._squares = 0.0  # of its bars' log returns, only in the first session
        self._last = 0.0  # close of the last bar
        self._close = 0.0  # close of the last session
        self.adv = 0.0
        self.sigma = 0.0

    def on_bar(self, bar: Bar) -> None:
        """One finished bar."""
        if bar.session_end and not self._bars:  # a daily bar: a session by itself
            self._last = bar.close
            self._end_session(bar.volume)
            return
        day = bar.start_ns // DAY_NS
        if self._bars and day != self._day:
            self._end_session(self._volume)  # its last bar never came
        self._day = day
        self._bars += 1
        self._volume += bar.volume
        if self._close == 0.0:
            self._first_session(bar.close)
        self._last = bar.close
        if bar.session_end:
            self._end_session(self._volume)

    def on_split(self, factor: float) -> None:
        """One share became `factor` shares, before the session that comes next."""
        if self._bars:
            self._end_session(self._volume)
        self._volumes[VALUE] *= factor
        self.adv *= factor
        self._last /= factor
        self._close /= factor

    def _first_session(self, close: float) -> None:
        if self._last > 0.0 and close > 0.0:
            ret = math.log(close / self._last)
            self._squares += ret * ret
            self.sigma = math.sqrt(self._squares / (self._bars - 1) * self._bars_per_session)
        if self._volumes[SEEN] == 0.0:
            self.adv = self._volume / self._bars * self._bars_per_session

    def _end_session(self, volume: float) -> None:
        self.adv = ema_step(self._volumes, volume, LENGTH)
        close = self._last
        if self._close > 0.0 and close > 0.0:
            ret = math.log(close / self._close)
            self.sigma = math.sqrt(ema_step(self._variance, ret * ret, LENGTH))
        self._close = close
        self._volume = 0.0
        self._bars = 0


def estimates(bars: Iterable[Bar], splits: Mapping[int, float], interval: Interval) -> list[tuple[float, float]]:
    """(ADV, sigma) as known at the close of each bar. `splits`: factor by the `start_ns` of the first bar after it."""
    liquidity = Liquidity(interval)
    rows: list[tuple[float, float]] = []
    for bar in bars:
        factor = splits.get(bar.start_ns, 1.0)
        if factor != 1.0:
            liquidity.on_split(factor)
        liquidity.on_bar(bar)
        rows.append((liquidity.adv, liquidity.sigma))
    return rows
