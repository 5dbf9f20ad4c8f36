"""The gymnasium environment: what checkers ask, what it refuses, what it promises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from stable_baselines3.common.env_checker import check_env as sb3_check_env

from rlbot.market.data_error import DataError
from rlbot.training.trading_env import LEVERAGED_ETF, STOCK, ActionError, TradingEnv
from rlbot.training.world import WorldError
from tests.training.worlds import random_world

IDS = [STOCK, LEVERAGED_ETF]


@pytest.mark.parametrize("env_id", IDS)
def test_both_checkers_pass_without_a_warning(env_id: str) -> None:
    check_env(gym.make(env_id).unwrapped)
    sb3_check_env(gym.make(env_id).unwrapped)


@pytest.mark.parametrize("env_id", IDS)
def test_made_without_arguments_it_plays_an_episode(env_id: str) -> None:
    env = gym.make(env_id)
    env.reset(seed=1)
    env.action_space.seed(1)
    steps, over = 0, False
    while not over:
        _, reward, terminated, truncated, _ = env.step(env.action_space.sample())
        assert np.isfinite(float(reward))
        over = terminated or truncated
        steps += 1
    assert 126 <= steps <= 252


def test_one_seed_one_episode() -> None:
    def run(seed: int) -> bytes:
        env = TradingEnv(world=random_world())
        obs, _ = env.reset(seed=seed)
        return b"".join([obs.tobytes(), *(env.step(k % 5)[0].tobytes() for k in range(40))])

    assert run(3) == run(3)
    assert run(3) != run(4)


def test_observations_kept_from_before_do_not_change() -> None:
    env = TradingEnv(world=random_world())
    kept = [env.reset(seed=1)[0]]
    copies = [kept[0].copy()]
    for k in range(30):
        obs = env.step(k % 5)[0]
        kept.append(obs)
        copies.append(obs.copy())
    assert all(np.array_equal(a, b) for a, b in zip(kept, copies, strict=True))


def test_evaluation_is_one_pass_to_the_end() -> None:
    world = random_world(count=400)
    env = TradingEnv(world=world, evaluation=True)
    env.reset()
    steps, truncated = 0, False
    while not truncated:
        _, _, terminated, truncated, info = env.step(3)
        assert not terminated
        steps += 1
    assert steps == len(world.bars) - 1
    assert info["bar"] == len(world.bars) - 1


@pytest.mark.parametrize("action", [5, -1, 1.5])
def test_an_action_that_does_not_exist_is_named(action: float) -> None:
    env = TradingEnv(world=random_world())
    env.reset(seed=1)
    with pytest.raises(ActionError, match="allowed are the whole numbers 0"):
        env.step(action)


def test_continuous_actions_are_clipped_and_nan_is_refused() -> None:
    env = TradingEnv(world=random_world("sac"))
    env.reset(seed=1)
    env.step(np.array([7.0], np.float32))
    weight = env.step(np.array([7.0], np.float32))[4]["weight"]
    assert 0.8 < weight <= 1.05
    with pytest.raises(ActionError, match="not a number"):
        env.step(np.array([np.nan], np.float32))


def test_a_step_without_reset_says_what_to_do() -> None:
    with pytest.raises(RuntimeError, match="call reset"):
        TradingEnv(world=random_world()).step(0)


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"symbol": "VOD.L"}, "USD"),
        ({"start": "soon"}, "YYYY-MM-DD"),
        ({"start": "2021-01-04", "end": "2020-01-03"}, "before"),
        ({"interval": "2m"}, "interval"),
        ({"data": "no/such/folder"}, "does not exist"),
        ({"start": "2020-01-02", "end": "2020-02-10"}, "longer or earlier range"),
        ({"features": {"names": ["moon"]}}, "moon"),
    ],
)
def test_wrong_choices_get_one_sentence(chosen: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DataError, match=sentence):
        gym.make(STOCK, **chosen)


def test_a_range_shorter_than_an_episode_is_refused() -> None:
    with pytest.raises(WorldError, match="episode_bars"):
        gym.make(STOCK, start="2020-01-02", end="2020-05-29")


def test_real_bars_by_folder_symbol_and_range(market_data: Path) -> None:
    env = gym.make(STOCK, data=market_data, symbol="AAPL", start="2015-01-02", end="2016-12-30", evaluation=True)
    world = env.unwrapped.world  # type: ignore[attr-defined]
    assert len(world.bars) == 504
    with pytest.raises(DataError, match=r"no NOPE_1d\.csv"):
        gym.make(STOCK, data=market_data, symbol="NOPE")
