"""Could this price be real? Judged from the past alone: the next bar is never looked at.

A bar is measured against the last good close: the larger of `high / close - 1` and `close / low - 1`. What is allowed is
40 times a robust running scale of the series' own moves, and never less than a floor. Measured over real bars, the
wildest true days reach 30 (VIX on 2024-08-05), 29 (AAPL, -51.9 % on 2000-09-29), 23 (VIX, +115.6 % on 2018-02-05), 10 (TNA in
March 2020) times that scale; the floor of minutes lies under the 5.1 % of the mildest bad minute known.

A refused level that comes again is true after all and becomes the new anchor on its second bar, so a crash beyond
everything known, or a split nobody announced, costs one bar. A unit error (30 times or more: pence for pounds, cents for
dollars, a split applied twice) never trades: such a level has to hold for 20 bars before it is believed.
"""

from __future__ import annotations

from math import sqrt
from typing import Literal

from rlbot.events.base import Interval

PriceFault = Literal["bad_print", "unit_error"]

MULTIPLE = 40.0
UNIT_MOVE = 29.0  # a ratio of 30: no market moves so far in one bar, and 100 with a real move on top stays above it
FLOOR: dict[Interval, float] = {"1m": 0.04, "5m": 0.06, "15m": 0.08, "1d": 0.25}
DAILY_PRIOR = 0.06  # of the scale: wide, since a young series may be coarse (3.0 to 1.0 is one tick in ALPHA.PA)
DAILY_RATE, BAR_RATE = 0.05, 0.02  # memories of about 20 days and 50 bars
CLIP = 4.0  # one move counts at most four times the scale, so a wild bar cannot blind the check
RETURNS_AFTER, UNIT_RETURNS_AFTER = 2, 20
YOUNG = 3  # accepted bars below which the anchor itself may be the error


class PriceCheck:
    """The judgement for one series. Prices in, `None` (good) or the fault out; a good bar moves the anchor."""

    __slots__ = (
        "_accepted",
        "_anchor",
        "_daily",
        "_floor",
        "_overnight",
        "_rate",
        "_refused_count",
        "_refused_level",
        "_scale",
    )

    def __init__(self, interval: Interval) -> None:
        self._daily = interval == "1d"
        self._rate = DAILY_RATE if self._daily else BAR_RATE
        self._floor = FLOOR[interval]
        self._scale = DAILY_PRIOR if self._daily else 2.0 * self._floor / MULTIPLE
        self._overnight = DAILY_PRIOR
        self._anchor = 0.0
        self._accepted = 0
        self._refused_level = 0.0
        self._refused_count = 0

    @property
    def anchor(self) -> float:
        """The last good close, 0 before the first."""
        return self._anchor

    def allowed(self, bars_apart: int, new_session: bool) -> float:
        """The largest believable move, as a ratio less one, over `bars_apart` bars (or into a new session)."""
        if new_session and not self._daily:
            floor, scale = FLOOR["1d"], self._overnight
        else:
            floor, scale = self._floor, self._scale
        limit = MULTIPLE * scale if MULTIPLE * scale > floor else floor
        return limit if bars_apart <= 1 else limit * sqrt(bars_apart)

    def judge(self, high: float, low: float, close: float, bars_apart: int, new_session: bool) -> PriceFault | None:
        """Judge the next bar; all prices > 0 and `low <= close <= high`. `bars_apart`: 1 when nothing is missing between."""
        anchor = self._anchor
        if anchor == 0.0:
            self._anchor = close
            self._accepted = 1
            return None
        up, down = high / anchor, anchor / low
        move = (up if up > down else down) - 1.0
        if move > self._floor:  # what is below it is always allowed, and that is nearly every bar
            limit = self.allowed(bars_apart, new_session)
            if move > limit or move >= UNIT_MOVE:
                return self._refuse(high, low, close, move, limit)
        step = (close / anchor if close > anchor else anchor / close) - 1.0
        if new_session and not self._daily:
            self._overnight += DAILY_RATE * (_clipped(step, self._overnight, FLOOR["1d"]) - self._overnight)
        else:
            scale = self._scale
            if step >= CLIP * scale:
                step = _clipped(step, scale, self._floor)
            self._scale = scale + self._rate * (step - scale)
        self._anchor = close
        self._accepted += 1
        self._refused_count = 0
        return None

    def split(self, factor: float) -> None:
        """From the next bar on there are `factor` shares for one: the anchor follows."""
        self._anchor /= factor
        self._refused_level /= factor

    def _refuse(self, high: float, low: float, close: float, move: float, limit: float) -> PriceFault | None:
        level = self._refused_level
        again = self._refused_count > 0 and high <= level * (1.0 + limit) and low >= level / (1.0 + limit)
        self._refused_count = self._refused_count + 1 if again else 1
        self._refused_level = close
        unit = move >= UNIT_MOVE
        needed = UNIT_RETURNS_AFTER if unit and self._accepted >= YOUNG else RETURNS_AFTER
        if self._refused_count < needed:
            return "unit_error" if unit else "bad_print"
        self._anchor = close
        self._accepted = 1
        self._refused_count = 0
        return None


def _clipped(step: float, scale: float, floor: float) -> float:
    return min(step, max(CLIP * scale, floor / MULTIPLE))
