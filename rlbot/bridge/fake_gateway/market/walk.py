"""A random walk that can be read at any second without walking there.

Lévy's construction: the value half-way between two known points is their mean plus a Gaussian whose variance is a quarter
of their distance. Each Gaussian is drawn from the seed and the second alone, so history asked for today and the bars streamed
tomorrow agree, on every machine. A first read costs up to 44 draws, its neighbours about one each.
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist
from zlib import crc32

SPAN = 1 << 22  # seconds between two fixed points: 48.5 days; so no price wanders off for good
_KEPT = 1 << 12  # points: an hour of what is streamed; more would not make history faster
_MASK = (1 << 64) - 1
_inverse = NormalDist().inv_cdf


def uniform(key: int) -> float:
    """A number in (0, 1) that belongs to `key`: the mixing step of SplitMix64 (Steele, Lea, Flood 2014)."""
    x = (key + 0x9E3779B97F4A7C15) & _MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _MASK
    return (((x ^ (x >> 31)) >> 11) + 0.5) / (1 << 53)


class Walk:
    """Standard Brownian motion in seconds (variance 1 a second), pinned to 0 at every multiple of `SPAN`."""

    def __init__(self, seed: str) -> None:
        self._key = crc32(seed.encode()) << 32
        self.at = lru_cache(maxsize=_KEPT)(self._at)

    def _at(self, second: int) -> float:
        offset = second % SPAN
        if offset == 0:
            return 0.0
        half = offset & -offset  # distance to the two points this one lies between
        mean = (self.at(second - half) + self.at(second + half)) / 2.0
        return mean + math.sqrt(half / 2.0) * _inverse(uniform(self._key ^ second))
