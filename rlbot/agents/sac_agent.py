"""SAC over one continuous target weight: the leveraged ETF agent's algorithm, whole, without torch.

The network maps an observation to the mean and log spread of a Gaussian; tanh of the mean is the action in (-1, 1), which
is stretched a little beyond the allowed weights, so that exactly flat and exactly full are within reach.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rlbot.agents.agent import Decision, Observation, Vector

ALGORITHM = "sac"
HIDDEN = (64, 64)
ACTIVATION = "tanh"  # SB3's default ReLU would break the completeness of integrated gradients
STRETCH = 1.2  # |action| >= 1 / 1.2 is exactly flat or full (tanh reaches it at a mean of 1.2)
FLAT_ZONE = 0.05  # where shorts are allowed, weights this near 0 (as a fraction of the range) are exactly flat
LOG_SPREAD = (-20.0, 2.0)  # SB3 clips the log spread to this


@dataclass(frozen=True, slots=True, kw_only=True)
class SacDefaults:
    """Hyperparameters of a training run; an agent's file may override each in [training.hyperparameters]."""

    envs: int = 64  # accounts stepped side by side
    gradient_steps: int = 1  # updates a vector step (64 environment steps); the accounts are alike, so few suffice
    batch: int = 256  # samples a gradient step
    buffer: int = 200_000  # transitions remembered
    learning_starts: int = 6_400  # random steps before the first update
    learning_rate: float = 1e-3  # Adam, actor, critics and temperature
    gamma: float = 0.9  # a daily weight earns its keep within days, so credit is short
    tau: float = 0.01  # how fast the target critics follow
    target_entropy: float = -2.5  # of one action; lower is more decided (SB3's own choice would be -1)
    initial_temperature: float = 0.05  # weight of entropy at the start, then learned
    reward_scale: float = 0.4  # of the reward over its `sharpe_rate`, which is of the order of 1


# name: (kind, low, high) or ("choice", values).
SEARCH_SPACE: dict[str, tuple[str, float, float] | tuple[str, tuple[int | float, ...]]] = {
    "learning_rate": ("log", 1e-4, 3e-3),
    "gamma": ("one_minus_log", 1e-3, 0.3),
    "tau": ("log", 2e-3, 5e-2),
    "batch": ("choice", (256, 512)),
    "gradient_steps": ("choice", (1, 2, 4)),
    "target_entropy": ("linear", -4.0, -0.5),
}


def weight_of(action: float, lowest: float, highest: float) -> float:
    """Target weight of an action in -1..1. A kernel: also compiled for training."""
    share = 0.5 + 0.5 * STRETCH * action
    if share <= 0.0:
        return lowest
    if share >= 1.0:
        return highest
    weight = lowest + (highest - lowest) * share
    if lowest < 0.0 and abs(weight) < FLAT_ZONE * (highest - lowest):
        return 0.0
    return weight


def confidence_of(output: tuple[float, ...]) -> float:
    """Decisiveness 0..1 from (mean, spread) before tanh: 1 - the action's spread over that of a uniform one (0.577)."""
    mean, spread = output
    squash = 1.0 - math.tanh(mean) ** 2
    doubt = spread * squash / 0.5773502691896258
    return 1.0 - doubt if doubt < 1.0 else 0.0


class SacAgent:
    """Decides by the exported network: `network` maps an observation, float32 [n], to mean and log spread."""

    __slots__ = ("_highest", "_lowest", "_network", "_version")

    def __init__(self, network: Callable[[Vector], Sequence[float]], version: str, lowest: float, highest: float) -> None:
        self._network = network
        self._version = version
        self._lowest = lowest
        self._highest = highest

    @property
    def version(self) -> str:
        """The trained version's name."""
        return self._version

    def decide(self, observation: Observation) -> Decision:
        """The weight of the mean action (no exploration)."""
        mean, log_spread = self._network(observation.vector)
        spread = math.exp(min(max(log_spread, LOG_SPREAD[0]), LOG_SPREAD[1]))
        output = (mean, spread)
        return Decision(weight_of(math.tanh(mean), self._lowest, self._highest), confidence_of(output), output=output)
