"""An audit of the environment's step that must pass on it, and fail on each of five planted bugs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from rlbot.training import batch_kernel as b
from rlbot.training import step_kernel as k
from rlbot.training.compiled import Kernels
from rlbot.training.trading_env import TradingEnv
from rlbot.training.world import World, make_world
from tests.training.worlds import bars_of, random_world

Patch = Callable[[pytest.MonkeyPatch], None]


def world_like(world: World, bars: np.ndarray, rows: np.ndarray) -> World:
    """The same rules on another market, one pass."""
    return make_world(bars, rows, world.setup).sequential()


def played(world: World, actions: list[int]) -> list[tuple[bytes, float, dict[str, Any]]]:
    """Observation, reward and account after each action, by the interpreted kernels (which the bugs are planted in)."""
    env = TradingEnv(world=world, evaluation=True, built=Kernels(b.reset_batch, b.step_batch))
    obs, info = env.reset(seed=1)
    out: list[tuple[bytes, float, dict[str, Any]]] = [(obs.tobytes(), 0.0, info)]
    for action in actions:
        obs, reward, terminated, truncated, info = env.step(action)
        out.append((obs.tobytes(), reward, info))
        if terminated or truncated:
            break
    return out


def audit() -> set[str]:
    """The faults found."""
    faults: set[str] = set()
    world = random_world(count=200)
    actions = [int(a) for a in np.random.default_rng(8).integers(0, 5, 60)]
    before = played(world.sequential(), actions)
    for t in range(5, 55, 7):
        bars, rows = world.bars.copy(), world.rows.copy()
        rng = np.random.default_rng(t)
        bars[t + 1 :, k.OPEN : k.CLOSE + 1] *= rng.uniform(0.5, 2.0, (len(bars) - t - 1, 1))
        rows[t + 1 :] = rng.standard_normal(rows[t + 1 :].shape)
        after = played(world_like(world, bars, rows), actions)
        if [x[0] for x in after[: t + 1]] != [x[0] for x in before[: t + 1]]:
            faults.add("observation of bar t changes when bars after t do")
        if [x[1] for x in after[: t + 1]] != [x[1] for x in before[: t + 1]]:
            faults.add("reward up to bar t changes when bars after t do")
    faults |= fill_faults() | reset_faults()
    return faults


def fill_faults() -> set[str]:
    """At no cost a purchase takes exactly shares times the next open; at a cost it takes more."""
    faults = set()
    bars = bars_of(np.random.default_rng(2).normal(0.0, 0.02, 150), gap=0.01)
    bars[:, k.CAT] = 0.0
    rows = np.zeros((150, 2), np.float32)
    free = random_world(limits={}, costs={"spread_bps": 0.0}).with_setup(minimum=0.0, per_share=0.0)
    info = played(world_like(free, bars, rows), [4])[1][2]
    if abs(50_000.0 - info["cash"] - info["shares"] * bars[1, k.OPEN]) > 1e-6:
        faults.add("a fill is not at the next open")
    costly = random_world(limits={}, costs={"spread_bps": 10.0})
    info = played(world_like(costly, bars, rows), [4])[1][2]
    least = info["shares"] * bars[1, k.OPEN] * (1.0 + 5e-4) + 1.0
    if 50_000.0 - info["cash"] < least - 1e-6:
        faults.add("spread or commission is missing")
    return faults


def reset_faults() -> set[str]:
    """An episode does not depend on the one before it."""
    world = random_world(count=200).sequential()
    env = TradingEnv(world=world, evaluation=True, built=Kernels(b.reset_batch, b.step_batch))
    runs = []
    for first in (4, 0):
        env.reset(seed=1)
        for _ in range(40):
            env.step(first)
        runs.append(b"".join([env.reset(seed=1)[0].tobytes(), *(env.step(2)[0].tobytes() for _ in range(5))]))
    return {"an episode remembers the one before"} if runs[0] != runs[1] else set()


def same_close_fill(patch: pytest.MonkeyPatch) -> None:
    """Fill at the close that was just observed."""
    honest = k.advance

    def advance(a: Any, own: Any, p: Any, bar: Any, before: Any) -> float:
        early: Any = np.array(bar)
        early[k.OPEN] = before[k.CLOSE] / bar[k.SPLIT]
        return honest(a, own, p, early, before)

    patch.setattr(b, "advance", advance)


def reward_of_the_next_bar(patch: pytest.MonkeyPatch) -> None:
    """Reward what the bar after will bring."""
    honest = b.step_account

    def step_account(s: Any, setup: Any, bars: Any, action: float) -> float:
        reward = honest(s, setup, bars, action)
        t = int(s[b.BAR])
        ahead = bars[min(t + 1, len(bars) - 1), k.CLOSE] / bars[t, k.CLOSE] - 1.0
        return float(reward + s[k.SHARES] * 1e-6 * ahead)

    patch.setattr(b, "step_account", step_account)


def no_costs(patch: pytest.MonkeyPatch) -> None:
    """Forget what trading costs."""
    patch.setattr(k, "fixed_commission", lambda *args: 0.0)


def look_at_the_next_bar(patch: pytest.MonkeyPatch) -> None:
    """Show the row of bar t + 1."""
    honest = b.observe

    def observe(s: Any, bars: Any, rows: Any, out: Any) -> None:
        honest(s, bars, np.roll(rows, -1, axis=0), out)

    patch.setattr(b, "observe", observe)


def keep_own_history(patch: pytest.MonkeyPatch) -> None:
    """Let own history live on through a reset."""
    patch.setattr(b, "reset_own", lambda own, equity: None)


BUGS: dict[str, Patch] = {
    "same-close fill": same_close_fill,
    "reward of the next bar": reward_of_the_next_bar,
    "costs missing": no_costs,
    "observation of bar t + 1": look_at_the_next_bar,
    "own history leaks through a reset": keep_own_history,
}


def test_the_environment_passes_its_audit() -> None:
    assert audit() == set()


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_caught(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    BUGS[bug](monkeypatch)
    assert audit() != set(), f"the audit did not notice: {bug}"
