"""Baselines: the weights they ask for, and reasons whose figures are the ones they used."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest

from rlbot.agents.agent import Observation
from rlbot.agents.baselines import Flat, Hold, Sma200, VolTarget
from tests.agents.nets import made


def seen(weight: float = 0.0, close: float = 100.0) -> Observation:
    return Observation(np.zeros(0, np.float32), (), weight, 0, close)


def steady(daily: float, target: float = 0.3) -> VolTarget:
    """Returns of the same size every day, so volatility is exactly daily * sqrt(252)."""
    agent = VolTarget(target, 252.0)
    for k in range(21):
        agent.watch(100.0, daily if k % 2 else -daily)
    return agent


def test_vol_target_divides_target_by_volatility() -> None:
    daily = 0.31 / math.sqrt(252.0)
    decision = steady(daily).decide(seen())
    assert decision.target_weight == pytest.approx(0.30 / 0.31) and not decision.hold_shares
    assert steady(0.0001).decide(seen()).target_weight == 1.0


def test_vol_target_says_its_figures() -> None:
    agent = steady(0.31 / math.sqrt(252.0))
    decision = agent.decide(seen())
    event = msgspec.structs.replace(made(decision.target_weight, seen()), output=decision.output)
    assert (
        agent.sentence(event).replace("\N{THIN SPACE}", " ")
        == "Volatility 31 % is over the 30 % target, so 97 % of the budget."
    )
    (driver,) = agent.drivers(event)
    assert driver.value == pytest.approx(0.31) and driver.effect == pytest.approx(0.30 / 0.31 - 1.0)


def test_vol_target_leaves_small_gaps_alone() -> None:
    agent = steady(0.6 / math.sqrt(252.0))
    assert agent.decide(seen(0.45)).hold_shares
    assert not agent.decide(seen(0.65)).hold_shares


def test_vol_target_flip_is_the_volatility_at_which_it_would_trade() -> None:
    agent = steady(0.6 / math.sqrt(252.0))
    decision = agent.decide(seen(0.45))
    event = msgspec.structs.replace(made(0.5, seen(0.45)), output=decision.output, hold_shares=decision.hold_shares)
    border = 0.3 / 0.55
    assert agent.flip(event).replace("\N{THIN SPACE}", " ") == f"Volatility < {100 * border:.1f} %"
    assert not steady((border - 1e-3) / math.sqrt(252.0)).decide(seen(0.45)).hold_shares
    assert steady((border + 1e-3) / math.sqrt(252.0)).decide(seen(0.45)).hold_shares


def test_sma_is_in_above_its_average_and_out_below() -> None:
    up, down = Sma200(), Sma200()
    for _ in range(200):
        up.watch(0.0, 0.001)
        down.watch(0.0, -0.001)
    assert up.decide(seen()).target_weight == 1.0
    assert up.decide(seen(0.9)).hold_shares
    assert down.decide(seen(0.9)).target_weight == 0.0
    level = np.exp(0.001 * np.arange(1, 201))
    assert up.decide(seen()).output[0] == pytest.approx(level[-1] / level.mean() - 1.0)


def test_hold_buys_once_and_flat_never() -> None:
    assert Hold().decide(seen()).target_weight == 1.0
    assert Hold().decide(seen(0.97)).hold_shares
    assert Flat().decide(seen(0.5)).target_weight == 0.0
