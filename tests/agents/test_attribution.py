"""Integrated gradients: complete to rounding, in agreement with exact Shapley values, and about what matters."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from rlbot.agents.attribution import SmoothNetwork, integrated_gradients
from rlbot.agents.policy import F64
from tests.agents.nets import SIZE, arrays, vector

CONTRAST = [1.0, -1.0, 0.0, 0.0, 0.0]


@settings(deadline=None, max_examples=60)
@given(net=st.integers(0, 10**6), at=st.integers(0, 10**6), steepness=st.floats(0.1, 30.0), far=st.floats(0.0, 3.0))
def test_parts_add_up_to_the_change_of_output(net: int, at: int, steepness: float, far: float) -> None:
    network = SmoothNetwork(arrays(seed=net, steepness=steepness))
    baseline = vector(at + 1).astype(np.float64)
    point = baseline + far * (vector(at) - baseline)
    found = integrated_gradients(network, point, baseline, CONTRAST)
    values = network.outputs(np.stack([baseline, point])) @ np.array(CONTRAST)
    assert found.value - found.baseline_value == pytest.approx(values[1] - values[0], abs=1e-12)
    assert abs(found.parts.sum() - (values[1] - values[0])) <= 1e-6 * max(abs(values[1] - values[0]), 1e-6)
    assert found.error < 1e-6


def test_an_ordinary_network_is_complete_to_1e_12() -> None:
    network = SmoothNetwork(arrays(seed=1))
    errors = [integrated_gradients(network, vector(k).astype(np.float64), np.zeros(SIZE), CONTRAST).error for k in range(100)]
    assert max(errors) < 1e-10
    assert sorted(errors)[50] < 1e-13


def test_the_point_itself_as_baseline_explains_nothing() -> None:
    point = vector(3).astype(np.float64)
    found = integrated_gradients(SmoothNetwork(arrays()), point, point, CONTRAST)
    assert not found.parts.any() and found.error == 0.0


def test_gradients_match_finite_differences() -> None:
    network, point = SmoothNetwork(arrays(seed=4)), vector(4).astype(np.float64)
    contrast = np.array(CONTRAST)
    gradient = network.gradients(point[None], contrast)[0]
    for k in range(0, SIZE, 5):
        step = np.zeros(SIZE)
        step[k] = 1e-6
        up, down = network.outputs(np.stack([point + step, point - step])) @ contrast
        assert gradient[k] == pytest.approx((up - down) / 2e-6, abs=1e-8)


def shapley(value: dict[frozenset[int], float], players: int) -> F64:
    """Exact, by every coalition."""
    result = np.zeros(players)
    for player in range(players):
        others = [p for p in range(players) if p != player]
        for size in range(players):
            share = math.factorial(size) * math.factorial(players - size - 1) / math.factorial(players)
            for group in itertools.combinations(others, size):
                before = frozenset(group)
                result[player] += share * (value[before | {player}] - value[before])
    return result


def test_groups_agree_with_exact_shapley_values() -> None:
    """Different axioms, so not equal; on mildly curved networks they must be close and rank alike."""
    groups = [np.arange(SIZE)[k::6] for k in range(6)]
    distances = []
    for seed in range(10):
        network = SmoothNetwork(arrays(seed=seed, steepness=0.7))
        point, contrast = vector(seed).astype(np.float64), np.array(CONTRAST)
        coalitions = [frozenset(c) for size in range(7) for c in itertools.combinations(range(6), size)]
        points = np.zeros((len(coalitions), SIZE))
        for row, members in zip(points, coalitions, strict=True):
            for member in members:
                row[groups[member]] = point[groups[member]]
        value = dict(zip(coalitions, (network.outputs(points) @ contrast).tolist(), strict=True))
        exact = shapley(value, 6)
        parts = integrated_gradients(network, point, np.zeros(SIZE), CONTRAST).parts
        ours = np.array([parts[group].sum() for group in groups])
        assert ours.sum() == pytest.approx(exact.sum(), abs=1e-9)
        distances.append(np.abs(ours - exact).sum() / np.abs(exact).sum())
        assert np.corrcoef(ours, exact)[0, 1] > 0.95
    assert np.median(distances) < 0.1


def test_removing_the_top_three_moves_the_output_more_than_three_at_random() -> None:
    wins = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        network = SmoothNetwork(arrays(seed=seed % 10))
        point, contrast = vector(1_000 + seed).astype(np.float64), np.array(CONTRAST)
        parts = integrated_gradients(network, point, np.zeros(SIZE), CONTRAST).parts

        def moved(
            columns: NDArray[Any], network: SmoothNetwork = network, point: F64 = point, contrast: F64 = contrast
        ) -> float:
            changed = point.copy()
            changed[columns] = 0.0
            values = network.outputs(np.stack([point, changed])) @ contrast
            return abs(float(values[1] - values[0]))

        top = np.argsort(parts)[-3:] if parts.sum() > 0.0 else np.argsort(parts)[:3]
        at_random = [moved(rng.choice(SIZE, 3, replace=False)) for _ in range(5)]
        wins.append(moved(top) > sorted(at_random)[2])
    assert np.mean(wins) >= 0.9
