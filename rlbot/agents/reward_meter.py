"""An agent's reward as it goes: the kernels of `rewards.py` with the agent's settings, and the terms they add up from."""

from __future__ import annotations

import math

import msgspec

from rlbot.agents.rewards import (
    EPISODE,
    MEAN,
    REWARD_STATE,
    SQUARE,
    TOTAL,
    close_step,
    drawdown_step,
    reset_reward,
    sharpe_step,
)
from rlbot.events.base import Interval
from rlbot.market.features.feature import BARS_PER_YEAR
from rlbot.settings.agent import RewardSettings


class RewardTerms(msgspec.Struct, frozen=True, gc=False):
    """One step's reward, its terms by name, the episode it belongs to and that episode's sum so far."""

    reward: float
    parts: dict[str, float]
    episode: int
    episode_reward: float


def moment_seeds(settings: RewardSettings, interval: Interval) -> tuple[float, float]:
    """Where the moving moments of the differential Sharpe begin: no mean, the volatility that is aimed at."""
    return 0.0, settings.volatility_target * settings.volatility_target / BARS_PER_YEAR[interval]


class RewardMeter:
    """PPO's reward (baselines and scripts too: `sharpe` false) or SAC's, step by step."""

    __slots__ = ("_bars_per_year", "_episode_bars", "_mean", "_penalty", "_rate", "_sharpe", "_square", "_state", "_target")

    def __init__(self, settings: RewardSettings, interval: Interval, *, sharpe: bool, budget: float) -> None:
        self._sharpe = sharpe
        self._penalty = settings.volatility_penalty if sharpe else settings.drawdown_penalty
        self._rate = settings.sharpe_rate
        self._target = settings.volatility_target
        self._episode_bars = settings.episode_bars
        self._bars_per_year = BARS_PER_YEAR[interval]
        self._mean, self._square = moment_seeds(settings, interval)
        self._state = [0.0] * REWARD_STATE
        self.reset(budget)

    def reset(self, equity: float) -> None:
        """Begin the first episode at `equity` (USD)."""
        self._state[EPISODE] = 0.0
        reset_reward(self._state, equity, self._mean, self._square)

    def step(self, before: float, after: float) -> RewardTerms:
        """What a step from equity `before` to `after` (USD) was worth."""
        state, penalty = self._state, self._penalty
        if self._sharpe:
            reward = sharpe_step(state, before, after, self._rate, penalty, self._target, self._bars_per_year)
            variance = state[SQUARE] - state[MEAN] * state[MEAN]
            excess = math.sqrt(max(variance, 0.0) * self._bars_per_year) - self._target
            charged = -penalty * excess if excess > 0.0 else 0.0
            parts = {"sharpe": reward - charged, "volatility_penalty": charged}
        else:
            reward = drawdown_step(state, before, after, penalty)
            growth = math.log(max(after / before, 1e-6)) if before > 0.0 else 0.0
            parts = {"log_return": growth, "drawdown_penalty": reward - growth}
        episode, total = int(state[EPISODE]), state[TOTAL] + reward
        close_step(state, reward, after, self._episode_bars, self._mean, self._square)
        return RewardTerms(reward, parts, episode, total)
