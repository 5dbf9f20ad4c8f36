"""The compiled kernels against the interpreted ones, bit by bit, on rows that meet every branch."""

from __future__ import annotations

import inspect
import struct
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from rlbot.agents import own_history, ppo_agent, rewards, sac_agent
from rlbot.execution import costs, fill_model
from rlbot.portfolio import positions
from rlbot.risk import sizing
from rlbot.training.compiled import cache_folder, compiled, kernels, source_hash

INTS = {"kind"}
SCALAR: list[tuple[ModuleType, str]] = [
    (module, name)
    for module in (costs, fill_model, positions, sizing)
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__
] + [(ppo_agent, "weight_of"), (sac_agent, "weight_of"), (rewards, "differential_sharpe")]


def bits(value: float) -> bytes:
    """The float's eight bytes, with one zero."""
    return struct.pack("<d", float(value) + 0.0)


def arguments(function: Callable[..., Any], rng: np.random.Generator) -> list[float]:
    """Random arguments by name: signs, zeros and sizes as the engine meets them."""
    values: list[float] = []
    for name in inspect.signature(function).parameters:
        if name in INTS:
            values.append(int(rng.integers(1, 3)))
        elif name in {"shares", "signed", "delta", "side", "cash"}:
            values.append(float(rng.choice([-1.0, 0.0, 1.0]) * rng.integers(0, 2_000)))
        elif name in {"weight", "lowest", "action", "ret", "mean"}:
            values.append(float(rng.uniform(-1.0, 1.0)))
        elif name in {"factor"}:
            values.append(float(rng.choice([0.25, 2.0, 7.0, 1.5])))
        elif name == "exponent":
            values.append(float(rng.choice([0.5, 0.6, rng.uniform(0.1, 2.0)])))
        elif name in {"floor", "square"}:
            values.append(float(rng.uniform(1e-8, 1e-3)))
        else:
            values.append(float(rng.choice([0.0, 1e-4, 0.3, 1.0, rng.uniform(0.0, 300.0), rng.uniform(0.0, 1e6)])))
    return values


@pytest.mark.parametrize(("module", "name"), SCALAR, ids=lambda x: x if isinstance(x, str) else x.__name__.split(".")[-1])
def test_scalar_kernel_compiles_to_the_same_bits(module: ModuleType, name: str) -> None:
    function = getattr(module, name)
    fast = compiled(function)
    rng = np.random.default_rng(hash_of(name))
    for _ in range(300):
        row = arguments(function, rng)
        assert bits(function(*row)) == bits(fast(*row)), row


def hash_of(name: str) -> int:
    """A seed from a name, the same in every process."""
    return int.from_bytes(name.encode()[:8], "little")


@pytest.mark.parametrize("name", ["drawdown_step", "sharpe_step"])
def test_reward_kernel_compiles_to_the_same_bits(name: str) -> None:
    function = getattr(rewards, name)
    fast = compiled(function)
    rng = np.random.default_rng(3)
    slow_state: Any = np.zeros(rewards.REWARD_STATE)
    fast_state: Any = np.zeros(rewards.REWARD_STATE)
    rest = (0.5,) if name == "drawdown_step" else (0.02, 0.1, 0.15, 252.0)
    for state in (slow_state, fast_state):
        rewards.reset_reward(state, 1e5, 0.0, 1e-4)
    equity = 1e5
    for _ in range(500):
        after = equity * (1.0 + rng.normal(0.0, 0.03))
        assert bits(function(slow_state, equity, after, *rest)) == bits(fast(fast_state, equity, after, *rest))
        assert slow_state.tobytes() == fast_state.tobytes()
        equity = after


def test_own_history_compiles_to_the_same_bits() -> None:
    session, features, fill = (
        compiled(f) for f in (own_history.own_session_end, own_history.own_features, own_history.own_fill)
    )
    rng = np.random.default_rng(4)
    slow: Any = np.zeros(own_history.OWN_STATE)
    fast: Any = np.zeros(own_history.OWN_STATE)
    for state in (slow, fast):
        own_history.reset_own(state, 1e5)
    equity = 1e5
    for _ in range(100):
        traded, cost = rng.uniform(0.0, 5e4), rng.uniform(0.0, 50.0)
        equity *= 1.0 + rng.normal(0.0, 0.02)
        own_history.own_fill(slow, traded, cost)
        fill(fast, traded, cost)
        own_history.own_session_end(slow, equity)
        session(fast, equity)
        out: Any = np.zeros((2, own_history.OWN_SIZE))
        own_history.own_features(slow, out[0], 0, 0.4, 0.1, equity)
        features(fast, out[1], 0, 0.4, 0.1, equity)
        assert slow.tobytes() == fast.tobytes()
        assert out[0].tobytes() == out[1].tobytes()


def test_a_changed_constant_asks_for_another_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    before = source_hash()
    monkeypatch.setattr(rewards, "SHARPE_CLIP", 11.0)
    assert source_hash() != before


def test_compiling_is_announced_only_when_needed() -> None:
    kernels()
    said: list[str] = []
    kernels(said.append)
    assert said == []
    assert any(cache_folder().rglob("*.nbc"))
