"""Momentum: RSI and MACD of the close."""

from __future__ import annotations

from rlbot.events.market import Bar
from rlbot.market.features.feature import Feature, decimal, settled
from rlbot.market.indicators import (
    MACD_SIGNAL,
    MACD_SLOW,
    MACD_STATE,
    RSI_STATE,
    macd_histogram,
    macd_split,
    macd_step,
    reset_rsi,
    rsi_split,
    rsi_step,
)

RSI_LENGTH = 14


class Rsi(Feature):
    """value: RSI 14, 0..100. input: RSI / 50 - 1, so -1..1."""

    __slots__ = ("_state",)
    label = "RSI 14"
    warm_up = settled(RSI_LENGTH + 1, 1.0 - 1.0 / RSI_LENGTH)
    step = 0.1
    lowest = 0.0
    highest = 100.0

    def __init__(self) -> None:
        super().__init__()
        self._state = [0.0] * RSI_STATE
        reset_rsi(self._state)

    def on_bar(self, bar: Bar) -> None:
        self.value = rsi = rsi_step(self._state, bar.close, RSI_LENGTH)
        self.input = rsi * 0.02 - 1.0

    def on_split(self, factor: float) -> None:
        rsi_split(self._state, factor)

    def text(self, number: float, finer: int = 0) -> str:
        return decimal(number, 1 + finer)

    def number_of(self, input_: float, close: float) -> float:
        return 50.0 * (input_ + 1.0)

    def input_of(self, number: float, close: float) -> float:
        return number * 0.02 - 1.0


class Macd(Feature):
    """value: MACD 12/26 line (USD). input: histogram (line - EMA 9 of it) / close."""

    __slots__ = ("_state",)
    label = "MACD histogram"
    # The histogram is a small difference of large averages: the past must weigh a hundred times less than elsewhere.
    warm_up = settled(MACD_SLOW, 1.0 - 2.0 / (MACD_SLOW + 1.0)) + MACD_SIGNAL + 60
    step = 0.001

    def __init__(self) -> None:
        super().__init__()
        self._state = [0.0] * MACD_STATE

    def on_bar(self, bar: Bar) -> None:
        close = bar.close
        self.value = line = macd_step(self._state, close)
        self.input = macd_histogram(self._state, line) / close if close > 0.0 else 0.0

    def on_split(self, factor: float) -> None:
        macd_split(self._state, factor)

    def shown(self, value: float, input_: float, close: float) -> tuple[float, str]:
        histogram = self.number_of(input_, close)
        return histogram, self.text(histogram)

    def text(self, number: float, finer: int = 0) -> str:
        return decimal(number, 3 + finer)

    def number_of(self, input_: float, close: float) -> float:
        return input_ * close

    def input_of(self, number: float, close: float) -> float:
        return number / close if close > 0.0 else 0.0
