"""Trend: where the close stands against its exponential averages."""

from __future__ import annotations

from rlbot.events.market import Bar
from rlbot.market.features.feature import Feature, percent, settled
from rlbot.market.indicators import EMA_STATE, ema_split, ema_step


class Ema(Feature):
    """value: EMA of the close (USD). input: close / EMA - 1."""

    __slots__ = ("_length", "_state", "label", "warm_up")
    step = 1e-4
    lowest = -0.9999

    def __init__(self, length: int) -> None:
        super().__init__()
        self._length = length
        self._state = [0.0] * EMA_STATE
        self.label = f"Price vs EMA_{length}"
        self.warm_up = settled(length, 1.0 - 2.0 / (length + 1.0))

    def on_bar(self, bar: Bar) -> None:
        close = bar.close
        self.value = average = ema_step(self._state, close, self._length)
        self.input = close / average - 1.0 if average > 0.0 else 0.0

    def on_split(self, factor: float) -> None:
        ema_split(self._state, factor)

    def shown(self, value: float, input_: float, close: float) -> tuple[float, str]:
        return input_, self.text(input_)

    def text(self, number: float, finer: int = 0) -> str:
        return percent(number, 2 + finer)
