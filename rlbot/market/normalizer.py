"""The normalizer: model inputs on a common scale, learnt from what was seen before.

Mean and variance after Welford, one pair per input. A row is normalised with what earlier rows taught and only then
learnt from, so no row sees itself; in evaluation nothing is learnt. Its state travels with the policy.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import msgspec

CLIP = 5.0
LOWEST = -CLIP
# Below this spread an input is constant: scaling it would blow rounding errors up.
SMALLEST_SPREAD = 1e-9


class NormalizerState(msgspec.Struct, frozen=True):
    """What is saved; JSON and back gives the same bits. `names`: the inputs in order; `squares`: sums of squared distance."""

    names: tuple[str, ...]
    count: int
    mean: tuple[float, ...]
    squares: tuple[float, ...]


class Normalizer:
    """(x - mean) / spread, cut off at ±5, per input.

    `online`: whether rows still teach it. Not yet taught, it passes values through (cut off).
    """

    __slots__ = ("_count", "_mean", "_scale", "_squares", "names", "online")

    def __init__(self, names: Sequence[str], *, online: bool = False) -> None:
        self.names = tuple(names)
        self.online = online
        self._count = 0
        self._mean = [0.0] * len(self.names)
        self._squares = [0.0] * len(self.names)
        self._scale = [1.0] * len(self.names)

    @property
    def count(self) -> int:
        """Rows learnt from."""
        return self._count

    def normalised(self, inputs: Sequence[float]) -> list[float]:
        """One row [n] on the common scale; what is not a number becomes 0. Teaches nothing."""
        return [
            z if LOWEST <= (z := (x - mean) * scale) <= CLIP else CLIP if z > CLIP else LOWEST if z < LOWEST else 0.0
            for x, mean, scale in zip(inputs, self._mean, self._scale, strict=True)
        ]

    def learn(self, inputs: Sequence[float]) -> None:
        """Take one row [n] in, whether online or not: training calls this, evaluation never does."""
        self._count = count = self._count + 1
        mean, squares, scale = self._mean, self._squares, self._scale
        for k, x in enumerate(inputs):
            before = x - mean[k]
            mean[k] += before / count
            squares[k] += before * (x - mean[k])
            spread = math.sqrt(squares[k] / (count - 1)) if count > 1 else 0.0
            scale[k] = 1.0 / spread if spread > SMALLEST_SPREAD else 1.0

    def state(self) -> NormalizerState:
        """Everything it has learnt."""
        return NormalizerState(self.names, self._count, tuple(self._mean), tuple(self._squares))

    @classmethod
    def restored(cls, state: NormalizerState, *, online: bool = False) -> Normalizer:
        """The normalizer that `state` was taken from, to the last bit. Raises ValueError if its lengths disagree."""
        if not len(state.names) == len(state.mean) == len(state.squares):
            raise ValueError(f"normalizer state is damaged: {len(state.names)} names, {len(state.mean)} means")
        self = cls(state.names, online=online)
        self._count = state.count
        self._mean = list(state.mean)
        self._squares = list(state.squares)
        for k, squares in enumerate(self._squares):
            spread = math.sqrt(squares / (state.count - 1)) if state.count > 1 else 0.0
            self._scale[k] = 1.0 / spread if spread > SMALLEST_SPREAD else 1.0
        return self

    @classmethod
    def fitted(cls, names: Sequence[str], rows: Iterable[Sequence[float]], *, online: bool = False) -> Normalizer:
        """Taught by `rows` (each [n], raw inputs of the training range), then frozen unless `online`."""
        self = cls(names, online=online)
        for row in rows:
            self.learn(row)
        return self
