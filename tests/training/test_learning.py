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


def learner(chosen: AgentSettings, seed: int, steps: int = -1) -> Choice:
    """Trained on one draw of the toy market (not the one it is tested on); `steps` 0: not at all."""
    one_thread()
    hyper = hyperparameters(chosen)
    world, _ = toy_world(chosen, seed=100 + seed)
    env = BatchEnv(world.with_setup(reward_scale=reward_scale(hyper, chosen)), hyper.envs, seed)
    model = build(hyper, env, seed)
    if steps:
        model.learn(STEPS[chosen.algorithm])
    return lambda obs, info: model.predict(obs, deterministic=True)[0]


def perfect(chosen: AgentSettings, world: World, regime: np.ndarray) -> Choice:
    """The dynamic-programming oracle as a policy."""
    best = oracle(half_spread(world))

    def choose(obs: np.ndarray, info: dict[str, Any]) -> Any:
        held = min(max(round(info["weight"] * 4), 0), 4)
        target = best[regime[info["bar"]], held]
        return weight_action(chosen.algorithm, float(target))

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


@pytest.mark.parametrize("algorithm", ["ppo", "sac"])
def test_nothing_that_ignores_the_regime_comes_near(algorithm: str) -> None:
    """Else a learner could pass by accident: constant weights, chance, and a network that was never trained."""
    chosen = toy_settings(algorithm, CHEAP)
    world, regime = toy_world(chosen, seed=2)
    optimum, _ = walked(world, perfect(chosen, world, regime))
    ways: list[Choice] = [constantly(algorithm, weight) for weight in (0.0, 0.25, 0.5, 0.75, 1.0)]
    rng = np.random.default_rng(1)
    ways.append(lambda obs, info: weight_action(algorithm, float(rng.integers(0, 5)) / 4.0))
    ways.append(lambda obs, info: weight_action(algorithm, 1.0 - float(regime[info["bar"]])))
    ways += [learner(chosen, seed, steps=0) for seed in (1, 2, 3)]
    assert max(walked(world, way)[0] for way in ways) < 0.3 * optimum


def constantly(algorithm: str, weight: float) -> Choice:
    return lambda obs, info: weight_action(algorithm, weight)


def weight_action(algorithm: str, weight: float) -> Any:
    return round(weight * 4) if algorithm == "ppo" else np.array([(weight - 0.5) / (0.5 * STRETCH)])


def test_the_oracle_follows_the_regime_when_trading_is_cheap() -> None:
    best = oracle(0.0002)
    assert np.all(best[0] == 0.0)
    assert np.all(best[1] == 1.0)


def test_the_oracle_never_enters_when_trading_is_dear() -> None:
    assert np.all(oracle(0.02)[:, 0] == 0.0)
