"""One training run, one new version: bars become a world, the world a policy, the policy files in the registry."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import Any

import numpy as np
from numpy.typing import NDArray
from stable_baselines3.common.base_class import BaseAlgorithm
from stable_baselines3.common.callbacks import BaseCallback

from rlbot import __version__
from rlbot.agents.policy import Kind, Policy, PolicyArrays
from rlbot.agents.registry import Manifest, ModelRegistry
from rlbot.agents.version_files import write_version_files
from rlbot.market.data_error import DataError
from rlbot.settings.agent import AgentSettings
from rlbot.training.algorithms import Hyperparameters, build, hyperparameters, one_thread, plain, reward_scale, whole_steps
from rlbot.training.budgets import Budget, steps_of
from rlbot.training.compiled import kernels
from rlbot.training.dataset import TrainingData
from rlbot.training.export import Layers, layers_of
from rlbot.training.vector_env import BatchEnv

REFERENCE_STEPS = 64  # vector steps of the finished policy whose observations stand for the training data
REFERENCE_ENVS = 64
LIBRARIES = ("numpy", "torch", "stable-baselines3", "gymnasium", "numba")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. `done`, `total`: environment steps; `reward`: mean of recent episodes, NaN before the first."""

    text: str
    done: int
    total: int
    reward: float = float("nan")


Say = Callable[[Progress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A finished learner with what it took."""

    model: BaseAlgorithm
    env: BatchEnv
    hyper: Hyperparameters
    steps: int
    seed: int


def learn(
    settings: AgentSettings,
    data: TrainingData,
    *,
    steps: int,
    seed: int,
    hyper: Hyperparameters | None = None,
    say: Say | None = None,
) -> Trained:
    """Train in memory, whole rollouts. The same data, settings and seed give the same weights to the bit (CPU, one thread)."""
    if settings.algorithm not in ("ppo", "sac"):
        raise DataError(
            f"{settings.id} has nothing to learn: its algorithm is {settings.algorithm}, only ppo and sac are trained."
        )
    one_thread()
    chosen = hyper or hyperparameters(settings)
    total = whole_steps(chosen, steps)
    if say is not None:
        kernels(lambda text: say(Progress(text, 0, total)))
    world = data.world.with_setup(reward_scale=reward_scale(chosen, settings))
    env = BatchEnv(world, chosen.envs, seed)
    model = build(chosen, env, seed)
    model.learn(total, callback=_Told(say, total) if say is not None else None)
    return Trained(model=model, env=env, hyper=chosen, steps=int(model.num_timesteps), seed=seed)


def train(
    settings: AgentSettings,
    data: TrainingData,
    registry: ModelRegistry,
    *,
    created_ns: int,
    budget: Budget = "standard",
    steps: int | None = None,
    seed: int | None = None,
    say: Say | None = None,
    source: str = "",
) -> Manifest:
    """Train and write a new version (not yet deployed): `<agent>_model.zip`, `policy.npz`, `normalizer.json`, `manifest.json`.

    `steps`: see `asked_steps`. `source`: where the bars came from, for the manifest.
    Nothing half-written remains if it is interrupted. Raises DataError or HyperparameterError.
    """
    wanted = asked_steps(settings, budget, steps)
    seed = settings.training.seed if seed is None else seed
    with registry.begin_version(settings.id) as draft:
        trained = learn(settings, data, steps=wanted, seed=seed, say=say)
        name = model_file(settings.id)
        plain(trained.model).save(draft.folder / name)
        kind: Kind = "sac" if settings.algorithm == "sac" else "ppo"
        layers = layers_of(draft.folder / name, kind)
        write_version_files(draft.folder, kind, layers, data.normalizer, reference(trained, layers, kind))
        return draft.commit(
            settings.algorithm,
            created_ns,
            trained_from_ns=data.first_ns,
            trained_to_ns=data.last_ns,
            details=details(settings, data, trained, budget, source),
        )


def asked_steps(settings: AgentSettings, budget: Budget, steps: int | None = None) -> int:
    """Environment steps of a run: `steps`, else the agent file's, else the budget's. What is trained are whole rollouts."""
    return steps or settings.training.steps or steps_of(settings.algorithm, budget)


def model_file(agent_id: str) -> str:
    """`ppo_stock_model.zip` for `ppo_stock`."""
    return f"{agent_id}_model.zip"


def reference(trained: Trained, layers: Layers, kind: Kind) -> NDArray[np.float32]:
    """Observations that the finished policy meets in its training range, float32 [m, n]."""
    policy = Policy(PolicyArrays(kind=kind, layers=tuple(layers), median=np.zeros(layers[0][0].shape[1], np.float32)))
    env = BatchEnv(trained.env.world, REFERENCE_ENVS, trained.seed)
    obs = env.reset()
    seen: list[NDArray[np.float32]] = []
    for _ in range(REFERENCE_STEPS):
        output = policy.outputs(obs)
        actions = np.tanh(output[:, :1]) if kind == "sac" else output.argmax(axis=1)
        env.step_async(actions)
        obs = env.step_wait()[0]
        seen.append(obs)
    return np.concatenate(seen)


def details(settings: AgentSettings, data: TrainingData, trained: Trained, budget: Budget, source: str) -> dict[str, Any]:
    """What a version was made of, for its manifest."""
    libraries = {name: metadata.version(name) for name in LIBRARIES}
    return {
        "data": {"sha256": data.digest, "bars": len(data.world.bars), "source": source},
        "settings": settings.model_dump(mode="json"),
        "hyperparameters": asdict(trained.hyper),
        "budget": budget,
        "steps": trained.steps,
        "seed": trained.seed,
        "features": list(data.names),
        "leveraged_series": asdict(data.made) if data.made is not None else None,
        "versions": {"rlbot": __version__, "python": platform.python_version(), **libraries},
    }


class _Told(BaseCallback):
    """Passes progress on, at most once a rollout and every 6,400 steps."""

    def __init__(self, say: Say, total: int) -> None:
        super().__init__()
        self._say = say
        self._total = total
        self._next = 0

    def _on_step(self) -> bool:
        if self.num_timesteps >= self._next:
            self._next = self.num_timesteps + 6_400
            recent = self.model.ep_info_buffer
            mean = float(np.mean([info["r"] for info in recent])) if recent else float("nan")
            self._say(Progress("Training", min(self.num_timesteps, self._total), self._total, mean))
        return True
