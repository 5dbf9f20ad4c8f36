"""Welford against NumPy, causality, freezing, and a state that survives saving to the last bit."""

from __future__ import annotations

import random

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rlbot.market.normalizer import CLIP, Normalizer, NormalizerState

NAMES = ("price", "rsi", "level")


def rows(count: int, seed: int = 1) -> list[tuple[float, float, float]]:
    rng = random.Random(seed)
    return [(rng.gauss(1e-4, 1e-5), rng.uniform(-1, 1), 1e6 + rng.gauss(0, 3)) for _ in range(count)]


def test_online_equals_batch_statistics_of_every_prefix() -> None:
    data = rows(2000)
    normalizer = Normalizer(NAMES, online=True)
    for t, row in enumerate(data):
        if t > 2 and t % 97 == 0:
            prefix = np.array(data[:t])
            wanted = np.clip((np.array(row) - prefix.mean(0)) / prefix.std(0, ddof=1), -CLIP, CLIP)
            np.testing.assert_allclose(normalizer.normalised(row), wanted, rtol=0, atol=1e-9)
        normalizer.learn(row)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60))
def test_mean_and_variance_equal_numpys(values: list[float]) -> None:
    state = Normalizer.fitted(("x",), [(x,) for x in values]).state()
    size = max(1.0, float(np.abs(values).max()))
    assert state.mean[0] == pytest.approx(np.mean(values), abs=1e-9 * size)
    assert state.squares[0] / (len(values) - 1) == pytest.approx(np.var(values, ddof=1), abs=1e-9 * size * size)


def test_a_row_does_not_see_itself() -> None:
    normalizer = Normalizer.fitted(NAMES, rows(50), online=True)
    fresh = Normalizer.fitted(NAMES, rows(50))
    wild = (9.0, 9.0, 9.0)
    assert normalizer.normalised(wild) == fresh.normalised(wild)


def test_normalising_teaches_nothing() -> None:
    normalizer = Normalizer.fitted(NAMES, rows(50))
    before = normalizer.state()
    for row in rows(50, seed=2):
        normalizer.normalised(row)
    assert normalizer.state() == before


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 200), st.integers(0, 10_000))
def test_saved_and_restored_it_goes_on_with_the_same_bits(count: int, seed: int) -> None:
    data = rows(count + 50, seed)
    first = Normalizer.fitted(NAMES, data[:count], online=True)
    saved = msgspec.json.encode(first.state())
    second = Normalizer.restored(msgspec.json.decode(saved, type=NormalizerState), online=True)
    for row in data[count:]:
        assert first.normalised(row) == second.normalised(row)
        first.learn(row)
        second.learn(row)
    assert first.state() == second.state()


def test_what_is_constant_is_not_blown_up() -> None:
    normalizer = Normalizer.fitted(("mask",), [(0.0,)] * 100)
    assert normalizer.normalised((1.0,)) == [1.0]


def test_extremes_are_cut_off_and_nan_is_zero() -> None:
    normalizer = Normalizer.fitted(("x",), [(0.0,), (1.0,)])
    assert [normalizer.normalised((x,))[0] for x in (1e9, -1e9, float("inf"), float("nan"))] == [CLIP, -CLIP, CLIP, 0.0]


def test_untaught_it_passes_values_through() -> None:
    assert Normalizer(NAMES).normalised((0.5, -0.25, 7.0)) == [0.5, -0.25, CLIP]


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        Normalizer(NAMES).normalised((1.0,))
    with pytest.raises(ValueError, match="damaged"):
        Normalizer.restored(NormalizerState(("a", "b"), 3, (0.0,), (0.0,)))
