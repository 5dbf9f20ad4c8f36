"""Who may risk money: a proven version of the agent's own, or a rule; everybody else gives way to the baseline, by name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rlbot.agents.registry import MANIFEST, ModelError, ModelRegistry
from rlbot.app.home import Home
from rlbot.app.live_seats import trader
from rlbot.app.models_ready import seat_all
from rlbot.app.sources import Source
from rlbot.journal.journal import RunKey
from rlbot.settings.agent import AgentSettings, FeatureSettings
from tests.e2e import fake_model

LEARNER = AgentSettings(
    id="learner", algorithm="ppo", symbol="AAPL", features=FeatureSettings(names=fake_model.NAMES, history=2), runner="process"
)


def versioned(home: Path, **said: Any) -> ModelRegistry:
    """A deployed version whose manifest says `said`."""
    path = fake_model.deploy(home, "learner") / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | said))
    return ModelRegistry(home / "checkpoints")


def test_a_version_whose_gate_passed_trades_itself(tmp_path: Path) -> None:
    found = trader(versioned(tmp_path, gate="passed"), LEARNER)
    assert (found.settings, found.version, found.gate, found.sentence) == (LEARNER, "v1", "passed", "")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "v1 has not passed a gate"),
        ({"gate": "failed"}, "v1 has failed its gate"),
        ({"proven": True}, "v1 has not passed a gate"),
        ({"gate": "passed", "agent_id": "other"}, "the manifest of v1 is that of other v1"),
        ({"gate": "passed", "version": "v7"}, "the manifest of v1 is that of learner v7"),
        (
            {"gate": "passed", "details": {"data": {"source": "synthetic market, seed 7"}}},
            "v1 was trained on the SYNTHETIC market",
        ),
    ],
)
def test_whoever_is_not_proven_gives_way_to_the_baseline_by_name(tmp_path: Path, said: dict[str, Any], why: str) -> None:
    found = trader(versioned(tmp_path, **said), LEARNER)
    assert (found.settings.algorithm, found.settings.runner, found.version) == ("vol_target", "inline", "vol_target")
    assert found.sentence == f"learner: the baseline vol_target trades in its place, for {why}"
    assert (found.settings.symbol, found.settings.budget, found.settings.limits) == ("AAPL", LEARNER.budget, LEARNER.limits)


def test_a_strangers_agent_counts_as_a_model(tmp_path: Path) -> None:
    stranger = LEARNER.model_copy(update={"algorithm": "tests.contracts.odd_agents:Anything"})
    assert trader(ModelRegistry(tmp_path), stranger).version == "vol_target"


@pytest.mark.parametrize("rule", ["hold", "flat", "sma_200", "vol_target", "scripted"])
def test_a_rule_of_the_users_own_needs_no_gate(tmp_path: Path, rule: str) -> None:
    agent = LEARNER.model_copy(update={"algorithm": rule})
    assert (trader(ModelRegistry(tmp_path), agent).settings, trader(ModelRegistry(tmp_path), agent).gate) == (agent, "rule")


def test_a_damaged_manifest_is_no_verdict(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"manifest\.json is damaged"):
        trader(versioned(tmp_path, gate="PASSED"), LEARNER)


def no_bars(*_: object) -> Any:
    raise AssertionError("nobody may ask for bars to train on")


SOURCE = Source(name="ibkr", make_feed=no_bars, key=RunKey("live", "ibkr", "U1"), start_ns=1, vix={}, folder=None)


def test_live_seats_the_baseline_and_trains_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seated = seat_all(Home(tmp_path), [LEARNER], SOURCE, live=True)
    assert [seat.agent.version for seat in seated.seats] == ["vol_target"]
    assert [agent.algorithm for agent in seated.agents] == ["vol_target"] and seated.manifests == {}
    assert seated.instead == ("learner: the baseline vol_target trades in its place, for it has no trained version",)
    assert seated.instead[0] in capsys.readouterr().err
    assert ModelRegistry(tmp_path / "checkpoints").versions("learner") == []


def test_live_seats_a_proven_version_with_its_manifest(tmp_path: Path) -> None:
    versioned(tmp_path, gate="passed")
    agent = LEARNER.model_copy(update={"runner": "inline"})
    seated = seat_all(Home(tmp_path), [agent], SOURCE, live=True)
    assert [seat.agent.version for seat in seated.seats] == ["v1"]
    assert seated.manifests["learner"].proven and seated.instead == ()


def test_elsewhere_an_unproven_version_trades_and_it_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    versioned(tmp_path)
    agent = LEARNER.model_copy(update={"runner": "inline"})
    seated = seat_all(Home(tmp_path), [agent], SOURCE)
    assert [seat.agent.version for seat in seated.seats] == ["v1"]
    assert "learner v1 is not proven: no gate has passed it; it never trades live" in capsys.readouterr().err
