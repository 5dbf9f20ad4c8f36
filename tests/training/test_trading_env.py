"""The gymnasium environment: what checkers ask, what it refuses, what it promises."""

from __future__ import annotations

import copy
import pickle
from datetime import date
from pathlib import Path
from typing import Any

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from stable_baselines3 import PPO, SAC
from stable_baselines3.common.env_checker import check_env as sb3_check_env

from rlbot.market.data_error import DataError
from rlbot.training.algorithms import one_thread
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


@pytest.mark.parametrize("action", [5, -1, 1.5, None, "one", [1, 2], float("nan"), np.array([])])
def test_an_action_that_does_not_exist_is_named(action: object) -> None:
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
    nonsense: object
    for nonsense in (np.array([np.nan], np.float32), None, "half", np.array([0.1, 0.2]), []):
        with pytest.raises(ActionError, match="not a number"):
            env.step(nonsense)


def test_an_action_may_come_bare_or_in_an_array_of_one() -> None:
    for algorithm, ways in (
        ("ppo", (2, 2.0, np.int64(2), np.array(2), np.array([2]), [2])),
        ("sac", (0.5, np.float32(0.5), [0.5])),
    ):
        env = TradingEnv(world=random_world(algorithm))
        seen = []
        for action in ways:
            env.reset(seed=1)
            seen.append(env.step(action)[0].tobytes())
        assert len(set(seen)) == 1


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
        ({"data": 5}, "is no folder"),
        ({"start": 20200101}, "YYYY-MM-DD"),
        ({"algorithm": "hold"}, "choose ppo or sac"),
        ({"symbol": "aapl"}, "a symbol in capitals"),
        ({"bogus": 1}, "bogus is not one of them; there are .*symbol"),
        ({"limits": {"stop_loss": 3.0}}, "limits.stop_loss = 3.0, expected a number above 0"),
    ],
)
def test_wrong_choices_get_one_sentence(chosen: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DataError, match=sentence):
        gym.make(STOCK, **chosen)


def test_dates_may_be_dates() -> None:
    env = gym.make(STOCK, start=date(2020, 1, 2), end="2021-06-30")
    same = gym.make(STOCK, start="2020-01-02", end=date(2021, 6, 30))
    assert np.array_equal(env.reset(seed=1)[0], same.reset(seed=1)[0])


@pytest.mark.parametrize("env_id", IDS)
def test_a_copy_and_a_pickle_go_on_alike(env_id: str) -> None:
    env = gym.make(env_id).unwrapped
    env.reset(seed=3)
    env.action_space.seed(1)
    for action in [env.action_space.sample() for _ in range(5)]:
        env.step(action)
    twins = [pickle.loads(pickle.dumps(env)), copy.deepcopy(env)]
    for action in [env.action_space.sample() for _ in range(20)]:
        obs, reward, *_ = env.step(action)
        for twin in twins:
            other, paid, *_ = twin.step(action)
            assert np.array_equal(obs, other) and reward == paid


@pytest.mark.parametrize("mode", ["sync", "async"])
def test_gymnasiums_own_vectors_take_it(mode: str) -> None:
    envs = gym.make_vec(STOCK, num_envs=2, vectorization_mode=mode)
    first = envs.reset(seed=1)[0]
    one = gym.make(STOCK).observation_space.shape
    assert one is not None and first.shape == (2, *one)
    assert np.array_equal(first, envs.reset(seed=1)[0])
    assert envs.step(np.array([4, 0]))[1].shape == (2,)
    envs.close()


@pytest.mark.parametrize(("env_id", "learner"), [(STOCK, PPO), (LEVERAGED_ETF, SAC)])
def test_stable_baselines_trains_on_it_as_a_stranger_would(env_id: str, learner: type[PPO] | type[SAC]) -> None:
    one_thread()
    chosen: dict[str, Any] = {"n_steps": 64, "batch_size": 32} if learner is PPO else {"learning_starts": 32}
    model = learner("MlpPolicy", gym.make(env_id), seed=1, device="cpu", **chosen)
    model.learn(128)
    assert model.num_timesteps >= 128


def test_a_range_shorter_than_an_episode_is_refused() -> None:
    with pytest.raises(WorldError, match="episode_bars"):
        gym.make(STOCK, start="2020-01-02", end="2020-05-29")


def test_real_bars_by_folder_symbol_and_range(market_data: Path) -> None:
    env = gym.make(STOCK, data=market_data, symbol="AAPL", start="2015-01-02", end="2016-12-30", evaluation=True)
    world = env.unwrapped.world  # type: ignore[attr-defined]  # gymnasium types every environment as Env
    assert len(world.bars) == 504
    with pytest.raises(DataError, match=r"no NOPE_1d\.csv"):
        gym.make(STOCK, data=market_data, symbol="NOPE")
