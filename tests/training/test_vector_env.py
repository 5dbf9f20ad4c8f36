"""The batch behind SB3's VecEnv interface."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from stable_baselines3.common.evaluation import evaluate_policy
from stable_baselines3.common.vec_env import VecMonitor

from rlbot.training.vector_env import BatchEnv
from tests.training.worlds import random_world


def test_finished_accounts_are_described_as_sb3_reads_them() -> None:
    env = BatchEnv(random_world(reward={"episode_bars": 20}), 8, 1)
    env.reset()
    total, length = np.zeros(8), np.zeros(8, int)
    ended = 0
    for _ in range(60):
        env.step_async(np.full(8, 2))
        obs, rewards, dones, infos = env.step_wait()
        total += rewards
        length += 1
        for i, done in enumerate(dones):
            assert bool(infos[i]) == bool(done)
            if done:
                ended += 1
                info = infos[i]
                assert info["episode"]["l"] == length[i]
                assert info["episode"]["r"] == pytest.approx(total[i], abs=1e-5)
                assert info["TimeLimit.truncated"] is True
                assert not np.array_equal(info["terminal_observation"], obs[i])
                total[i], length[i] = 0.0, 0
    assert ended >= 16


def test_what_was_returned_is_never_written_again() -> None:
    env = BatchEnv(random_world(reward={"episode_bars": 10}), 4, 1)
    kept = [env.reset()]
    copies = [kept[0].copy()]
    for _ in range(30):
        env.step_async(np.full(4, 3))
        obs, rewards, _, infos = env.step_wait()
        for array in (obs, rewards, *(info["terminal_observation"] for info in infos if info)):
            kept.append(array)
            copies.append(array.copy())
    assert all(np.array_equal(a, b) for a, b in zip(kept, copies, strict=True))


def test_the_same_seed_gives_the_same_run_and_another_seed_another() -> None:
    def run(seed: int) -> bytes:
        env = BatchEnv(random_world(), 4, seed)
        return b"".join([env.reset().tobytes(), *(np.asarray(env.step(np.full(4, k % 5))[0]).tobytes() for k in range(50))])

    assert run(1) == run(1)
    assert run(1) != run(2)


def test_sb3_wrappers_and_evaluation_accept_it() -> None:
    env = VecMonitor(BatchEnv(random_world(reward={"episode_bars": 30}), 4, 1))

    class Half:
        def predict(
            self, observation: Any, state: Any = None, episode_start: Any = None, deterministic: bool = False
        ) -> tuple[Any, Any]:
            return np.full(len(observation), 2), None

    rewards, lengths = evaluate_policy(Half(), env, n_eval_episodes=8, return_episode_rewards=True)
    assert np.size(rewards) == np.size(lengths) == 8


def test_infos_of_running_accounts_refuse_to_be_written() -> None:
    env = BatchEnv(random_world(), 2, 1)
    env.reset()
    _, _, _, infos = env.step(np.zeros(2))
    assert infos[0] == {}
    with pytest.raises(TypeError, match="shared"):
        infos[0]["x"] = 1
