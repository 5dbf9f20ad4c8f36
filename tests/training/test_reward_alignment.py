"""Reward and money must agree: nothing earns reward that equity does not explain."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray

from rlbot.training.step_kernel import EQUITY_NOW
from rlbot.training.vector_env import BatchEnv
from tests.training.worlds import random_world

Scripts = dict[str, Callable[[int, int], float]]
# Target weight by (step, account): the last twelve are levels and rhythms, the first four the exploiters.
EXPLOITERS: Scripts = {
    "flip every bar": lambda t, i: float(t % 2),
    "always flat": lambda t, i: 0.0,
    "always full": lambda t, i: 1.0,
    "churn around a level": lambda t, i: 0.25 + 0.25 * (t % 2),
}


def episodes(
    algorithm: str, weight: Callable[[int, int], float], steps: int = 120
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Reward and log growth of 32 episodes of `steps` bars under a scripted weight."""
    world = random_world(algorithm, count=900, seed=6, limits={}, reward={"episode_bars": steps, "sharpe_rate": 0.005})
    world = world.with_setup(shortest=steps, cost_low=1.0, cost_high=1.0, auto_reset=0.0)
    env = BatchEnv(world, 32, 4)
    env.reset()
    total = np.zeros(32)
    for t in range(steps):
        target = np.array([weight(t, i) for i in range(32)])
        actions = np.round(target * 4).astype(int) if algorithm == "ppo" else ((target - 0.5) / 0.6)[:, None]
        env.step_async(actions)
        total += env.step_wait()[1]
    return total, np.log(env._state[:, EQUITY_NOW] / 50_000.0)


def wavering(level: float, noise: NDArray[np.float64], t: int, i: int) -> float:
    """A level that each account leaves for some tens of bars now and then."""
    return max(level - float(noise[t // 10, i]), 0.0)


def ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.argsort(np.argsort(values)).astype(float)


@pytest.mark.parametrize("algorithm", ["ppo", "sac"])
def test_rewards_rank_episodes_as_equity_does(algorithm: str) -> None:
    rng = np.random.default_rng(1)
    rewards, growth = [], []
    for level in (0.25, 0.5, 0.75, 1.0):
        noise = rng.choice([0.0, 0.25], (400, 32))
        reward, grown = episodes(algorithm, partial(wavering, level, noise))
        rewards.append(reward)
        growth.append(grown)
    correlation = np.corrcoef(ranks(np.concatenate(rewards)), ranks(np.concatenate(growth)))[0, 1]
    assert correlation >= 0.8


@pytest.mark.parametrize("exploiter", EXPLOITERS)
def test_no_script_earns_more_reward_than_its_equity_explains(exploiter: str) -> None:
    """PPO's reward is the log growth less a penalty: never more than the growth, and only holding nothing is free."""
    reward, grown = episodes("ppo", EXPLOITERS[exploiter])
    assert np.all(reward <= grown + 1e-5)
    if exploiter == "always flat":
        assert np.allclose(reward, 0.0)


@pytest.mark.parametrize("exploiter", ["flip every bar", "churn around a level"])
def test_churning_earns_less_sharpe_reward_than_holding_its_mean(exploiter: str) -> None:
    level = {"flip every bar": 0.5, "churn around a level": 0.375}[exploiter]
    churned, _ = episodes("sac", EXPLOITERS[exploiter])
    held, _ = episodes("sac", lambda t, i: level)
    assert churned.mean() < held.mean()


def test_flat_earns_no_sharpe_reward() -> None:
    reward, _ = episodes("sac", EXPLOITERS["always flat"])
    assert np.allclose(reward, 0.0)
