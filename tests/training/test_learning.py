"""Both algorithms on a market that can be solved: they must solve it, and leave it alone where costs eat the edge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from rlbot.agents.sac_agent import STRETCH
from rlbot.settings.agent import AgentSettings
from rlbot.training.algorithms import build, hyperparameters, one_thread, reward_scale
from rlbot.training.trading_env import TradingEnv
from rlbot.training.vector_env import BatchEnv
from rlbot.training.world import World
from tests.training.toy_market import half_spread, oracle, toy_settings, toy_world

STEPS = {"ppo": 262_144, "sac": 128_000}
CHEAP, DEAR = 4.0, 400.0  # full spread, basis points: a hundredth and a multiple of the edge
Choice = Callable[[np.ndarray, dict[str, Any]], Any]


def walked(world: World, choose: Choice) -> tuple[float, np.ndarray]:
    """Total reward and weights of one sequential pass."""
    env = TradingEnv(world=world, evaluation=True)
    obs, info = env.reset()
    total, weights, over = 0.0, [], False
    while not over:
        obs, reward, terminated, truncated, info = env.step(choose(obs, info))
        total += reward
        weights.append(info["weight"])
        over = terminated or truncated
    return total, np.array(weights)


def learner(chosen: AgentSettings, seed: int) -> Choice:
    """Trained on one draw of the toy market."""
    one_thread()
    hyper = hyperparameters(chosen)
    world, _ = toy_world(chosen, seed=100 + seed)
    env = BatchEnv(world.with_setup(reward_scale=reward_scale(hyper, chosen)), hyper.envs, seed)
    model = build(hyper, env, seed)
    model.learn(STEPS[chosen.algorithm])
    return lambda obs, info: model.predict(obs, deterministic=True)[0]


def perfect(chosen: AgentSettings, world: World, regime: np.ndarray) -> Choice:
    """The dynamic-programming oracle as a policy."""
    best = oracle(half_spread(world))

    def choose(obs: np.ndarray, info: dict[str, Any]) -> Any:
        held = min(max(round(info["weight"] * 4), 0), 4)
        target = best[regime[info["bar"]], held]
        return int(target * 4) if chosen.algorithm == "ppo" else np.array([(target - 0.5) / (0.5 * STRETCH)])

    return choose


@pytest.mark.slow
@pytest.mark.parametrize("algorithm", ["ppo", "sac"])
@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_a_solvable_market_is_solved(algorithm: str, seed: int) -> None:
    chosen = toy_settings(algorithm, CHEAP)
    world, regime = toy_world(chosen, seed=2)
    optimum, _ = walked(world, perfect(chosen, world, regime))
    reached, _ = walked(world, learner(chosen, seed))
    assert optimum > 0.0
    assert reached >= 0.9 * optimum, f"{reached / optimum:.1%} of the optimum"


@pytest.mark.slow
@pytest.mark.parametrize("algorithm", ["ppo", "sac"])
@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_where_costs_exceed_the_edge_it_stays_flat(algorithm: str, seed: int) -> None:
    chosen = toy_settings(algorithm, DEAR)
    world, regime = toy_world(chosen, seed=2)
    _, idle = walked(world, perfect(chosen, world, regime))
    assert np.all(idle == 0.0), "the oracle itself must not trade here"
    _, weights = walked(world, learner(chosen, seed))
    assert np.mean(np.abs(weights) < 0.01) >= 0.95


def test_the_oracle_follows_the_regime_when_trading_is_cheap() -> None:
    best = oracle(0.0002)
    assert np.all(best[0] == 0.0)
    assert np.all(best[1] == 1.0)


def test_the_oracle_never_enters_when_trading_is_dear() -> None:
    assert np.all(oracle(0.02)[:, 0] == 0.0)
