"""Identities of the rewards: the drawdown penalty telescopes, the differential Sharpe is the derivative it claims to be."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rlbot.agents.reward_meter import RewardMeter
from rlbot.agents.rewards import MDD, REWARD_STATE, differential_sharpe, drawdown_step, reset_reward
from rlbot.settings.agent import RewardSettings

returns = st.lists(st.floats(-0.3, 0.3), min_size=1, max_size=252)


def max_drawdown(equity: list[float]) -> float:
    return max(1.0 - e / max(equity[: k + 1]) for k, e in enumerate(equity))


@settings(deadline=None, max_examples=100)
@given(returns=returns, penalty=st.floats(0.0, 5.0))
def test_the_drawdown_penalty_telescopes_to_the_maximum_drawdown(returns: list[float], penalty: float) -> None:
    equity = [10_000.0]
    for r in returns:
        equity.append(equity[-1] * (1.0 + r))
    state = [0.0] * REWARD_STATE
    reset_reward(state, equity[0], 0.0, 0.0)
    total = math.fsum(drawdown_step(state, a, b, penalty) for a, b in itertools.pairwise(equity))
    expected = math.log(equity[-1] / equity[0]) - penalty * max_drawdown(equity)
    assert total == pytest.approx(expected, abs=1e-12)
    assert state[MDD] == pytest.approx(max_drawdown(equity), abs=1e-12)


@settings(deadline=None, max_examples=100)
@given(ret=st.floats(-0.1, 0.1), mean=st.floats(-0.002, 0.002), vol=st.floats(0.005, 0.05))
def test_differential_sharpe_is_the_derivative_by_the_rate(ret: float, mean: float, vol: float) -> None:
    square = vol * vol + mean * mean

    def sharpe(eta: float) -> float:
        a, b = mean + eta * (ret - mean), square + eta * (ret * ret - square)
        return a / math.sqrt(b - a * a)

    h = 1e-6
    slope = (sharpe(h) - sharpe(-h)) / (2.0 * h)
    ours = differential_sharpe(ret, mean, square, 1e-12)
    assert ours == pytest.approx(slope, rel=1e-6, abs=1e-6)


def test_eta_times_the_sum_tends_to_the_change_of_sharpe() -> None:
    rng = np.random.default_rng(0)
    errors = []
    for eta in (0.01, 0.001, 0.0001):
        rets = rng.normal(0.0005, 0.01, size=int(2.0 / eta))
        mean, square, total = 0.0, 1e-4, 0.0
        start = mean / math.sqrt(square - mean * mean)
        for r in rets.tolist():
            total += eta * differential_sharpe(r, mean, square, 1e-12)
            mean += eta * (r - mean)
            square += eta * (r * r - square)
        errors.append(abs(total - (mean / math.sqrt(square - mean * mean) - start)))
    assert errors[2] < errors[1] < errors[0] and errors[2] < 2e-4


@pytest.mark.parametrize("sharpe", [False, True])
def test_terms_add_up_and_episodes_end_by_the_counter(sharpe: bool) -> None:
    meter = RewardMeter(RewardSettings(episode_bars=10), "1d", sharpe=sharpe, budget=100.0)
    rng = np.random.default_rng(1)
    equity, totals, episodes = 100.0, 0.0, []
    for k in range(25):
        after = equity * (1.0 + float(rng.normal(0.0, 0.04)))
        terms = meter.step(equity, after)
        totals = terms.reward if k % 10 == 0 else totals + terms.reward
        assert sum(terms.parts.values()) == pytest.approx(terms.reward, abs=1e-15)
        assert terms.episode_reward == pytest.approx(totals, abs=1e-12)
        episodes.append(terms.episode)
        equity = after
    assert episodes == [0] * 10 + [1] * 10 + [2] * 5


def test_volatility_over_the_target_is_what_the_penalty_charges() -> None:
    calm = RewardMeter(RewardSettings(volatility_target=0.9), "1d", sharpe=True, budget=100.0)
    wild = RewardMeter(RewardSettings(volatility_target=0.05, sharpe_rate=0.5), "1d", sharpe=True, budget=100.0)
    assert calm.step(100.0, 101.0).parts["volatility_penalty"] == 0.0
    assert wild.step(100.0, 110.0).parts["volatility_penalty"] < 0.0


def test_ruin_is_a_finite_reward() -> None:
    meter = RewardMeter(RewardSettings(), "1d", sharpe=False, budget=100.0)
    assert math.isfinite(meter.step(100.0, -5.0).reward) and math.isfinite(meter.step(-5.0, -6.0).reward)
