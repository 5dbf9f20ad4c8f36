"""The written-out PPO against the library's, on the same rollout."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import torch
from stable_baselines3 import PPO
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.logger import configure

from rlbot.training.algorithms import one_thread
from rlbot.training.lean_ppo import LeanPPO
from rlbot.training.tanh_mlp import TanhMlp
from rlbot.training.vector_env import BatchEnv
from tests.training.worlds import random_world

NET = {"net_arch": {"pi": [64, 64], "vf": [64, 64]}}


def model_of(kind: type[PPO], epochs: int = 4) -> Any:
    """Eight accounts, rollouts of 512 in one batch: then the order of samples does not matter."""
    one_thread()
    env = BatchEnv(random_world(reward={"episode_bars": 30}).with_setup(reward_scale=100.0), 8, 1)
    model = kind(
        "MlpPolicy",
        env,
        n_steps=64,
        batch_size=512,
        n_epochs=epochs,
        learning_rate=1e-3,
        ent_coef=0.01,
        policy_kwargs=NET,
        device="cpu",
        seed=3,
    )
    model.set_logger(configure(None, []))
    return model


class Nothing(BaseCallback):
    """Hears and says nothing."""

    def _on_step(self) -> bool:
        return True


def rolled(model: Any) -> Any:
    """The model with its buffer filled once."""
    _, callback = model._setup_learn(512, Nothing())
    assert model.collect_rollouts(model.env, callback, model.rollout_buffer, model.n_steps)
    return model


def test_four_updates_move_the_weights_as_the_librarys_do() -> None:
    lean, theirs = rolled(model_of(LeanPPO)), model_of(PPO)
    before = [p.detach().clone() for p in lean.policy.parameters()]
    theirs._setup_learn(512, Nothing())
    theirs.policy.load_state_dict(lean.policy.state_dict())
    for name in ("observations", "actions", "values", "log_probs", "advantages", "returns"):
        setattr(theirs.rollout_buffer, name, getattr(lean.rollout_buffer, name).copy())
    theirs.rollout_buffer.full = True
    theirs.train()
    lean.train()
    moved = 0.0
    for a, b, start in zip(lean.policy.parameters(), theirs.policy.parameters(), before, strict=True):
        assert torch.max(torch.abs(a - b)).item() < 2e-5
        moved = max(moved, torch.max(torch.abs(a - start)).item())
    assert moved > 1e-3


def test_what_a_rollout_notes_is_what_the_policy_says() -> None:
    model = rolled(model_of(LeanPPO))
    buffer = model.rollout_buffer
    obs = torch.from_numpy(buffer.observations.reshape(512, -1))
    actions = torch.from_numpy(buffer.actions.reshape(-1))
    with torch.no_grad():
        values, logs, _ = model.policy.evaluate_actions(obs, actions)
    assert np.abs(values.numpy()[:, 0] - buffer.values.reshape(-1)).max() < 1e-5
    assert np.abs(logs.numpy() - buffer.log_probs.reshape(-1)).max() < 1e-5
    assert np.isfinite(buffer.returns).all()


def test_actions_are_drawn_as_often_as_the_policy_says() -> None:
    model = model_of(LeanPPO)
    counts = np.zeros(5)
    expected = np.zeros(5)
    for _ in range(6):
        rolled(model)
        counts += np.bincount(model.rollout_buffer.actions.reshape(-1).astype(int), minlength=5)
        with torch.no_grad():
            obs = torch.from_numpy(model.rollout_buffer.observations.reshape(512, -1))
            expected += model.policy.get_distribution(obs).distribution.probs.sum(0).numpy()
    assert np.abs(counts - expected).max() < 4.0 * np.sqrt(expected.max())


def test_the_written_gradient_is_the_derivative() -> None:
    sizes = [5, 8, 8, 3]
    values = torch.randn(TanhMlp.size(sizes), generator=torch.Generator().manual_seed(1)) * 0.4
    slopes = torch.zeros_like(values)
    net = TanhMlp(sizes, values, slopes, rows=16)
    x = torch.randn(16, 5, generator=torch.Generator().manual_seed(2))
    slope = torch.randn(16, 3, generator=torch.Generator().manual_seed(3))
    net.forward(x)
    net.backward(x, slope)
    exact = values.double().requires_grad_()
    y, at = x.double(), 0
    for k, (a, b) in enumerate(pairwise(sizes)):
        y = y @ exact[at : at + a * b].view(b, a).t() + exact[at + a * b : at + a * b + b]
        at += a * b + b
        y = torch.tanh(y) if k < 2 else y
    (y * slope.double()).sum().backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
    assert exact.grad is not None
    assert torch.max(torch.abs(exact.grad - slopes)) < 1e-5
