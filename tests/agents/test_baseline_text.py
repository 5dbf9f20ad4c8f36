"""What a sum of effects is measured from: with it, what is printed on a card adds up."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rlbot.agents.baseline_text import measured_by_rule, measured_from
from rlbot.agents.baselines import Sma200, VolTarget
from rlbot.agents.learned import learned_agent, weight_reader
from rlbot.agents.policy import Kind, Policy
from rlbot.agents.rationale import PolicyExplainer
from rlbot.agents.rule_explainer import explain_by_rule
from rlbot.events.agent import DecisionMade, Driver
from rlbot.settings.agent import LimitSettings
from tests.agents.nets import arrays, layout, made, observation

THIN = "\N{THIN SPACE}"
NUMBER = re.compile(rf"(\N{{MINUS SIGN}}?[\d.]+){THIN}%")


def decision(held: float, target: float) -> DecisionMade:
    return made(target, msgspec.structs.replace(observation(1), weight=held))


def driver(effect: float) -> Driver:
    return Driver("rsi", "RSI 14", 50.0, "50", effect)


def numbers(text: str) -> list[float]:
    return [float(found.replace("\N{MINUS SIGN}", "-")) for found in NUMBER.findall(text)]


def test_a_step_against_the_sum_is_told_to_be_from_the_position() -> None:
    text = measured_from(decision(0.99, 0.0), [driver(-0.20)], -0.25, 0.25, "training median")
    assert text == (
        f"Measured from the training median, at which it wants 25{THIN}%; the sum leads from there to 0{THIN}%. "
        f"The step from 99{THIN}% is from the position held, which the sum does not measure."
    )


def test_a_sum_that_is_the_step_needs_no_more_words() -> None:
    text = measured_from(decision(0.75, 0.5), [driver(-0.25)], -0.25, 0.75, "training median")
    assert text.endswith(f"the sum leads from there to 50{THIN}%.")


def test_a_lean_that_chose_nothing_else_is_no_change_of_weight() -> None:
    text = measured_from(decision(0.99, 0.0), [driver(0.06)], 0.06, 0.0, "training median")
    assert f"it wants 0{THIN}% as well" in text and "too little to choose another weight" in text
    assert "99" in text


def test_a_near_tie_is_not_the_whole_step() -> None:
    text = measured_from(decision(0.5, 0.0), [driver(-1.0)], -0.3, 0.5, "previous bar")
    assert f"the previous bar, at which it wants 50{THIN}%: 0{THIN}% wins by so little" in text


@settings(deadline=None, max_examples=200)
@given(target=st.floats(-1.0, 1.0), total=st.floats(-1.0, 1.0))
def test_what_is_printed_adds_up(target: float, total: float) -> None:
    text = measured_from(decision(target - total, target), [driver(total)], total, target - total, "training median")
    digits = 1 if abs(total) < 0.1 else 0
    if "as well" in text:
        assert round(100.0 * total, digits) in (0.0, 0.1, -0.1) and "change nothing" in text
        return
    start, end = numbers(text)[:2]
    assert start + round(100.0 * total, digits) == pytest.approx(end, abs=1e-6)


@settings(deadline=None, max_examples=60)
@given(kind=st.sampled_from(["ppo", "sac"]), net=st.integers(0, 10**6), seed=st.integers(1, 10**4), steep=st.floats(0.2, 5.0))
def test_the_start_it_names_is_what_the_policy_wants_there(kind: Kind, net: int, seed: int, steep: float) -> None:
    limits, net_arrays = LimitSettings(no_trade_band=0.05), arrays(kind, net, steep)
    policy, seen = Policy(net_arrays), observation(seed)
    wanted = learned_agent(policy, "v1", limits).decide(seen).target_weight
    usual = weight_reader(net_arrays, limits)(policy.output(net_arrays.median))
    why = PolicyExplainer(policy, layout(), limits).explain(made(wanted, seen), seen)
    assert why.measured.startswith("Measured from the training median")
    assert abs(numbers(why.measured)[0] - 100.0 * usual) <= 1.0 + 1e-6
    if "the sum leads" in why.measured:
        assert usual + why.total_effect == pytest.approx(wanted, abs=1e-3)


def test_a_rule_starts_where_its_drivers_begin() -> None:
    vol = msgspec.structs.replace(decision(0.2, 0.6), output=(0.25,))
    text = explain_by_rule(vol, VolTarget(0.15, 252.0)).measured
    assert f"the rule's own start, at which it wants 100{THIN}%; the sum leads from there to 60{THIN}%" in text
    sma = msgspec.structs.replace(decision(0.0, 1.0), output=(0.02, 101.0))
    assert explain_by_rule(sma, Sma200(1.0)).measured.startswith(
        f"Measured from the rule's own start, at which it wants 0{THIN}%"
    )
    assert measured_by_rule(vol, ()) == ""
