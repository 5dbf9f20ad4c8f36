"""Volume: shares traded, seen against their own average."""

from __future__ import annotations

import math

from rlbot.events.market import Bar
from rlbot.market.features.feature import Feature, decimal, settled
from rlbot.market.indicators import EMA_STATE, VALUE, ema_step

LENGTH = 20
# A bar without trades must not be minus infinity: it counts as 1 % of the average.
FLOOR = 0.01


class Volume(Feature):
    """value: shares. input: log of volume / EMA 20 of volume (this bar included); 0 where a series has no volume."""

    __slots__ = ("_average",)
    label = "Volume"
    warm_up = settled(LENGTH, 1.0 - 2.0 / (LENGTH + 1.0))
    step = 0.01
    lowest = 0.0

    def __init__(self) -> None:
        super().__init__()
        self._average = [0.0] * EMA_STATE

    def on_bar(self, bar: Bar) -> None:
        volume = bar.volume
        average = ema_step(self._average, volume, LENGTH)
        self.value = volume
        self.input = math.log(volume / average + FLOOR) if average > 0.0 and volume >= 0.0 else 0.0

    def on_split(self, factor: float) -> None:
        self._average[VALUE] *= factor

    def shown(self, value: float, input_: float, close: float) -> tuple[float, str]:
        ratio = self.number_of(input_, close)
        return ratio, self.text(ratio)

    def text(self, number: float, finer: int = 0) -> str:
        return f"{decimal(number, 2 + finer)} \N{MULTIPLICATION SIGN} its average"

    def number_of(self, input_: float, close: float) -> float:
        return max(math.exp(input_) - FLOOR, 0.0)

    def input_of(self, number: float, close: float) -> float:
        return math.log(number + FLOOR)
