"""PPO and SAC over the NumPy policy: builds the agents of `ppo_agent.py` and `sac_agent.py` from exported arrays.

Decisiveness, shown as confidence: PPO the chosen weight's probability minus the runner-up's (`ppo_agent.confidence_of`);
SAC `sac_decisiveness` below, which also knows how far the no-trade band is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import atanh, erf, exp, inf, sqrt, tanh

from rlbot.agents import ppo_agent, sac_agent
from rlbot.agents.agent import Agent, Decision, Observation
from rlbot.agents.policy import Policy, PolicyArrays
from rlbot.settings.agent import LimitSettings

ROOT_2 = sqrt(2.0)


def weight_range(limits: LimitSettings) -> tuple[float, float]:
    """Lowest and highest weight the limits allow: 0..max_weight, or symmetric where shorts are allowed."""
    return (-limits.max_weight if limits.allow_short else 0.0), limits.max_weight


def learned_agent(policy: Policy, version: str, limits: LimitSettings) -> Agent:
    """The agent of the policy's kind."""
    lowest, highest = weight_range(limits)
    if policy.arrays.kind == "ppo":
        return ppo_agent.PpoAgent(policy.output, version, lowest, highest)
    return BandedSacAgent(policy.output, version, lowest, highest, limits.no_trade_band)


def weight_reader(arrays: PolicyArrays, limits: LimitSettings) -> Callable[[Sequence[float]], float]:
    """What target weight a raw output of this policy means."""
    lowest, highest = weight_range(limits)
    if arrays.kind == "ppo":
        weights = ppo_agent.target_weights(lowest, highest)
        return lambda output: weights[max(range(len(weights)), key=output.__getitem__)]
    return lambda output: sac_agent.weight_of(tanh(output[0]), lowest, highest)


class BandedSacAgent(sac_agent.SacAgent):
    """SAC's agent with a decisiveness that knows the no-trade band."""

    __slots__ = ("_band", "_high", "_low", "_run")

    def __init__(
        self, network: Callable[..., Sequence[float]], version: str, lowest: float, highest: float, band: float
    ) -> None:
        super().__init__(network, version, lowest, highest)
        self._run = network
        self._low, self._high, self._band = lowest, highest, band

    def decide(self, observation: Observation) -> Decision:
        """The weight of the mean action. `output`: mean and spread before tanh."""
        mean, log_spread = self._run(observation.vector)
        spread = exp(min(max(log_spread, sac_agent.LOG_SPREAD[0]), sac_agent.LOG_SPREAD[1]))
        weight = sac_agent.weight_of(tanh(mean), self._low, self._high)
        sure = sac_decisiveness(mean, spread, observation.weight, self._low, self._high, self._band)
        return Decision(weight, sure, False, (mean, spread))


def sac_decisiveness(mean: float, spread: float, present: float, lowest: float, highest: float, band: float) -> float:
    """erf(d / (spread * sqrt 2)): d is the distance, before tanh, from the mean to the nearest edge of holding.

    Edges are those of the no-trade band and, inside it, that of exactly flat (an exit always trades). That is the probability
    that an action drawn from the policy stays on the mean's side of that edge, stretched from 0.5..1 to 0..1. 0: a hair lies
    between trading and holding. 1: nothing the policy would try changes that.
    """
    edges = [present - band, present + band]
    if present != 0.0 and abs(present) < band:
        zone = sac_agent.FLAT_ZONE * (highest - lowest) if lowest < 0.0 else 0.0
        edges += [-zone, zone]
    nearest = min(abs(mean - _before_tanh(edge, lowest, highest)) for edge in edges)
    return erf(nearest / (spread * ROOT_2))


def _before_tanh(weight: float, lowest: float, highest: float) -> float:
    action = ((weight - lowest) / (highest - lowest) - 0.5) / (0.5 * sac_agent.STRETCH)
    return atanh(action) if lowest <= weight <= highest else inf
