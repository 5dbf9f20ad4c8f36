"""Random policies, and observations to feed them: plausible in scale, meaningless in content."""

from __future__ import annotations

import itertools
import math

import numpy as np

from rlbot.agents.agent import Observation
from rlbot.agents.layout import Layout
from rlbot.agents.policy import F32, Kind, PolicyArrays
from rlbot.agents.policy_file import typical_distance
from rlbot.events.agent import DecisionMade
from rlbot.market.features.feature_set import FeatureSet
from rlbot.market.normalizer import Normalizer

NAMES = ("price", "volume", "rsi", "macd", "ema_10", "ema_50", "vix")
SPREADS = np.array([0.01, 0.3, 0.3, 0.005, 0.02, 0.05, 0.3])
HISTORY = 3
CLOSE = 170.0


def normalizer(seed: int = 0) -> Normalizer:
    """Taught by 200 rows of noise of each feature's usual size."""
    rows = np.random.default_rng(seed).normal(size=(200, len(NAMES))) * SPREADS
    return Normalizer.fitted(NAMES, rows.tolist())


def layout() -> Layout:
    """Seven features, three earlier bars, own history: 39 inputs."""
    return Layout(FeatureSet(NAMES, "AAPL", "1d"), HISTORY, normalizer())


SIZE = layout().size


def arrays(kind: Kind = "ppo", seed: int = 0, steepness: float = 1.0, size: int = SIZE) -> PolicyArrays:
    """A random [64, 64] network; `steepness` multiplies its weights."""
    rng = np.random.default_rng(seed)
    widths = [size, 64, 64, 5 if kind == "ppo" else 2]
    layers = tuple(
        (
            (steepness * rng.normal(size=(after, before)) / math.sqrt(before)).astype(np.float32),
            (0.1 * rng.normal(size=after)).astype(np.float32),
        )
        for before, after in itertools.pairwise(widths)
    )
    reference = rng.normal(size=(64, size)).astype(np.float32)
    return PolicyArrays(kind, layers, np.zeros(size, np.float32), reference, typical_distance(reference))


def vector(seed: int, size: int = SIZE) -> F32:
    """A normalised observation, inside the normalizer's cut-off; own weight 0..1."""
    row = np.clip(np.random.default_rng(seed).normal(size=size), -5.0, 5.0).astype(np.float32)
    if size == SIZE:
        row[len(NAMES) * (HISTORY + 1) :] = np.abs(row[len(NAMES) * (HISTORY + 1) :]) / 5.0
    return row


def observation(seed: int) -> Observation:
    """The vector with natural values that agree with it."""
    row, shape = vector(seed), layout()
    inputs = [shape.input_of(k, float(row[k])) for k in range(len(NAMES))]
    values = (
        CLOSE,
        1e6 * math.exp(inputs[1]),
        50.0 * (inputs[2] + 1.0),
        1.0,
        CLOSE / (1.0 + inputs[4]),
        CLOSE / (1.0 + inputs[5]),
        20.0 * math.exp(inputs[6]),
    )
    return Observation(row, values, float(row[shape.groups[-2].columns[0]]), 86_400 * 10**9 * seed, CLOSE)


def made(target: float, seen: Observation, band: float = 0.05, confidence: float = 0.5) -> DecisionMade:
    """The event of a decision for `target` (no whole-share rounding)."""
    gap = target - seen.weight
    hold = target == seen.weight or (target != 0.0 and abs(gap) < band)
    return DecisionMade(
        ts_ns=seen.bar_ns,
        agent_id="ppo_stock",
        decision_id="ppo_stock-1",
        symbol="AAPL",
        bar_ns=seen.bar_ns,
        close=seen.close,
        action="hold" if hold else "buy" if gap > 0.0 else "sell",
        target_weight=target,
        current_weight=seen.weight,
        confidence=confidence,
    )
