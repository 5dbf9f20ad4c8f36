"""`rlbot train`: how many steps it really trains, and what Ctrl-C leaves behind."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from rlbot.app import training_job
from rlbot.app.failure import CommandError
from rlbot.app.home import Home
from tests.e2e.house import make_home, rlbot, started

AGENT = """algorithm = "ppo"
symbol = "AAPL"
[features]
names = ["price"]
[training]
envs = 8
[training.hyperparameters]
rollout = 512
batch = 128
epochs = 1
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return make_home(tmp_path, {"learner": AGENT})


def kept(home: Path) -> list[str]:
    folder = home / "checkpoints" / "learner"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_a_number_of_steps_that_is_not_whole_rollouts_is_told(home: Path) -> None:
    ran = rlbot(home, "train", "learner", "--feed", "synthetic", "--steps", "600", "--json")
    assert ran.status == 0, ran.err
    assert "learner trains 1,024 steps, not 600: in whole rollouts of 512" in ran.err
    assert ran.json["steps"] == 1_024
    again = rlbot(home, "train", "learner", "--feed", "synthetic", "--steps", "512", "--json")
    assert "whole rollouts" not in again.err and again.json["steps"] == 512


def test_ctrl_c_says_what_is_kept_and_leaves_no_half_version(home: Path) -> None:
    assert rlbot(home, "train", "learner", "--feed", "synthetic", "--steps", "512").status == 0
    before = kept(home)
    with started(home, "train", "learner", "--feed", "synthetic", "--steps", "100000000", "--tell") as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "Training 6" in line:
                break
        process.send_signal(signal.SIGINT)
        told = [line for line in process.stdout.read().splitlines() if not line.startswith("PROGRESS")]
        assert process.wait() == 130
    assert told == ["stopped: nothing of this run is kept; what was trained before (v1) stays; the same command begins anew"]
    assert kept(home) == before == ["current", "v1"]


def test_ctrl_c_while_a_start_trains_ends_the_child(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def impatient(label: str, done: float, detail: str = "") -> None:
        if "Training 6" in detail:
            raise KeyboardInterrupt

    monkeypatch.setattr(training_job, "progress", impatient)
    with pytest.raises(CommandError) as stopped:
        training_job.train_in_child(Home(home), "learner", ["--feed", "synthetic", "--steps", "100000000"])
    assert stopped.value.status == 130
    assert stopped.value.text.startswith(
        "training learner was stopped: nothing of this run is kept; there is no earlier version"
    )
    assert kept(home) == []


def test_ctrl_c_before_the_child_is_there_is_told_as_well(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def at_once(label: str, done: float, detail: str = "") -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(training_job, "progress", at_once)
    with pytest.raises(CommandError, match="stopped before it began; nothing of this run is kept") as stopped:
        training_job.train_in_child(Home(home), "learner", [])
    assert stopped.value.status == 130
