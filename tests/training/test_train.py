"""A training run from bars to a version in the registry."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from stable_baselines3 import PPO, SAC

from rlbot.agents.loading import load
from rlbot.agents.policy import Policy
from rlbot.agents.ppo_agent import PpoDefaults
from rlbot.agents.registry import ModelRegistry
from rlbot.agents.sac_agent import SacDefaults
from rlbot.agents.version_files import read_version_files
from rlbot.market.data_error import DataError
from rlbot.settings.agent import TrainingSettings
from rlbot.training.algorithms import HyperparameterError, hyperparameters, whole_steps
from rlbot.training.export import ExportError, layers_of
from rlbot.training.train import Progress, learn, train
from tests.training.small import STEPS, small_agent, small_data

ALGORITHMS = ["ppo", "sac"]


def trained(algorithm: str, home: Path, **more: Any) -> tuple[ModelRegistry, str]:
    """A version in a fresh registry."""
    settings, registry = small_agent(algorithm), ModelRegistry(home)
    manifest = train(settings, small_data(algorithm), registry, created_ns=7, steps=STEPS[algorithm], seed=3, **more)
    return registry, manifest.version


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_version_holds_everything_the_live_process_needs(algorithm: str, tmp_path: Path) -> None:
    settings = small_agent(algorithm)
    registry, version = trained(algorithm, tmp_path, source="synthetic")
    folder, manifest = registry.open(settings.id, version)
    assert {f"{settings.id}_model.zip", "policy.npz", "normalizer.json"} <= set(manifest.files)
    assert manifest.trained_from_ns < manifest.trained_to_ns
    assert manifest.details["data"]["source"] == "synthetic"
    assert len(manifest.details["data"]["sha256"]) == 64
    assert manifest.details["seed"] == 3
    assert "torch" in manifest.details["versions"]
    files = read_version_files(registry, settings.id, version)
    assert 0 < len(files.arrays.reference) <= 512
    assert files.arrays.typical_distance > 0.0
    assert load(settings, registry, tmp_path, version).agent.version == version
    assert zipfile.is_zipfile(folder / f"{settings.id}_model.zip")


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_exported_arrays_decide_as_the_zip_does_on_a_thousand_observations(algorithm: str, tmp_path: Path) -> None:
    settings = small_agent(algorithm)
    registry, version = trained(algorithm, tmp_path)
    path = registry.path(settings.id, version) / f"{settings.id}_model.zip"
    model: Any = (SAC if algorithm == "sac" else PPO).load(path, device="cpu")
    with zipfile.ZipFile(path) as archive:
        assert b"rlbot" not in archive.read("data"), "the zip must open without this package"
    policy = Policy(read_version_files(registry, settings.id, version).arrays)
    obs = np.random.default_rng(1).normal(0.0, 1.5, (1_000, policy.arrays.inputs)).astype(np.float32)
    with torch.no_grad():
        if algorithm == "ppo":
            theirs = model.policy.get_distribution(torch.from_numpy(obs)).distribution.logits.numpy()
            ours = np.array([policy.output(row) for row in obs])
            ours -= np.log(np.exp(ours).sum(axis=1, keepdims=True))
            assert np.array_equal(ours.argmax(axis=1), model.predict(obs, deterministic=True)[0])
        else:
            mean, log_spread, _ = model.actor.get_action_dist_params(torch.from_numpy(obs))
            theirs = np.hstack([mean.numpy(), log_spread.numpy()])
            ours = np.array([policy.output(row) for row in obs])
            ours[:, 1] = np.clip(ours[:, 1], -20.0, 2.0)
    assert np.abs(ours - theirs).max() <= 1e-5


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_two_runs_give_equal_weights(algorithm: str, tmp_path: Path) -> None:
    settings = small_agent(algorithm)
    kind: Any = algorithm
    versions = []
    for k in range(2):
        registry, version = trained(algorithm, tmp_path / str(k))
        versions.append(layers_of(registry.path(settings.id, version) / f"{settings.id}_model.zip", kind))
    for (w0, b0), (w1, b1) in zip(*versions, strict=True):
        assert w0.tobytes() == w1.tobytes()
        assert b0.tobytes() == b1.tobytes()


def test_an_interrupted_run_leaves_nothing(tmp_path: Path) -> None:
    settings = small_agent("ppo")

    def interrupt(state: Progress) -> None:
        if state.done > 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(settings, small_data("ppo"), ModelRegistry(tmp_path), created_ns=0, steps=4_096, say=interrupt)
    assert list((tmp_path / settings.id).iterdir()) == []


def test_progress_reaches_its_total() -> None:
    heard: list[Progress] = []
    learn(small_agent("ppo"), small_data("ppo"), steps=4_096, seed=1, say=heard.append)
    assert heard[-1].total == 4_096
    assert [p.done for p in heard] == sorted(p.done for p in heard)


@pytest.mark.parametrize(("algorithm", "asked", "trained"), [("ppo", 2_049, 4_096), ("ppo", 2_048, 2_048), ("sac", 300, 304)])
def test_whole_rollouts_are_trained_and_progress_counts_them(algorithm: str, asked: int, trained: int) -> None:
    heard: list[Progress] = []
    settings = small_agent(algorithm)
    assert whole_steps(hyperparameters(settings), asked) == trained
    assert learn(settings, small_data(algorithm), steps=asked, seed=1, say=heard.append).steps == trained
    assert {p.total for p in heard} == {trained}


def test_a_damaged_zip_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "broken.zip"
    path.write_bytes(b"not a zip")
    with pytest.raises(ExportError, match="train it again"):
        layers_of(path, "ppo")


def test_an_unknown_hyperparameter_names_the_known_ones() -> None:
    settings = small_agent("ppo")
    with pytest.raises(HyperparameterError, match="learning_rate"):
        hyperparameters(settings, {"learning_speed": 1.0})
    with pytest.raises(HyperparameterError, match="must be a int"):
        hyperparameters(settings, {"epochs": 1.5})


@pytest.mark.parametrize(
    ("algorithm", "name", "value"),
    [("ppo", "envs", 0), ("ppo", "learning_rate", 0.0), ("ppo", "gamma", 1.5), ("ppo", "batch", 1), ("sac", "tau", -0.1)],
)
def test_a_hyperparameter_out_of_range_says_what_is_allowed(algorithm: str, name: str, value: float) -> None:
    with pytest.raises(HyperparameterError, match=f"{name} = .* is out of range; allowed: "):
        hyperparameters(small_agent(algorithm), {name: value})


def test_every_default_is_within_its_range() -> None:
    for algorithm, defaults in (("ppo", PpoDefaults()), ("sac", SacDefaults())):
        plain = small_agent(algorithm).model_copy(update={"training": TrainingSettings()})
        assert hyperparameters(plain) == defaults


def test_an_agent_that_decides_by_rule_is_not_trained() -> None:
    with pytest.raises(DataError, match="only ppo and sac"):
        learn(small_agent("ppo").model_copy(update={"algorithm": "hold"}), small_data("ppo"), steps=1_000, seed=1)
