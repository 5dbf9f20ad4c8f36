"""What would flip a decision, read as a person reads it: put in the feature's place, the number does flip it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from rlbot.agents.agent import Observation
from rlbot.agents.baselines import BAND, Sma200, VolTarget
from rlbot.agents.learned import learned_agent
from rlbot.agents.policy import Kind, Policy, PolicyArrays
from rlbot.agents.rationale import NO_FLIP, PolicyExplainer
from rlbot.market.features.feature import MINUS
from rlbot.market.features.registry import FEATURES, Series, build
from rlbot.risk.sizing import share_delta
from rlbot.settings.agent import LimitSettings
from tests.agents.nets import CLOSE, NAMES, arrays, layout, made, normalizer, observation

EQUITY, BAND_OF_LIMITS = 50_000.0, 0.05
LIMITS = LimitSettings(no_trade_band=BAND_OF_LIMITS)
# Label -> (feature, number as printed -> model input), written down once more, by hand.
READ: dict[str, tuple[str, Callable[[float], float]]] = {
    "Return": ("price", lambda x: math.log(1.0 + x / 100.0)),
    "Volume": ("volume", lambda x: math.log(x + 0.01)),
    "RSI 14": ("rsi", lambda x: x / 50.0 - 1.0),
    "MACD histogram": ("macd", lambda x: x / CLOSE),
    "Price vs EMA_10": ("ema_10", lambda x: x / 100.0),
    "Price vs EMA_50": ("ema_50", lambda x: x / 100.0),
    "VIX": ("vix", lambda x: math.log(x / 20.0)),
}


def parsed(flip: str) -> list[tuple[str, str, float]]:
    """`RSI 14 > 55.3, or VIX < 18.20` -> [("RSI 14", ">", 55.3), ("VIX", "<", 18.2)]."""
    found = []
    for part in flip.split(", or "):
        match = re.fullmatch(r"(.+) ([<>]) ([^\s]+)(.*)", part)
        assert match is not None, flip
        found.append((match[1], match[2], float(match[3].replace(MINUS, "-").replace(",", ""))))
    return found


def whole_shares(seen: Observation) -> Observation:
    """The position as an account could hold it."""
    shares = round(seen.weight * EQUITY / CLOSE)
    return replace(seen, weight=shares * CLOSE / EQUITY, equity=EQUITY)


def action(kind: Kind, net: PolicyArrays, seen: Observation) -> float:
    """PPO: the target weight; SAC: the side of the order."""
    weight = learned_agent(Policy(net), "v1", LIMITS).decide(seen).target_weight
    if kind == "ppo":
        return weight
    delta = share_delta(weight, round(seen.weight * EQUITY / CLOSE), EQUITY, CLOSE, BAND_OF_LIMITS)
    return math.copysign(1.0, delta) if delta else 0.0


def flips_of(kind: Kind, net: PolicyArrays, seen: Observation) -> str:
    decision = learned_agent(Policy(net), "v1", LIMITS).decide(seen)
    return PolicyExplainer(Policy(net), layout(), LIMITS).explain(made(decision.target_weight, seen), seen).flip


@settings(deadline=None, max_examples=120)
@given(kind=st.sampled_from(["ppo", "sac"]), net=st.integers(0, 10**6), seed=st.integers(1, 10**4), steep=st.floats(0.3, 4.0))
def test_the_number_shown_flips_the_decision_when_taken_literally(kind: Kind, net: int, seed: int, steep: float) -> None:
    policy, seen = arrays(kind, net, steep), whole_shares(observation(seed))
    text = flips_of(kind, policy, seen)
    if text == NO_FLIP:
        return
    inputs = [layout().input_of(k, float(seen.vector[k])) for k in range(len(NAMES))]
    for label, side, number in parsed(text):
        name, to_input = READ[label]
        k = NAMES.index(name)
        for beyond in (0.0, 1e-7):
            changed = list(inputs)
            changed[k] = to_input(number + (beyond if side == ">" else -beyond))
            assert (changed[k] > inputs[k]) == (side == ">"), text
            vector = seen.vector.copy()
            vector[k] = np.float32(normalizer().normalised(changed)[k])
            assert action(kind, policy, replace(seen, vector=vector)) != action(kind, policy, seen), text


@pytest.mark.parametrize("kind", ["ppo", "sac"])
def test_most_random_policies_have_a_flip_to_show(kind: Kind) -> None:
    shown = [flips_of(kind, arrays(kind, seed), whole_shares(observation(seed))) for seed in range(1, 60)]
    assert sum(text != NO_FLIP for text in shown) > 25
    assert any("RSI 14" in text for text in shown) and any("%" in text for text in shown)


def test_no_flip_asks_for_what_cannot_be() -> None:
    for seed in range(1, 150):
        for label, _, number in (
            parsed(text) if (text := flips_of("ppo", arrays("ppo", seed), observation(seed))) != NO_FLIP else ()
        ):
            assert label != "RSI 14" or 0.0 <= number <= 100.0
            assert label not in ("Volume", "VIX") or number >= 0.0


@pytest.mark.parametrize("name", FEATURES)
def test_a_feature_reads_its_own_number_back(name: str) -> None:
    feature = build((name,), Series("TNA", "1d", "IWM"))[name]
    assert feature.step > 0.0
    for number in (0.3, 0.05):
        assert feature.number_of(feature.input_of(number, CLOSE), CLOSE) == pytest.approx(number, rel=1e-9)
    assert len(feature.text(0.123456, 3)) > len(feature.text(0.123456))


def test_a_share_too_dear_for_the_gap_is_a_hold_and_its_flip_is_a_trade() -> None:
    """0.1 % of the budget off the target, one share is 0.34 %: the account holds, so a flip has to buy or sell."""
    for seed in range(1, 40):
        net, seen = arrays("sac", seed), whole_shares(observation(seed))
        target = learned_agent(Policy(net), "v1", LIMITS).decide(seen).target_weight
        near = replace(seen, weight=math.trunc(target * EQUITY / CLOSE) * CLOSE / EQUITY)
        text = PolicyExplainer(Policy(net), layout(), LimitSettings()).explain(made(target, near, 0.0), near).flip
        for label, _, number in parsed(text) if text != NO_FLIP else ():
            name, to_input = READ[label]
            k = NAMES.index(name)
            inputs = [layout().input_of(c, float(near.vector[c])) for c in range(len(NAMES))]
            inputs[k] = to_input(number)
            vector = near.vector.copy()
            vector[k] = np.float32(normalizer().normalised(inputs)[k])
            weight = learned_agent(Policy(net), "v1", LimitSettings()).decide(replace(near, vector=vector)).target_weight
            assert share_delta(weight, round(near.weight * EQUITY / CLOSE), EQUITY, CLOSE, 0.0) != 0.0


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10**6), held=st.floats(0.0, 1.0), size=st.floats(0.002, 0.04))
def test_the_volatility_that_flips_the_baseline_does(seed: int, held: float, size: float) -> None:
    agent = VolTarget(0.2, 252.0)
    for x in np.random.default_rng(seed).normal(0.0, size, 40).tolist():
        agent.watch(100.0, x)
    seen = replace(observation(1), weight=held)
    decision = agent.decide(seen)
    event = replace(made(decision.target_weight, seen), hold_shares=decision.hold_shares, output=decision.output)
    if not (text := agent.flip(event)):
        return
    [(_, side, number)] = parsed(text)
    assert (number / 100.0 > decision.output[0]) == (side == ">")
    other = min(1.0, 0.2 / (number / 100.0))
    assert (abs(other - held) < BAND) != decision.hold_shares


@pytest.mark.parametrize("drift", [0.004, -0.004])
def test_the_close_that_flips_the_average_does(drift: float) -> None:
    steps = [0.0, *np.random.default_rng(3).normal(drift, 0.01, 260).tolist()]
    closes = (100.0 * np.exp(np.cumsum(steps))).tolist()
    agent, again = Sma200(), Sma200()
    for close, step in zip(closes, steps, strict=True):
        agent.watch(close, step)
    seen = replace(observation(1), close=closes[-1], weight=0.0)
    decision = agent.decide(seen)
    [(_, side, number)] = parsed(agent.flip(replace(made(decision.target_weight, seen), output=decision.output)))
    beyond = number + 1e-9 if side == ">" else number - 1e-9
    for close, step in zip(closes[:-1], steps[:-1], strict=True):
        again.watch(close, step)
    again.watch(beyond, math.log(beyond / closes[-2]))
    assert again.decide(replace(seen, close=beyond)).target_weight != decision.target_weight
