"""A market that can be solved: a two-state regime whose sign tells the next bar's mean return."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rlbot.settings.agent import AgentSettings
from rlbot.training import step_kernel as k
from rlbot.training.setup import setup_vector
from rlbot.training.world import World, make_world
from tests.training.worlds import bars_of, settings

EDGE, NOISE, STAY = 0.006, 0.006, 0.85  # mean return by regime, its noise, how likely the regime stays
DECAY = 4e-4  # a bar, in logs: more than the half variance by which mean returns exceed mean logs
WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0)


def toy_settings(algorithm: str, spread_bps: float) -> AgentSettings:
    """No protection, no band, no volatility penalty; costs are the spread alone (and IBKR's cents)."""
    return settings(
        algorithm,
        budget=1_000_000.0,
        costs={"spread_bps": spread_bps},
        limits={},
        reward={"drawdown_penalty": 0.0, "volatility_penalty": 0.0, "episode_bars": 128, "sharpe_rate": 0.004},
        training={"cost_range": (1.0, 1.0)},
    )


def toy_world(chosen: AgentSettings, seed: int, count: int = 4_000) -> tuple[World, NDArray[np.int64]]:
    """The world and its regimes, int [T]: 1 means that the next bar's mean return is up."""
    rng = np.random.default_rng(seed)
    regime = np.zeros(count, np.int64)
    for t in range(1, count):
        regime[t] = regime[t - 1] if rng.random() < STAY else 1 - regime[t - 1]
    means = np.where(regime == 1, EDGE, -EDGE)
    logs = np.log1p(np.concatenate(([0.0], means[:-1] + NOISE * rng.standard_normal(count - 1))))
    returns = np.expm1(logs - logs.mean() - DECAY)  # no luck in the draw: who buys and holds loses, by either reward
    signal = (2.0 * regime - 1.0).astype(np.float32)
    rows = np.stack([signal, rng.standard_normal(count).astype(np.float32)], axis=1)
    return make_world(bars_of(returns), rows, setup_vector(chosen)), regime


def oracle(half_spread: float, gamma: float = 0.99) -> NDArray[np.float64]:
    """Best weight by (regime, weight held), [2, 5]: value iteration on the expected log growth, costs included."""
    growth = np.array([[np.log1p(w * m) - 0.5 * (w * NOISE) ** 2 for w in WEIGHTS] for m in (-EDGE, EDGE)])
    cost = half_spread * np.abs(np.subtract.outer(WEIGHTS, WEIGHTS))  # [held, next]
    chain = np.array([[STAY, 1.0 - STAY], [1.0 - STAY, STAY]])
    value = np.zeros((2, 5))
    quality = np.zeros((2, 5, 5))
    for _ in range(2_000):
        ahead = chain @ value  # [regime, next weight]
        quality = growth[:, None, :] - cost[None] + gamma * ahead[:, None, :]
        value = quality.max(axis=2)
    return np.asarray(np.take(WEIGHTS, quality.argmax(axis=2)), np.float64)


def half_spread(world: World) -> float:
    """Cost of trading the whole equity once, as a fraction."""
    return float(world.setup[k.HALF_SPREAD])
