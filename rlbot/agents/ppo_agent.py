"""PPO over five target weights, from the lowest allowed to the highest: the stock agent's algorithm, whole, without torch.

The network maps an observation to one logit per target weight; the largest decides. Training (`rlbot/training/`) reads the
defaults, the live process runs the exported arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp

from rlbot.agents.agent import Decision, Observation, Vector

ALGORITHM = "ppo"
HIDDEN = (64, 64)
ACTIVATION = "tanh"  # smooth, so integrated gradients are complete to 1e-13 (ReLU: 6e-2)
ACTIONS = 5  # flat, a quarter, half, three quarters, full (long-only with max_weight 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PpoDefaults:
    """Hyperparameters of a training run; an agent's file may override each in [training.hyperparameters]."""

    envs: int = 256  # accounts trained side by side
    rollout: int = 16_384  # steps collected between updates, over all accounts
    batch: int = 4_096  # samples a gradient step; large batches use one core best
    epochs: int = 10  # passes over a rollout
    learning_rate: float = 6e-4  # Adam; 1e-3 learns the past by heart sooner, 3e-4 needs more steps to stay out of dear markets
    gamma: float = 0.9  # a daily weight earns its keep within days, so credit is short
    gae_lambda: float = 0.9  # bias against variance of the advantage
    clip: float = 0.2  # how far one update may move the policy
    entropy: float = 0.002  # keeps trying other weights
    value: float = 0.5  # weight of the critic's loss
    gradient_norm: float = 0.5  # gradients are cut to this norm
    flat_prior: float = 1.0  # head start of the flat action's logit; without it a costly market settles on some constant weight
    reward_scale: float = 100.0  # daily log returns are about 1e-2; the critic learns at 1


# name: (kind, low, high) or ("choice", values); widened from the zoo's ranges towards short credit.
SEARCH_SPACE: dict[str, tuple[str, float, float] | tuple[str, tuple[int | float, ...]]] = {
    "learning_rate": ("log", 1e-4, 3e-3),
    "gamma": ("one_minus_log", 1e-3, 0.3),
    "gae_lambda": ("one_minus_log", 1e-3, 0.3),
    "entropy": ("log", 1e-5, 0.03),
    "clip": ("choice", (0.1, 0.2, 0.3, 0.4)),
    "epochs": ("choice", (5, 10, 20)),
    "batch": ("choice", (1_024, 2_048, 4_096)),
}


def weight_of(action: float, lowest: float, highest: float) -> float:
    """Target weight of action 0..4: evenly spaced from `lowest` to `highest`. A kernel: also compiled for training."""
    return lowest + (highest - lowest) * action / 4.0


def target_weights(lowest: float, highest: float) -> tuple[float, ...]:
    """All five, in the order of the actions."""
    return tuple(weight_of(float(k), lowest, highest) for k in range(ACTIONS))


def probabilities(logits: Sequence[float]) -> tuple[float, ...]:
    """Softmax of the five logits, written out: 0.5 µs instead of 1.1 at every decision."""
    top = max(logits)
    a, b, c, d, e = logits
    a, b, c, d, e = exp(a - top), exp(b - top), exp(c - top), exp(d - top), exp(e - top)
    total = a + b + c + d + e
    return a / total, b / total, c / total, d / total, e / total


def confidence_of(output: tuple[float, ...]) -> float:
    """Decisiveness 0..1: the chosen action's probability minus the runner-up's. Not a probability of profit."""
    ranked = sorted(output)
    return ranked[-1] - ranked[-2]


class PpoAgent:
    """Decides by the exported network: `network` maps an observation, float32 [n], to five logits (`Policy.output`)."""

    __slots__ = ("_network", "_version", "_weights")

    def __init__(self, network: Callable[[Vector], Sequence[float]], version: str, lowest: float, highest: float) -> None:
        self._network = network
        self._version = version
        self._weights = target_weights(lowest, highest)

    @property
    def version(self) -> str:
        """The trained version's name."""
        return self._version

    def decide(self, observation: Observation) -> Decision:
        """The most probable target weight; of equal ones the lowest."""
        output = probabilities(self._network(observation.vector))
        return Decision(self._weights[output.index(max(output))], confidence_of(output), output=output)
