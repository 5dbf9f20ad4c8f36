"""Learned agents: which weight an output means, and how decided it was."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest

from rlbot.agents.learned import learned_agent, sac_decisiveness, weight_range, weight_reader
from rlbot.agents.policy import Policy
from rlbot.agents.sac_agent import weight_of
from rlbot.settings.agent import LimitSettings
from tests.agents.nets import arrays, observation


def test_ppo_takes_the_most_probable_weight_and_is_as_sure_as_its_margin() -> None:
    policy = Policy(arrays("ppo", 2))
    agent = learned_agent(policy, "v1", LimitSettings())
    for seed in range(1, 30):
        logits = np.array(policy.output(observation(seed).vector))
        odds = np.exp(logits - logits.max())
        odds /= odds.sum()
        decision = agent.decide(observation(seed))
        assert decision.target_weight == 0.25 * int(odds.argmax())
        first, second = sorted(odds, reverse=True)[:2]
        assert decision.confidence == pytest.approx(first - second, abs=1e-6)
        assert decision.output == pytest.approx(odds.tolist(), abs=1e-6)


def test_sac_takes_the_mean_action() -> None:
    policy = Policy(arrays("sac", 2))
    agent = learned_agent(policy, "v1", LimitSettings())
    for seed in range(1, 30):
        mean = policy.output(observation(seed).vector)[0]
        assert agent.decide(observation(seed)).target_weight == weight_of(math.tanh(mean), 0.0, 1.0)


@pytest.mark.parametrize(("mean", "spread", "present"), [(0.3, 0.4, 0.2), (-0.5, 0.2, 0.5), (0.0, 1.0, 0.52), (0.9, 0.3, 0.0)])
def test_decisiveness_is_the_share_of_draws_on_the_same_side_of_the_near_edge(
    mean: float, spread: float, present: float
) -> None:
    draws = np.random.default_rng(0).normal(mean, spread, 200_000)
    edges = [edge for edge in (present - 0.05, present + 0.05) if 0.0 < edge < 1.0]
    before_tanh = [math.atanh((edge - 0.5) / 0.6) for edge in edges]
    near = min(before_tanh, key=lambda edge: abs(edge - mean))
    same_side = float(((draws > near) == (mean > near)).mean())
    assert sac_decisiveness(mean, spread, present, 0.0, 1.0, 0.05) == pytest.approx(2.0 * same_side - 1.0, abs=0.01)


@pytest.mark.parametrize(
    ("mean", "present", "band"), [(-1.25, 0.03, 0.05), (1.3, 1.0, 0.0), (-1.21, 0.0, 0.0), (-0.9, 0.04, 0.05)]
)
def test_exactly_flat_and_exactly_full_are_edges_too(mean: float, present: float, band: float) -> None:
    """Actions drawn, against the sizing rule itself: how many trade where the mean holds, or hold where it trades?"""

    def holds(action: float) -> bool:
        weight = weight_of(math.tanh(action), 0.0, 1.0)
        return weight == present or (weight != 0.0 and abs(weight - present) < band)

    draws = np.random.default_rng(0).normal(mean, 0.1, 100_000)
    same = float(np.mean([holds(one) == holds(mean) for one in draws.tolist()]))
    assert sac_decisiveness(mean, 0.1, present, 0.0, 1.0, band) == pytest.approx(2.0 * same - 1.0, abs=0.02)


def test_on_the_edge_nothing_is_decided_and_without_an_edge_everything() -> None:
    edge = math.atanh((0.25 - 0.5) / 0.6)
    assert sac_decisiveness(edge, 0.3, 0.2, 0.0, 1.0, 0.05) == 0.0
    assert sac_decisiveness(0.0, 0.3, 3.0, 0.0, 1.0, 0.05) == 1.0


def test_limits_set_the_range_of_weights() -> None:
    assert weight_range(LimitSettings(max_weight=0.8)) == (0.0, 0.8)
    both = LimitSettings(max_weight=0.8, allow_short=True)
    assert weight_range(both) == (-0.8, 0.8)
    reader = weight_reader(arrays("ppo"), both)
    assert [reader([float(k == best) for k in range(5)]) for best in range(5)] == pytest.approx([-0.8, -0.4, 0.0, 0.4, 0.8])


def test_the_reader_agrees_with_the_agent() -> None:
    for kind in ("ppo", "sac"):
        policy = Policy(arrays("ppo" if kind == "ppo" else "sac", 7))
        agent, reader = learned_agent(policy, "v1", LimitSettings()), weight_reader(policy.arrays, LimitSettings())
        for seed in range(1, 20):
            seen = msgspec.structs.replace(observation(seed), weight=0.3)
            assert agent.decide(seen).target_weight == reader(policy.output(seen.vector))
