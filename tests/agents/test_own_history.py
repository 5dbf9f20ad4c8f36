"""Own history against brute force: the window's sums recomputed from the fills and session closes themselves."""

from __future__ import annotations

import math
import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rlbot.agents.own_history import (
    OWN_FEATURES,
    OWN_SIZE,
    OWN_STATE,
    WINDOW,
    own_decision,
    own_features,
    own_fill,
    own_session_end,
    reset_own,
)

fill = st.tuples(st.floats(10.0, 50_000.0), st.floats(0.0, 100.0))
session = st.tuples(st.floats(-0.2, 0.2), st.lists(fill, max_size=3), st.floats(-1.0, 1.0))


@settings(deadline=None, max_examples=60)
@given(sessions=st.lists(session, min_size=1, max_size=3 * WINDOW), today=st.lists(fill, max_size=2), move=st.floats(-0.1, 0.1))
def test_features_equal_a_recount_of_the_last_month(
    sessions: list[tuple[float, list[tuple[float, float]], float]], today: list[tuple[float, float]], move: float
) -> None:
    state, equity = [0.0] * OWN_STATE, 50_000.0
    reset_own(state, equity)
    days: list[tuple[float, float, float, float]] = []  # equity at the close, log return, turnover, cost
    targets: list[float] = []
    for ret, fills, target in sessions:
        for value, cost in fills:
            own_fill(state, value, cost)
        after = equity * (1.0 + ret)
        own_session_end(state, after)
        own_decision(state, target)
        targets.append(target)
        days.append((after, math.log(after / equity), sum(v for v, _ in fills) / equity, sum(c for _, c in fills) / equity))
        equity = after
    for value, cost in today:
        own_fill(state, value, cost)
    now = equity * (1.0 + move)
    out = [0.0] * OWN_SIZE
    own_features(state, out, 0, 0.4, 0.03, now)

    month = days[-WINDOW:]
    got = dict(zip(OWN_FEATURES, out, strict=True))
    assert got["own_weight"] == 0.4 and got["own_unrealised"] == pytest.approx(0.15)
    newest_first = [*reversed(targets), 0.0, 0.0, 0.0, 0.0][:4]
    assert [got[f"own_target_{k}"] for k in range(1, 5)] == newest_first
    assert got["own_month_return"] == pytest.approx(10.0 * (sum(d[1] for d in month) + math.log(now / equity)), abs=1e-9)
    assert got["own_month_drawdown"] == pytest.approx(10.0 * (1.0 - now / max([now, *(d[0] for d in month)])), abs=1e-9)
    volatility = statistics.stdev([d[1] for d in month]) * math.sqrt(252.0) if len(month) > 1 else 0.0
    assert got["own_month_volatility"] == pytest.approx(2.0 * volatility, abs=1e-5)
    turnover = sum(d[2] for d in month) + sum(v for v, _ in today) / equity
    cost = sum(d[3] for d in month) + sum(c for _, c in today) / equity
    assert got["own_month_turnover"] == pytest.approx(0.2 * turnover, abs=1e-9)
    assert got["own_month_cost"] == pytest.approx(100.0 * cost, abs=1e-9)
