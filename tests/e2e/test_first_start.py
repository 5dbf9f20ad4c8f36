"""A home without a model: the first start trains a quick one, only on what lies before; what a model has seen is labelled."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from rlbot.agents.registry import ModelRegistry
from rlbot.clock import from_iso
from rlbot.market.feeds.feed import Subscription
from tests.e2e.house import Ran, make_home, rlbot
from tests.modes.worlds import write_market

AGENT = """algorithm = "ppo"
symbol = "AAPL"
[training]
steps = 2000
envs = 8
"""
START = "2005-06-01"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("first")
    write_market(root / "market", [Subscription("AAPL", "1d"), Subscription("VIX", "1d")], "2005-01-03", "2005-12-30")
    return make_home(root, {"learner": AGENT})


def up(home: Path, *words: str) -> Ran:
    flags = ("--speed", "max", "--exit-at-end", "--no-web", "--json")
    return rlbot(home, "up", "--feed", "csv", "--data", home / "market", *words, *flags)


def labels(home: Path, run: str) -> list[list[str]]:
    with sqlite3.connect(home / "checkpoints" / "journal.sqlite3") as db:
        query = "SELECT payload FROM events WHERE kind = 'BarClosed' AND run = (SELECT run FROM runs WHERE run_id = ?)"
        bars = [json.loads(payload) for (payload,) in db.execute(query, (run,))]
    return [bar.get("in_sample", []) for bar in bars if bar["bar"]["symbol"] == "AAPL"]


@pytest.mark.slow
def test_first_start_trains_on_the_past_and_labels_what_it_saw(home: Path) -> None:
    registry = ModelRegistry(home / "checkpoints")
    first = up(home, "--from", START)
    assert first.status == 0, first.err
    assert f"training a quick one on those before {START}" in first.err
    manifest = registry.manifest("learner", "v1")
    assert 0 < manifest.trained_from_ns < manifest.trained_to_ns < from_iso(START)
    assert registry.current("learner") == "v1"
    fresh = labels(home, first.json["run"])
    assert len(fresh) > 140 and not any(fresh), "nothing of the run was seen in training"

    second = up(home, "--from", "2004-12-01", "--to", "2005-06-30")
    assert second.status == 0, second.err
    assert "training" not in second.err
    seen = labels(home, second.json["run"])
    assert ["learner"] in seen and seen[-1] == [], "IN SAMPLE up to the end of training, and not after it"

    told = rlbot(home, "backtest", "learner", "--version", "v1", "--data", home / "market", "--from", "2004-12-01", "--json")
    assert told.json["in_sample_bars"] > 0 and "IN SAMPLE" in told.err

    honest = rlbot(home, "backtest", "learner", "--data", home / "market", "--from", "2004-12-01", "--json")
    assert honest.status == 0, honest.err
    assert honest.json["version"] == "v2" and honest.json["in_sample_bars"] == 0
    assert registry.manifest("learner", "v2").trained_to_ns < from_iso("2004-12-01")
    assert registry.current("learner") == "v1", "a version made for a backtest is not deployed"
    again = rlbot(home, "backtest", "learner", "--data", home / "market", "--from", "2004-12-01", "--json")
    assert again.json["event_hash"] == honest.json["event_hash"] and registry.versions("learner") == ["v1", "v2"]
