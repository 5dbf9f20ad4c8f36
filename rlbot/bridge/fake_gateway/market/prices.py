"""Prices of the fake market at any second: quotes and bars, from one common factor and one walk of its own per instrument."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from rlbot.bridge.fake_gateway.market.hours import BAR_S
from rlbot.bridge.fake_gateway.market.instruments import INSTRUMENTS, Instrument
from rlbot.bridge.fake_gateway.market.walk import Walk, uniform

YEAR_S = 252 * 23_400  # trading seconds; the path moves at this pace whatever the hour
FACTOR_VOLATILITY = 0.16  # a year, of the common factor
HALF_SPREAD = 0.0001  # of the price, at least half a tick


@dataclass(frozen=True)
class Quote:
    """Prices in USD; sizes in shares."""

    bid: float
    ask: float
    last: float
    bid_size: int
    ask_size: int
    last_size: int


@dataclass(frozen=True)
class PriceBar:
    """`start`: UTC seconds of its first instant. Volume in shares; `count` trades."""

    start: int
    open: float
    high: float
    low: float
    close: float
    volume: int
    wap: float
    count: int


class Prices:
    """Everything is a function of the seed and the second."""

    def __init__(self, seed: int) -> None:
        self._factor = Walk(f"{seed}/factor")
        self._own = {i.symbol: Walk(f"{seed}/{i.symbol}") for i in INSTRUMENTS}
        self.last = lru_cache(maxsize=4_096)(self._last)
        self.quote = lru_cache(maxsize=256)(self._quote)

    def _last(self, instrument: Instrument, second: int) -> float:
        """The last trade at the start of `second`, on the instrument's grid of prices."""
        unit = 1.0 / math.sqrt(YEAR_S)
        move = instrument.beta * FACTOR_VOLATILITY * self._factor.at(second) + instrument.volatility * self._own[
            instrument.symbol
        ].at(second)
        return max(self._grid(instrument, instrument.price * math.exp(move * unit)), instrument.min_tick)

    def _quote(self, instrument: Instrument, second: int) -> Quote:
        """Bid below last below ask."""
        last = self.last(instrument, second)
        half = max(self._grid(instrument, last * HALF_SPREAD), instrument.min_tick)
        key = instrument.con_id << 40 ^ second << 2
        sizes = [int(instrument.tradable) * 100 * int(1 + 20 * uniform(key + side)) for side in range(3)]
        return Quote(self._grid(instrument, last - half), self._grid(instrument, last + half), last, *sizes)

    def bar(self, instrument: Instrument, start: int, length: int = BAR_S, step: int = 1) -> PriceBar:
        """The bar over [start, start + length) seconds, looked at every `step` seconds; opens where the one before closed."""
        path = [self.last(instrument, second) for second in range(start, start + length + 1, step)]
        volume = round(instrument.volume * length * (0.5 + uniform(instrument.con_id << 40 ^ start << 2 ^ 3)))
        wap = round(sum(path) / len(path), 4)
        return PriceBar(start, path[0], max(path), min(path), path[-1], volume, wap, max(1, volume // 150) if volume else 0)

    @staticmethod
    def _grid(instrument: Instrument, price: float) -> float:
        return round(round(price / instrument.min_tick) * instrument.min_tick, 2)
