"""The observation: what an agent sees at the close of a bar, as one float32 vector.

Layout: the bar's normalised inputs, then those of each earlier bar (newest first), then the agent's own history. Live,
backtest and training all build it here; `market_matrix` is this builder run over history, so its rows have the same bits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from rlbot.agents.own_history import OWN_FEATURES, OWN_SIZE, own_features
from rlbot.market.normalizer import Normalizer

F32 = NDArray[np.float32]
ROOM = 512  # rows written before the ring is moved back to its end


class ObservationBuilder:
    """Keeps the last `1 + history` normalised rows. `names`: of the inputs, in feature-set order."""

    __slots__ = ("_at", "_names", "_normalizer", "_own", "_ring", "_row", "_width", "market_size", "size")

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
        self._ring: F32 = np.zeros(self.market_size + ROOM * self._row, np.float32)
        self._at = len(self._ring) - self.market_size
        self._own = [0.0] * OWN_SIZE

    def names(self) -> tuple[str, ...]:
        """One name per element of the vector: `rsi`, ..., `rsi_lag1`, ..., `own_weight`, ..."""
        return self._names

    def push(self, inputs: Sequence[float], warm: bool = True) -> None:
        """The inputs of the newest bar, warm-up included; earlier ones move back by one lag.

        An online normalizer then learns from them, but only once they are `warm`.
        """
        at = self._at - self._row
        if at < 0:
            at = len(self._ring) - self.market_size
            self._ring[at:] = self._ring[: self.market_size].copy()
            at -= self._row
        self._at = at
        normalizer = self._normalizer
        self._ring[at : at + self._row] = normalizer.normalised(inputs)
        if normalizer.online and warm:
            normalizer.learn(inputs)

    def market_row(self) -> F32:
        """The market part, float32 [(1 + history) * n], zeros where there was no bar yet. A copy."""
        return self._ring[self._at : self._at + self.market_size].copy()

    def observe(self, own: list[float], weight: float, unrealised: float, equity: float) -> F32:
        """The whole vector, float32 [size]. `own`: state row of `own_history`; the rest as `own_features` takes it."""
        market = self.market_size
        vector = np.empty(self.size, np.float32)
        vector[:market] = self._ring[self._at : self._at + market]
        own_features(own, self._own, 0, weight, unrealised, equity)
        vector[market:] = self._own
        return vector


def market_matrix(rows: Iterable[Sequence[float]], history: int, normalizer: Normalizer) -> F32:
    """Market parts for a whole history, float32 [T, (1 + history) * n]. `rows`: raw inputs bar by bar, warm-up included."""
    builder = ObservationBuilder(normalizer.names, history, normalizer)
    out: list[F32] = []
    for inputs in rows:
        builder.push(inputs)
        out.append(builder.market_row())
    return np.stack(out) if out else np.zeros((0, builder.market_size), np.float32)
