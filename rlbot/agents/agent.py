"""The Protocol every agent satisfies. An agent sees an observation and nothing else: no bus, clock, disk or config."""

from __future__ import annotations

from typing import Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


class Observation(msgspec.Struct, frozen=True, gc=False):
    """What an agent may know at the close of a bar.

    `vector`: float32 [n], normalised, market part first (features, then their short history), own history last.
    `features`: the same bar's features in natural units, in feature-set order (baselines and sentences read these).
    `weight`: present fraction of the sub-ledger in the asset. `bar_ns`: the bar's own timestamp.
    `exited`: a protective exit happened in this bar. `inputs`: the features as ratios and logs, before the normalizer cut them
    off (what a rationale shows; empty where nobody kept them). `equity`: of the sub-ledger, USD; 0 where nobody kept it.
    """

    vector: Vector
    features: tuple[float, ...]
    weight: float
    bar_ns: int
    close: float
    exited: bool = False
    inputs: tuple[float, ...] = ()
    equity: float = 0.0


class Decision(msgspec.Struct, frozen=True, gc=False):
    """What the agent wants. `hold_shares`: leave the shares alone, whatever their weight."""

    target_weight: float
    confidence: float
    hold_shares: bool = False
    output: tuple[float, ...] = ()


class Agent(Protocol):
    """Decides. The same observation and state always give the same decision."""

    @property
    def version(self) -> str:
        """Which model (or rule) decides; shown beside every decision."""
        ...

    def decide(self, observation: Observation) -> Decision:
        """One decision, a few microseconds."""
        ...
