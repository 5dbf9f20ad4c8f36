"""Companions: what stands beside the agent's own series. The last known value is carried until a newer one comes."""

from __future__ import annotations

import math

from rlbot.events.market import Bar
from rlbot.market.features.feature import Feature, decimal, percent, settled
from rlbot.market.indicators import EMA_STATE, ema_split, ema_step

UNDERLYING_LENGTH = 20
VIX_TYPICAL = 20.0  # long-run level, so that the input is near 0 in ordinary times


class Vix(Feature):
    """value: VIX (points). input: log(VIX / 20). Takes in VIX bars; who hands them over sees to their time."""

    __slots__ = ()
    label = "VIX"
    warm_up = 1
    step = 0.01
    lowest = 0.01

    def on_bar(self, bar: Bar) -> None:
        close = bar.close
        self.value = close
        self.input = self.input_of(close, close) if close > 0.0 else 0.0

    def number_of(self, input_: float, close: float) -> float:
        return VIX_TYPICAL * math.exp(input_)

    def input_of(self, number: float, close: float) -> float:
        return math.log(number / VIX_TYPICAL)


class Underlying(Feature):
    """value: what the underlying's close is above its EMA 20, in percent. input: the same as a ratio."""

    __slots__ = ("_state", "label")
    warm_up = settled(UNDERLYING_LENGTH, 1.0 - 2.0 / (UNDERLYING_LENGTH + 1.0))
    step = 1e-4
    lowest = -0.9999

    def __init__(self, symbol: str) -> None:
        super().__init__()
        self.label = f"{symbol} vs EMA_{UNDERLYING_LENGTH}"
        self._state = [0.0] * EMA_STATE

    def on_bar(self, bar: Bar) -> None:
        close = bar.close
        average = ema_step(self._state, close, UNDERLYING_LENGTH)
        self.input = close / average - 1.0 if average > 0.0 else 0.0
        self.value = 100.0 * self.input

    def on_split(self, factor: float) -> None:
        ema_split(self._state, factor)

    def shown(self, value: float, input_: float, close: float) -> tuple[float, str]:
        return input_, self.text(input_)

    def text(self, number: float, finer: int = 0) -> str:
        return percent(number, 2 + finer)


class Sentiment(Feature):
    """value and input: -1 (fear) to 1 (greed), 0 while unknown. Optional: never holds up a warm-up."""

    __slots__ = ("known",)
    label = "Sentiment"
    warm_up = 0
    step = 0.01
    lowest = -1.0
    highest = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.known = False

    def on_sentiment(self, value: float | None) -> None:
        """A score, or None once it is no longer known. Beyond -1..1 it is cut off: no text may shout louder."""
        self.known = value is not None and math.isfinite(value)
        self.value = self.input = min(max(value, -1.0), 1.0) if value is not None and self.known else 0.0

    def text(self, number: float, finer: int = 0) -> str:
        return decimal(number, 2 + finer, plus=True)


class SentimentKnown(Feature):
    """1 while `sentiment` is known, else 0: missing is not neutral."""

    __slots__ = ("_sentiment",)
    label = "Sentiment known"
    warm_up = 0

    def __init__(self, sentiment: Sentiment) -> None:
        super().__init__()
        self._sentiment = sentiment

    def follow(self) -> None:
        """Take over what the sentiment says now."""
        self.value = self.input = 1.0 if self._sentiment.known else 0.0

    def text(self, number: float, finer: int = 0) -> str:
        return "yes" if number else "no"
