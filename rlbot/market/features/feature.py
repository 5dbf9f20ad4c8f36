"""What every feature is: an incremental object with a declared warm-up, one natural value and one model input."""

from __future__ import annotations

import math

from rlbot.events.base import Interval
from rlbot.events.market import Bar
from rlbot.market.indicators import warm_up_bars

VIX = "VIX"
MINUS = "\N{MINUS SIGN}"
THIN = "\N{THIN SPACE}"
# What came before a declared warm-up may weigh so little: a tenth of the 1e-6 that is promised, because a seed after a
# crash can be several times the level it decays to.
RESIDUE = 1e-7


class Feature:
    """One number of the market, as of the last finished bar.

    `value`: in natural units (a level, an index, a count). `input`: what a model sees, a ratio or a logarithm of the order of
    1 or below, not yet normalised. `warm_up`: bars of its series until a longer history changes its value by less than 1e-6
    (relative). How many it has seen, and when they became known, the feature set keeps.

    What a person reads (`shown`) is a number in units of `step`, its last digit; `lowest`, `highest`: what it can be at all.
    A `step` of 0: nothing to put another number in place of.
    """

    __slots__ = ("input", "value")

    label: str = ""
    warm_up: int = 1
    step: float = 0.0
    lowest: float = -math.inf
    highest: float = math.inf

    def __init__(self) -> None:
        self.value = 0.0
        self.input = 0.0

    def on_bar(self, bar: Bar) -> None:
        """A finished bar of its series."""

    def on_split(self, factor: float) -> None:
        """Each share of the feature's series became `factor` shares."""

    def shown(self, value: float, input_: float, close: float) -> tuple[float, str]:
        """What a person reads: a number and its text. `close`: of the bar that gave `value` and `input_`."""
        return value, self.text(value)

    def text(self, number: float, finer: int = 0) -> str:
        """The number as it is read, `finer` digits beyond the usual."""
        return decimal(number, 2 + finer)

    def number_of(self, input_: float, close: float) -> float:
        """The number that a model input stands for, at this close (USD)."""
        return input_

    def input_of(self, number: float, close: float) -> float:
        """The other way round."""
        return number


def settled(length: int, decay: float) -> int:
    """Warm-up of an average over `length` bars that keeps `decay` of itself a bar."""
    return warm_up_bars(length, decay, RESIDUE)


def decimal(x: float, digits: int = 2, plus: bool = False) -> str:
    """Fixed decimals with a true minus; `plus` for changes."""
    text = f"{abs(x):,.{digits}f}"
    if not text.strip("0.,"):
        return text
    return (MINUS if x < 0.0 else "+" if plus else "") + text


def percent(fraction: float, digits: int = 2, plus: bool = True) -> str:
    """`0.0023` -> `+0.23 %`, with a thin space before the unit."""
    return f"{decimal(100.0 * fraction, digits, plus)}{THIN}%"


BARS_PER_YEAR: dict[Interval, float] = {"1m": 252.0 * 390.0, "5m": 252.0 * 78.0, "15m": 252.0 * 26.0, "1d": 252.0}
