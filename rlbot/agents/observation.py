"""The observation: what an agent sees at the close of a bar, as one float32 vector.

Layout: the bar's normalised inputs, then those of each earlier bar (newest first), then the agent's own history. Live,
backtest and training all build it here; `market_matrix` is this builder run over history, so its rows have the same bits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from struct import Struct

import numpy as np
from numpy.typing import NDArray

from rlbot.agents.own_history import OWN_FEATURES, OWN_SIZE, own_features
from rlbot.market.normalizer import Normalizer

F32 = NDArray[np.float32]
ROOM = 512  # rows written before the ring is moved back to its end

from_bytes, float32 = np.frombuffer, np.float32


class ObservationBuilder:
    """Keeps the last `1 + history` normalised rows. `names`: of the inputs, in feature-set order."""

    __slots__ = ("_at", "_names", "_normalizer", "_own", "_pack_own", "_pack_row", "_ring", "_row", "market_size", "size")

    def __init__(self, names: Sequence[str], history: int, normalizer: Normalizer) -> None:
        if tuple(names) != normalizer.names:
            raise ValueError(f"the normalizer was taught {normalizer.names}, but the features are {tuple(names)}")
        lags = [name if lag == 0 else f"{name}_lag{lag}" for lag in range(history + 1) for name in names]
        self._names = (*lags, *OWN_FEATURES)
        self._normalizer = normalizer
        self._row = len(names)
        self.market_size = self._row * (1 + history)
        self.size = self.market_size + OWN_SIZE
        # Rows are written downwards, so the newest and those before it lie side by side in reading order: one slice.
        # They lie as bytes: `struct` packs a short list in a third of the time that NumPy takes to assign it.
        self._ring = bytearray(4 * (self.market_size + ROOM * self._row))
        self._at = len(self._ring) - 4 * self.market_size
        self._own = [0.0] * OWN_SIZE
        self._pack_row = Struct(f"{self._row}f").pack_into
        self._pack_own = Struct(f"{OWN_SIZE}f").pack

    def names(self) -> tuple[str, ...]:
        """One name per element of the vector: `rsi`, ..., `rsi_lag1`, ..., `own_weight`, ..."""
        return self._names

    def push(self, inputs: Sequence[float], warm: bool = True) -> None:
        """The inputs of the newest bar, warm-up included; earlier ones move back by one lag.

        An online normalizer then learns from them, but only once they are `warm`.
        """
        at = self._at - 4 * self._row
        if at < 0:
            kept = 4 * self.market_size
            at = len(self._ring) - kept
            self._ring[at:] = self._ring[:kept]
            at -= 4 * self._row
        self._at = at
        normalizer = self._normalizer
        self._pack_row(self._ring, at, *normalizer.normalised(inputs))
        if normalizer.online and warm:
            normalizer.learn(inputs)

    def market_row(self) -> F32:
        """The market part, float32 [(1 + history) * n], zeros where there was no bar yet. A copy."""
        return np.frombuffer(self._ring[self._at : self._at + 4 * self.market_size], np.float32)

    def observe(self, own: list[float], weight: float, unrealised: float, equity: float) -> F32:
        """The whole vector, float32 [size]. `own`: state row of `own_history`; the rest as `own_features` takes it."""
        at = self._at
        own_features(own, self._own, 0, weight, unrealised, equity)
        return from_bytes(self._ring[at : at + 4 * self.market_size] + self._pack_own(*self._own), float32)


def market_matrix(rows: Iterable[Sequence[float]], history: int, normalizer: Normalizer) -> F32:
    """Market parts for a whole history, float32 [T, (1 + history) * n]. `rows`: raw inputs bar by bar, warm-up included."""
    builder = ObservationBuilder(normalizer.names, history, normalizer)
    out: list[F32] = []
    for inputs in rows:
        builder.push(inputs)
        out.append(builder.market_row())
    return np.stack(out) if out else np.zeros((0, builder.market_size), np.float32)
