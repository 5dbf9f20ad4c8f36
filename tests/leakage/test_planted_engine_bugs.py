"""Every bug planted into the engine is caught by the suite that the engine passes."""

from __future__ import annotations

import pytest

from rlbot.training.leakage import find_leaks
from rlbot.training.leakage_engine import trading
from tests.leakage.planted_engine import PLANTED, Ahead, Bug, reasons_with_hindsight, sabotaged
from tests.leakage.traded import agent, untrained
from tests.market.series import merged, wandering

BATCHES = merged(*(wandering(symbol, 1000, seed) for seed, symbol in enumerate(("TNA", "IWM", "VIX"))))


def kinds(bug: Bug | None, patch: pytest.MonkeyPatch, expected: str) -> set[str]:
    """What the suite says of the ETF's agent with the bug planted; without one: nothing."""
    settings, ahead = agent("sac"), Ahead()
    files = untrained(settings, BATCHES)
    history = expected == "history"
    if bug is not None:
        bug(patch, ahead)
    every = 3 if bug is reasons_with_hindsight else 8
    pipeline = trading(settings, files, warm_up=-30 if history else 20, explain_every=every, observations_only=history)
    instants, warm_up = (0, 960) if history else (16, 0)
    return {leak.kind for leak in find_leaks(sabotaged(pipeline, ahead), BATCHES, instants=instants, warm_up=warm_up)}


@pytest.mark.parametrize("bug", PLANTED, ids=lambda bug: bug.__name__)
def test_it_is_caught(bug: Bug, monkeypatch: pytest.MonkeyPatch) -> None:
    assert PLANTED[bug] in kinds(bug, monkeypatch, PLANTED[bug])


@pytest.mark.parametrize("expected", ["future", "history"])
def test_without_a_bug_there_is_no_alarm(expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kinds(None, monkeypatch, expected) == set()


def test_ten_or_more_bugs_are_planted() -> None:
    assert len(PLANTED) >= 10
