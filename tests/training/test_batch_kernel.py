"""One loop, three ways to run it: interpreted, compiled over a batch, compiled for one account."""

from __future__ import annotations

import numpy as np
import pytest

from rlbot.training import batch_kernel as b
from rlbot.training.compiled import Kernels, kernels
from rlbot.training.trading_env import TradingEnv
from rlbot.training.vector_env import BatchEnv
from rlbot.training.world import World
from tests.training.worlds import random_world

INTERPRETED = Kernels(b.reset_batch, b.step_batch)
ALGORITHMS = ["ppo", "sac"]


def actions_for(world: World, count: int, steps: int, seed: int = 5) -> list[np.ndarray]:
    """Random actions as SB3 hands them over."""
    rng = np.random.default_rng(seed)
    if world.continuous:
        return [rng.uniform(-1.2, 1.2, (count, 1)).astype(np.float32) for _ in range(steps)]
    return [rng.integers(0, 5, count) for _ in range(steps)]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("shorts", [False, True])
def test_interpreted_and_compiled_batches_agree_to_the_bit(algorithm: str, shorts: bool) -> None:
    limits = {"stop_loss": 0.04, "take_profit": 0.06, "no_trade_band": 0.05, "max_weight": 1.5, "allow_short": shorts}
    costs = {"schedule": "ibkr_tiered", "spread_bps": 3.0, "impact": 0.5, "max_participation": 1e-4, "debit_rate": 0.05}
    world = random_world(algorithm, limits=limits, costs=costs, reward={"episode_bars": 40})
    slow, fast = BatchEnv(world, 4, 9, built=INTERPRETED), BatchEnv(world, 4, 9, built=kernels())
    assert slow.reset().tobytes() == fast.reset().tobytes()
    finished = 0
    for actions in actions_for(world, 4, 150):
        left, right = slow.step(actions), fast.step(actions)
        for k in range(3):
            assert np.asarray(left[k]).tobytes() == np.asarray(right[k]).tobytes()
        assert slow._state.tobytes() == fast._state.tobytes()
        finished += int(np.sum(left[2]))
    assert finished > 4


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_batch_is_its_accounts_stepped_one_by_one(algorithm: str) -> None:
    world = random_world(algorithm, reward={"episode_bars": 50})
    batch = BatchEnv(world, 3, 2)
    first = batch.reset()
    singles = [TradingEnv(world=world) for _ in range(3)]
    for i, single in enumerate(singles):
        single.reset(seed=0)
        single._state[0] = batch._state[i]
        single._over = False
    assert np.isfinite(first).all()
    over = [False] * 3
    for actions in actions_for(world, 3, 60):
        batch.step_async(actions)
        obs, rewards, dones, infos = batch.step_wait()
        for i, single in enumerate(singles):
            if over[i]:
                continue
            alone, reward, terminated, truncated, _ = single.step(actions[i])
            over[i] = terminated or truncated
            assert over[i] == bool(dones[i])
            assert reward == float(rewards[i])
            seen = infos[i]["terminal_observation"] if over[i] else obs[i]
            assert alone.tobytes() == seen.tobytes()
    assert all(over)


def test_uniforms_are_even_and_never_stuck() -> None:
    state = np.zeros(b.STATE)
    state[b.RANDOM] = 12345.0
    drawn = np.array([b.next_uniform(state) for _ in range(20_000)])
    assert drawn.min() >= 0.0
    assert drawn.max() < 1.0
    assert abs(drawn.mean() - 0.5) < 0.01
    assert abs(np.corrcoef(drawn[:-1], drawn[1:])[0, 1]) < 0.02


def test_a_ruined_account_ends_its_episode_as_terminated() -> None:
    world = random_world("ppo", limits={"max_weight": 4.0}, reward={"episode_bars": 400}).with_setup(halt_drawdown=0.2)
    env = BatchEnv(world, 16, 3)
    env.reset()
    ends = []
    for _ in range(400):
        _, _, _, infos = env.step(np.full(16, 4))
        ends += [info["TimeLimit.truncated"] for info in infos if info]
    assert False in ends


def test_costs_are_random_in_training_and_as_stated_in_evaluation() -> None:
    world = random_world("ppo")
    env = BatchEnv(world, 64, 1)
    env.reset()
    factors = env._state[:, 11]
    assert 0.5 <= factors.min() < 0.9
    assert 2.0 < factors.max() <= 3.0
    alone = TradingEnv(world=world, evaluation=True)
    _, info = alone.reset()
    assert info["cost_factor"] == 1.0
    assert (info["bar"], info["last_bar"]) == (0, len(world.bars) - 1)
