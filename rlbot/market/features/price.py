"""Price: the close, seen as its log return; and how much such returns have moved of late."""

from __future__ import annotations

import math

from rlbot.events.base import Interval
from rlbot.events.market import Bar
from rlbot.market.features.feature import BARS_PER_YEAR, Feature, percent


class Price(Feature):
    """value: close (USD, as traded). input: log return since the last bar's close."""

    __slots__ = ("_last",)
    label = "Return"
    warm_up = 2
    step = 1e-4
    lowest = -0.9999

    def __init__(self) -> None:
        super().__init__()
        self._last = 0.0

    def on_bar(self, bar: Bar) -> None:
        close = bar.close
        last = self._last
        self.input = math.log(close / last) if last > 0.0 and close > 0.0 else 0.0
        self.value = self._last = close

    def on_split(self, factor: float) -> None:
        self._last /= factor

    def shown(self, value: float, input_: float, close: float) -> tuple[float, str]:
        change = self.number_of(input_, close)
        return change, self.text(change)

    def text(self, number: float, finer: int = 0) -> str:
        return percent(number, 2 + finer)

    def number_of(self, input_: float, close: float) -> float:
        return math.expm1(input_)

    def input_of(self, number: float, close: float) -> float:
        return math.log1p(number)


class Volatility(Feature):
    """value: root mean square of the last 20 log returns, annualised (0.2 = 20 %). input: its log ratio to 20 %."""

    __slots__ = ("_at", "_last", "_per_year", "_squares")
    label = "Volatility, 20 bars"
    warm_up = 21
    step = 1e-3
    lowest = 0.0
    LENGTH = 20
    FLOOR = 1e-4

    def __init__(self, interval: Interval) -> None:
        super().__init__()
        self._per_year = BARS_PER_YEAR[interval]
        self._last = 0.0
        self._at = 0
        self._squares = [0.0] * self.LENGTH

    def on_bar(self, bar: Bar) -> None:
        close = bar.close
        last = self._last
        if last > 0.0 and close > 0.0:
            ret = math.log(close / last)
            self._squares[self._at] = ret * ret
            self._at = (self._at + 1) % self.LENGTH
            # fsum: exact, so the order in which the ring happens to lie does not matter
            self.value = math.sqrt(math.fsum(self._squares) / self.LENGTH * self._per_year)
            self.input = math.log(max(self.value, self.FLOOR) / 0.2)
        self._last = close

    def on_split(self, factor: float) -> None:
        self._last /= factor

    def text(self, number: float, finer: int = 0) -> str:
        return percent(number, 1 + finer, plus=False)

    def number_of(self, input_: float, close: float) -> float:
        return 0.2 * math.exp(input_)

    def input_of(self, number: float, close: float) -> float:
        return math.log(max(number, self.FLOOR) / 0.2)
