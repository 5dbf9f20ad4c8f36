"""What the leakage suite throws at a pipeline really is another future, and the past stays."""

from __future__ import annotations

import math
import random

import pytest

from rlbot.training.perturb import PERTURBATIONS, punched
from tests.market.series import merged, wandering

BATCHES = merged(*(wandering(symbol, 60, seed) for seed, symbol in enumerate(("TNA", "IWM", "VIX"))))
PAST, AFTER = BATCHES[:80], BATCHES[80:]


@pytest.mark.parametrize("how", PERTURBATIONS)
def test_the_future_is_another_and_still_lies_in_the_future(how: str) -> None:
    changed = PERTURBATIONS[how](PAST, AFTER, random.Random(1))
    assert list(changed) != AFTER
    assert all(batch.ts_ns > PAST[-1].ts_ns for batch in changed)
    assert all(bar.known_ns > PAST[-1].ts_ns for batch in changed for bar in batch.bars)
    assert list(PERTURBATIONS[how](PAST, [], random.Random(1))) == []


def test_garbage_is_well_formed_and_nan_is_not() -> None:
    for batch in PERTURBATIONS["garbage"](PAST, AFTER, random.Random(1)):
        assert all(0.0 < bar.low <= min(bar.open, bar.close) <= max(bar.open, bar.close) <= bar.high for bar in batch.bars)
    assert all(math.isnan(bar.close) for batch in PERTURBATIONS["nan"](PAST, AFTER, random.Random(1)) for bar in batch.bars)


def test_a_split_is_announced_once_per_symbol() -> None:
    changed = PERTURBATIONS["split"](PAST, AFTER, random.Random(1))
    assert sorted(action.symbol for batch in changed for action in batch.actions) == ["IWM", "TNA", "VIX"]
    assert changed[0].bars[0].close == AFTER[0].bars[0].close / 2.0


def test_punching_loses_about_the_share_asked_for() -> None:
    kept = sum(len(batch.bars) for batch in punched(BATCHES, random.Random(1), 0.25))
    assert 0.65 < kept / sum(len(batch.bars) for batch in BATCHES) < 0.85
