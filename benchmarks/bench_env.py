"""Environment steps a second: the bare kernel, SB3's VecEnv around it, a single account, and what peers' figures are made of.

    python -m benchmarks.bench_env

Fills, stops, costs, rewards and resets are in; actions are drawn beforehand. All cases take turns, so noise hits them alike;
`best` is the least disturbed turn. `yardstick`: a NumPy environment that simulates almost nothing, in the same run.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from benchmarks.toy_vector_env import ToyVectorEnv
from benchmarks.training_world import bench_world
from rlbot.training.trading_env import TradingEnv
from rlbot.training.vector_env import BatchEnv
from rlbot.training.world import World

Turn = Callable[[], int]
DRAWN = 64


def vector_turn(env: Any, actions: list[np.ndarray], steps: int) -> Turn:
    """`steps` vector steps through the VecEnv interface."""

    def turn() -> int:
        for k in range(steps):
            env.step(actions[k % DRAWN])
        return steps * int(env.num_envs)

    return turn


def bare_turn(env: BatchEnv, actions: list[np.ndarray], steps: int) -> Turn:
    """The compiled loop alone, on the same accounts, into arrays that are reused."""
    flat = [np.ascontiguousarray(a.reshape(-1), np.float64) for a in actions]
    obs, rewards = np.empty(env._shape, np.float32), np.empty(env.num_envs, np.float32)
    rest = (obs, rewards, np.empty(env.num_envs, np.bool_), env._last, env._ended)

    def turn() -> int:
        for k in range(steps):
            env._kernels.step_batch(*env._market, flat[k % DRAWN], *rest)
        return steps * env.num_envs

    return turn


def single_turn(world: World, steps: int) -> Turn:
    """One gymnasium environment, resets included."""
    env = TradingEnv(world=world)
    env.action_space.seed(1)
    actions = [env.action_space.sample() for _ in range(1_000)]
    env.reset(seed=1)

    def turn() -> int:
        for k in range(steps):
            _, _, terminated, truncated, _ = env.step(actions[k % 1_000])
            if terminated or truncated:
                env.reset()
        return steps

    return turn


def cases() -> dict[str, Turn]:
    """Every case by name."""
    rng = np.random.default_rng(0)
    found: dict[str, Turn] = {}
    actions: list[np.ndarray]
    for algorithm in ("ppo", "sac"):
        world = bench_world(algorithm)
        for count in (64, 256):
            env = BatchEnv(world, count, 1)
            env.reset()
            if world.continuous:
                actions = [rng.uniform(-1.0, 1.0, (count, 1)).astype(np.float32) for _ in range(DRAWN)]
            else:
                actions = [rng.integers(0, 5, count) for _ in range(DRAWN)]
            steps = 64_000 // count
            found[f"{algorithm} bare kernel {count}"] = bare_turn(env, actions, steps)
            found[f"{algorithm} vecenv {count}"] = vector_turn(env, actions, steps)
        found[f"{algorithm} single"] = single_turn(world, 4_000)
    for count in (64, 256):
        toy = ToyVectorEnv(count)
        toy.reset()
        actions = [rng.uniform(-1.0, 1.0, (count, 1)).astype(np.float32) for _ in range(DRAWN)]
        found[f"yardstick vecenv {count}"] = vector_turn(toy, actions, 64_000 // count)
    return found


def main(turns: int = 40) -> None:
    """One JSON line a case."""
    running = cases()
    rates: dict[str, list[float]] = {name: [] for name in running}
    for _ in range(turns):
        for name, turn in running.items():
            began = time.perf_counter()
            done = turn()
            rates[name].append(done / (time.perf_counter() - began))
    best = {name: max(values) for name, values in rates.items()}
    for name, values in rates.items():
        line = {
            "bench": "env",
            "case": name,
            "steps_per_s_best": round(best[name]),
            "steps_per_s_median": round(statistics.median(values)),
        }
        if "vecenv" in name and not name.startswith("yardstick"):
            count = name.rsplit(" ", 1)[1]
            line["share_of_bare_kernel"] = round(best[name] / best[name.replace("vecenv", "bare kernel")], 3)
            line["times_yardstick"] = round(best[name] / best[f"yardstick vecenv {count}"], 2)
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
