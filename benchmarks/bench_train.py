"""Training steps a second end to end: our PPO and SAC beside stable-baselines3's own, in turns, one thread.

    python -m benchmarks.bench_train

PPO: rollouts of 16,384, batches of 4,096, 10 epochs, [64, 64]. `sb3`: the library's PPO as it comes, on the same environment;
`sb3 on the yardstick`: the same on a NumPy environment that simulates almost nothing. `per_cpu_s` hardly feels a busy
machine.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

from stable_baselines3 import PPO
from stable_baselines3.common.logger import configure

from benchmarks.toy_vector_env import ToyVectorEnv
from benchmarks.training_world import bench_agent, bench_world
from rlbot.training.algorithms import build, hyperparameters, one_thread
from rlbot.training.vector_env import BatchEnv

ROLLOUT = 16_384


def ours(algorithm: str) -> Any:
    """As `rlbot train` builds it."""
    hyper = hyperparameters(bench_agent(algorithm))
    return build(hyper, BatchEnv(bench_world(algorithm), hyper.envs, 1), 1)


def theirs(env: Any) -> Any:
    """SB3's PPO, the same sizes."""
    net = {"pi": [64, 64], "vf": [64, 64]}
    model = PPO(
        "MlpPolicy", env, n_steps=64, batch_size=4_096, n_epochs=10, policy_kwargs={"net_arch": net}, device="cpu", seed=1
    )
    model.set_logger(configure(None, []))
    return model


def main(turns: int = 5) -> None:
    """One JSON line a case."""
    one_thread()
    running = {
        "ppo ours": (ours("ppo"), 2 * ROLLOUT),
        "ppo sb3": (theirs(BatchEnv(bench_world("ppo"), 256, 1)), 2 * ROLLOUT),
        "ppo sb3 on the yardstick": (theirs(ToyVectorEnv(256)), 2 * ROLLOUT),
        "sac ours": (ours("sac"), 19_200),
    }
    for model, steps in running.values():
        model.learn(steps)
    wall: dict[str, list[float]] = {name: [] for name in running}
    cpu: dict[str, list[float]] = {name: [] for name in running}
    for _ in range(turns):
        for name, (model, steps) in running.items():
            before, began, spent = model.num_timesteps, time.perf_counter(), time.process_time()
            model.learn(steps, reset_num_timesteps=False)
            done = model.num_timesteps - before
            wall[name].append(done / (time.perf_counter() - began))
            cpu[name].append(done / (time.process_time() - spent))
    for name in running:
        line = {
            "bench": "train",
            "case": name,
            "steps_per_s_best": round(max(wall[name])),
            "steps_per_s_median": round(statistics.median(wall[name])),
            "per_cpu_s": round(max(cpu[name])),
        }
        if name == "ppo ours":
            line["times_sb3"] = round(statistics.median(a / b for a, b in zip(wall[name], wall["ppo sb3"], strict=True)), 2)
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
