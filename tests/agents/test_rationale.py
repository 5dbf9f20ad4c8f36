"""The rationale of a learned decision: complete, additive, in natural units, and its flip is true."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rlbot.agents.counterfactual import smallest_flips
from rlbot.agents.learned import learned_agent, weight_reader
from rlbot.agents.policy import Kind, Policy, PolicyArrays
from rlbot.agents.rationale import NO_FLIP, PolicyExplainer
from rlbot.events.agent import DecisionExplained
from rlbot.settings.agent import LimitSettings
from tests.agents.nets import NAMES, SIZE, arrays, layout, made, observation, vector

LIMITS = LimitSettings(no_trade_band=0.05)
THIN = "\N{THIN SPACE}"


def explained(net: PolicyArrays, seed: int, *, previous: int | None = None) -> DecisionExplained:
    policy, seen = Policy(net), observation(seed)
    decision = learned_agent(policy, "v1", LIMITS).decide(seen)
    before = None if previous is None else observation(previous)
    event = made(decision.target_weight, seen, confidence=decision.confidence)
    return PolicyExplainer(policy, layout(), LIMITS).explain(event, seen, before)


@settings(deadline=None, max_examples=40)
@given(kind=st.sampled_from(["ppo", "sac"]), net=st.integers(0, 10**6), seed=st.integers(1, 10**4), steep=st.floats(0.2, 5.0))
def test_every_decision_is_explained_completely(kind: Kind, net: int, seed: int, steep: float) -> None:
    why = explained(arrays(kind, net, steep), seed)
    assert why.completeness_error < 1e-6
    assert sum(d.effect for d in why.drivers) + why.other_effect == pytest.approx(why.total_effect, abs=1e-12)
    assert len(why.drivers) == 5 and all(abs(d.effect) <= 1.0 + 1e-9 for d in why.drivers)
    sizes = [abs(d.effect) for d in why.drivers]
    assert sizes == sorted(sizes, reverse=True)
    assert why.sentence.endswith(".") and "!" not in why.sentence and why.flip


@settings(deadline=None, max_examples=40)
@given(kind=st.sampled_from(["ppo", "sac"]), net=st.integers(0, 10**6), steep=st.floats(0.1, 25.0), apart=st.floats(-14.0, 0.5))
def test_completeness_holds_for_steep_networks_and_hardly_any_difference(
    kind: Kind, net: int, steep: float, apart: float
) -> None:
    policy = Policy(arrays(kind, net, steep))
    point = vector(net % 999 + 1).astype(np.float64)
    before = point + 10.0**apart * np.random.default_rng(net).normal(size=SIZE)
    effects, total, error = PolicyExplainer(policy, layout(), LIMITS).attribute(point, before)
    assert error < 1e-3 and np.isfinite(effects).all()
    assert float(effects.sum()) == pytest.approx(total, abs=1e-3)


def test_effects_add_up_to_target_minus_baseline_target() -> None:
    checked = 0
    for kind in ("ppo", "sac"):
        for seed in range(1, 60):
            net = arrays("ppo" if kind == "ppo" else "sac", seed)
            reader, policy = weight_reader(net, LIMITS), Policy(net)
            change = reader(policy.output(vector(seed))) - reader(policy.output(net.median))
            why = explained(net, seed)
            if change and abs(why.total_effect - change) < 1e-5:
                checked += 1
            elif change:  # a near-tie: no single effect may exceed the whole range
                assert kind == "ppo" and max(abs(d.effect) for d in why.drivers) <= 1.0
    assert checked > 60


def test_the_same_decision_later_gives_the_same_numbers() -> None:
    assert explained(arrays("sac", 3), 5) == explained(arrays("sac", 3), 5)


def test_the_previous_bar_can_be_the_baseline() -> None:
    why = explained(arrays("sac", 3), 5, previous=4)
    assert why.baseline == "previous bar" and why.total_effect != explained(arrays("sac", 3), 5).total_effect


def test_a_feature_is_counted_with_its_lags_and_own_history_is_not_actionable() -> None:
    groups = {group.feature: group for group in layout().groups}
    assert groups["rsi"].columns == (2, 9, 16, 23) and groups["rsi"].actionable
    assert not groups["own_position"].actionable and not groups["own_month"].actionable
    assert sorted(column for group in groups.values() for column in group.columns) == list(range(SIZE))


def test_drivers_read_in_natural_units() -> None:
    seen = observation(7)
    shown = dict(
        zip([g.feature for g in layout().groups], layout().shown(seen.vector.tolist(), seen.features, seen.close), strict=True)
    )
    assert shown["rsi"] == (seen.features[2], f"{seen.features[2]:.1f}")
    assert shown["vix"][0] == pytest.approx(seen.features[6])
    assert shown["ema_10"][0] == pytest.approx(seen.close / seen.features[4] - 1.0, abs=1e-6)
    assert shown["own_position"] == (seen.weight, f"{100 * seen.weight:.0f}{THIN}%")


@settings(deadline=None, max_examples=30)
@given(kind=st.sampled_from(["ppo", "sac"]), net=st.integers(0, 10**6), seed=st.integers(1, 10**4))
def test_a_flip_alters_the_action_and_a_hair_less_does_not(kind: Kind, net: int, seed: int) -> None:
    policy = Policy(arrays(kind, net))
    reader = weight_reader(policy.arrays, LIMITS)
    row = vector(seed)

    def action(output: list[float]) -> float:
        return reader(output) if kind == "ppo" else float(reader(output) > 0.5)

    present = action(policy.output(row))
    flips = smallest_flips(policy, lambda many: np.array([action(one) for one in many.tolist()]), row, range(len(NAMES)))
    assert [f.distance for f in flips] == sorted(f.distance for f in flips)
    for flip in flips:
        changed = row.copy()
        changed[flip.column] = flip.value
        assert action(policy.output(changed)) != present
        changed[flip.column] = flip.value + (row[flip.column] - flip.value) * np.float32(2e-3 / max(flip.distance, 2e-3))
        if flip.distance > 4e-3:
            assert action(policy.output(changed)) == present


def test_a_policy_that_never_changes_its_mind_says_so() -> None:
    net = arrays("ppo", 1)
    last, bias = net.layers[-1]
    sure = PolicyArrays("ppo", (*net.layers[:-1], (last, bias + np.array([0, 0, 1e3, 0, 0], np.float32))), net.median)
    why = explained(sure, 3)
    assert why.flip == NO_FLIP and why.distance == 0.0


def test_distance_is_near_zero_on_a_training_observation_and_grows_away_from_it() -> None:
    net = arrays("ppo", 2)
    explainer = PolicyExplainer(Policy(net), layout(), LIMITS)
    at_home = net.reference[5].astype(np.float64)
    assert explainer.distance(at_home) < 1e-6
    assert explainer.distance(at_home + 5.0) > 3.0


def test_a_policy_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match="reads 12 inputs"):
        PolicyExplainer(Policy(arrays(size=12)), layout(), LIMITS)
