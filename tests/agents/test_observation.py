"""The vector an agent sees: its layout, its history, and that training reads the same bits."""

from __future__ import annotations

import numpy as np
import pytest

from rlbot.agents.observation import ROOM, ObservationBuilder, market_matrix
from rlbot.agents.own_history import OWN_FEATURES, OWN_SIZE, OWN_STATE, own_decision, own_features, reset_own
from rlbot.market.history import decisions_due
from rlbot.market.market_data import AgentPlan
from rlbot.market.normalizer import Normalizer
from tests.market.series import merged, wandering

NAMES = ("price", "rsi", "ema_10")


def f32(values: list[float]) -> list[float]:
    rounded: list[float] = np.array(values, np.float32).tolist()
    return rounded


def rows(count: int) -> list[tuple[float, ...]]:
    plan = AgentPlan("a", "AAPL", "1d", None, NAMES)
    return [due.inputs for due in decisions_due(plan, merged(wandering("AAPL", count, 1)))]


def test_newest_bar_first_then_its_lags_then_own_history() -> None:
    builder = ObservationBuilder(("a", "b"), 2, Normalizer(("a", "b")))
    assert builder.names() == ("a", "b", "a_lag1", "b_lag1", "a_lag2", "b_lag2", *OWN_FEATURES)
    for k in range(1, 5):
        builder.push((k / 10.0, -k / 10.0))
    assert builder.market_row().tolist() == f32([0.4, -0.4, 0.3, -0.3, 0.2, -0.2])
    assert builder.size == 6 + OWN_SIZE == len(builder.names())


def test_lags_are_zero_until_there_were_bars() -> None:
    builder = ObservationBuilder(("a",), 3, Normalizer(("a",)))
    builder.push((0.5,))
    assert builder.market_row().tolist() == [0.5, 0.0, 0.0, 0.0]


@pytest.mark.parametrize("history", [0, 1, 3, 20])
def test_history_survives_the_end_of_the_ring(history: int) -> None:
    builder = ObservationBuilder(("a", "b"), history, Normalizer(("a", "b")))
    for k in range(2 * ROOM + 40):
        builder.push((k / 1000.0, -k / 1000.0))
        wanted = [(k - lag) / 1000.0 * sign if k >= lag else 0.0 for lag in range(history + 1) for sign in (1, -1)]
        assert builder.market_row().tolist() == f32(wanted)


def test_training_rows_are_live_rows_to_the_last_bit() -> None:
    inputs = rows(300)
    normalizer = Normalizer.fitted(NAMES, inputs[:200])
    matrix = market_matrix(inputs, 3, normalizer)
    assert matrix.dtype == np.float32 and matrix.shape == (300, 12)
    builder = ObservationBuilder(NAMES, 3, Normalizer.restored(normalizer.state()))
    own = [0.0] * OWN_STATE
    reset_own(own, 1000.0)
    for t, row in enumerate(inputs):
        builder.push(row)
        assert builder.observe(own, 0.0, 0.0, 1000.0)[:12].tobytes() == matrix[t].tobytes() == builder.market_row().tobytes()
    assert market_matrix([], 3, normalizer).shape == (0, 12)


def test_own_history_stands_last() -> None:
    builder = ObservationBuilder(("a",), 0, Normalizer(("a",)))
    builder.push((0.25,))
    own, wanted = [0.0] * OWN_STATE, [0.0] * OWN_SIZE
    reset_own(own, 1000.0)
    own_decision(own, 0.75)
    vector = builder.observe(own, 0.5, 0.02, 1010.0)
    own_features(own, wanted, 0, 0.5, 0.02, 1010.0)
    assert vector.tolist() == f32([0.25, *wanted])
    assert vector[builder.names().index("own_target_1")] == 0.75


def test_observations_are_copies() -> None:
    builder = ObservationBuilder(("a",), 1, Normalizer(("a",)))
    builder.push((0.25,))
    own = [0.0] * OWN_STATE
    first, row = builder.observe(own, 0.0, 0.0, 1.0), builder.market_row()
    builder.push((0.75,))
    assert first[0] == row[0] == 0.25


def test_frozen_normalizer_learns_nothing_and_online_one_only_after_its_row_and_only_from_warm_ones() -> None:
    inputs = rows(80)
    frozen = Normalizer.fitted(NAMES, inputs[:40])
    before = frozen.state()
    market_matrix(inputs, 1, frozen)
    assert frozen.state() == before
    online = Normalizer.fitted(NAMES, inputs[:40], online=True)
    builder = ObservationBuilder(NAMES, 0, online)
    builder.push(inputs[40], warm=False)
    assert online.count == 40
    wanted = online.normalised(inputs[41])
    builder.push(inputs[41])
    assert online.count == 41 and builder.market_row().tolist() == f32(wanted)


def test_a_normalizer_of_other_features_is_refused() -> None:
    with pytest.raises(ValueError, match="was taught"):
        ObservationBuilder(("a", "b"), 1, Normalizer(("b", "a")))
