"""How stable-baselines3 builds our two algorithms from the defaults of their files and an agent's own hyperparameters."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

import torch
from stable_baselines3 import PPO, SAC
from stable_baselines3.common.base_class import BaseAlgorithm
from stable_baselines3.common.logger import configure
from torch import nn

from rlbot.agents import ppo_agent, sac_agent
from rlbot.agents.ppo_agent import PpoDefaults
from rlbot.agents.sac_agent import SacDefaults
from rlbot.settings.agent import AgentSettings
from rlbot.training.batch_kernel import ACTION_HIGH, ACTION_LOW
from rlbot.training.fast_tanh import FastTanh
from rlbot.training.lean_ppo import LeanPPO
from rlbot.training.vector_env import BatchEnv

Hyperparameters = PpoDefaults | SacDefaults


# What a hyperparameter may be; others from 0 up. Of those in ABOVE the lowest itself is too little.
BOUNDS: dict[str, tuple[float, float]] = {
    "envs": (1, 4_096),
    "rollout": (2, 1e8),
    "batch": (2, 1e8),
    "buffer": (1, 1e8),
    "epochs": (1, 1_000),
    "gradient_steps": (1, 10_000),
    "gamma": (0.0, 1.0),
    "gae_lambda": (0.0, 1.0),
    "tau": (0.0, 1.0),
    "flat_prior": (-math.inf, math.inf),
    "target_entropy": (-math.inf, math.inf),
}
ABOVE = frozenset({"learning_rate", "clip", "gradient_norm", "reward_scale", "tau", "initial_temperature"})


class HyperparameterError(ValueError):
    """A hyperparameter that does not exist or has a wrong type; the message says what is allowed."""


def hyperparameters(settings: AgentSettings, overrides: Mapping[str, float | int | str] | None = None) -> Hyperparameters:
    """The algorithm's defaults; over them [training] envs where stated, [training.hyperparameters], then `overrides`.

    Raises HyperparameterError.
    """
    kind: type[PpoDefaults] | type[SacDefaults] = SacDefaults if settings.algorithm == "sac" else PpoDefaults
    known = {field.name: field for field in fields(kind)}
    chosen: dict[str, float | int | str] = {}
    if "envs" in settings.training.model_fields_set:
        chosen["envs"] = settings.training.envs
    chosen |= settings.training.hyperparameters
    chosen |= overrides or {}
    values: dict[str, Any] = asdict(kind())
    for name, value in chosen.items():
        if name not in known:
            raise HyperparameterError(
                f"{settings.id}: hyperparameter {name!r} does not exist for {settings.algorithm}; allowed: {', '.join(known)}."
            )
        wanted = type(values[name])
        if isinstance(value, str) or (wanted is int and value != int(value)):
            raise HyperparameterError(f"{settings.id}: hyperparameter {name} = {value!r} must be a {wanted.__name__}.")
        values[name] = wanted(value)
        low, high = BOUNDS.get(name, (0.0, math.inf))
        if not low <= values[name] <= high or (name in ABOVE and values[name] == low):
            allowed = f"{'above' if name in ABOVE else 'from'} {low:g}" + (f" to {high:g}" if high < math.inf else " up")
            raise HyperparameterError(f"{settings.id}: hyperparameter {name} = {value!r} is out of range; allowed: {allowed}.")
    return kind(**values)


def reward_scale(hyper: Hyperparameters, settings: AgentSettings) -> float:
    """What rewards are multiplied by for the learner, so that its critics see numbers of the order of 1."""
    return hyper.reward_scale / settings.reward.sharpe_rate if isinstance(hyper, SacDefaults) else hyper.reward_scale


def rollout_steps(hyper: Hyperparameters) -> int:
    """Environment steps collected at a time, over all accounts: a run trains a whole number of these."""
    if isinstance(hyper, PpoDefaults):
        return max(hyper.rollout // hyper.envs, 1) * hyper.envs
    return hyper.envs


def whole_steps(hyper: Hyperparameters, steps: int) -> int:
    """What a run of `steps` trains: whole rollouts."""
    rollout = rollout_steps(hyper)
    return math.ceil(steps / rollout) * rollout


def build(hyper: Hyperparameters, env: BatchEnv, seed: int) -> BaseAlgorithm:
    """The learner, on the CPU, silent."""
    model: BaseAlgorithm = _ppo(hyper, env, seed) if isinstance(hyper, PpoDefaults) else _sac(hyper, env, seed)
    model.set_logger(configure(None, []))
    return model


def _ppo(hyper: PpoDefaults, env: BatchEnv, seed: int) -> PPO:
    hidden = list(ppo_agent.HIDDEN)
    model = LeanPPO(
        "MlpPolicy",
        env,
        n_steps=rollout_steps(hyper) // hyper.envs,
        batch_size=min(hyper.batch, hyper.rollout),
        n_epochs=hyper.epochs,
        learning_rate=hyper.learning_rate,
        gamma=hyper.gamma,
        gae_lambda=hyper.gae_lambda,
        clip_range=hyper.clip,
        ent_coef=hyper.entropy,
        vf_coef=hyper.value,
        max_grad_norm=hyper.gradient_norm,
        policy_kwargs={
            "net_arch": {"pi": hidden, "vf": hidden},
            "activation_fn": nn.Tanh,
        },
        device="cpu",
        seed=seed,
    )
    low, high = env.world.setup[ACTION_LOW], env.world.setup[ACTION_HIGH]
    model.lean_towards(round((ppo_agent.ACTIONS - 1) * -low / (high - low)), hyper.flat_prior)
    return model


def _sac(hyper: SacDefaults, env: BatchEnv, seed: int) -> SAC:
    return SAC(
        "MlpPolicy",
        env,
        learning_rate=hyper.learning_rate,
        buffer_size=hyper.buffer,
        learning_starts=hyper.learning_starts,
        batch_size=hyper.batch,
        tau=hyper.tau,
        gamma=hyper.gamma,
        train_freq=1,
        gradient_steps=hyper.gradient_steps,
        ent_coef=f"auto_{hyper.initial_temperature}",
        target_entropy=hyper.target_entropy,
        policy_kwargs={"net_arch": list(sac_agent.HIDDEN), "activation_fn": FastTanh, "optimizer_kwargs": {"fused": True}},
        device="cpu",
        seed=seed,
    )


def plain(model: BaseAlgorithm) -> BaseAlgorithm:
    """Name torch's own tanh in what is saved, so that the zip opens without this package."""
    model.policy_kwargs = {**model.policy_kwargs, "activation_fn": nn.Tanh}
    return model


def one_thread() -> None:
    """Small nets gain nothing from a second thread, and one thread makes a run repeatable to the bit."""
    torch.set_num_threads(1)
    torch.distributions.Distribution.set_default_validate_args(False)
