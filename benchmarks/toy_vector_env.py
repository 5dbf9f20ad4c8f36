"""The yardstick: a vector environment in NumPy that simulates almost nothing, the ceiling of that way to write one.

N accounts on one price path, observation of 40 numbers, exposure in -1..1 held over the next bar, a fee on what changes,
episodes of 512 bars. It has no shares, stops, commissions or own history.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from gymnasium import spaces
from stable_baselines3.common.vec_env import VecEnv

BARS, PAST, HORIZON, FEE = 10_000, 10, 512, 1e-3


class ToyVectorEnv(VecEnv):
    """See above."""

    def __init__(self, count: int, seed: int = 0) -> None:
        self._rng = np.random.default_rng(seed)
        returns = self._rng.normal(0.0, 0.01, BARS)
        self._growth = np.expm1(np.append(returns[1:], 0.0))
        self._market = self._rng.standard_normal((BARS, 38)).astype(np.float32)
        self._actions: Any = np.zeros((count, 1))
        super().__init__(count, spaces.Box(-np.inf, np.inf, (40,), np.float32), spaces.Box(-1.0, 1.0, (1,), np.float32))

    def reset(self) -> Any:
        """Begin everywhere."""
        self._t = self._starts(self.num_envs)
        self._end = self._t + HORIZON
        self._held = np.zeros(self.num_envs)
        self._earned = np.zeros(self.num_envs)
        return self._observe()

    def step_async(self, actions: Any) -> None:
        """Take the actions."""
        self._actions = actions

    def step_wait(self) -> Any:
        """One bar for every account."""
        target = np.clip(self._actions[:, 0], -1.0, 1.0)
        growth = 1.0 + target * self._growth[self._t] - FEE * np.abs(target - self._held)
        rewards = np.log(np.maximum(growth, 1e-6))
        self._held = target.astype(float)
        self._earned += rewards
        self._t += 1
        dones = self._t >= self._end
        infos: list[dict[str, Any]] = [{} for _ in range(self.num_envs)]
        if dones.any():
            last = self._observe()
            over = np.flatnonzero(dones)
            for i in over:
                infos[i] = {"terminal_observation": last[i], "TimeLimit.truncated": True}
            self._t[over] = self._starts(len(over))
            self._end[over] = self._t[over] + HORIZON
            self._held[over] = 0.0
            self._earned[over] = 0.0
        return self._observe(), rewards.astype(np.float32), dones, infos

    def close(self) -> None:
        """Nothing to free."""

    def get_attr(self, attr_name: str, indices: Any = None) -> list[Any]:
        """Nothing to ask."""
        return [None] * self.num_envs

    def set_attr(self, attr_name: str, value: Any, indices: Any = None) -> None:
        """Nothing to set."""

    def env_method(self, method_name: str, *args: Any, indices: Any = None, **kwargs: Any) -> list[Any]:
        """Nothing to call."""
        return [None] * self.num_envs

    def env_is_wrapped(self, wrapper_class: Any, indices: Any = None) -> list[bool]:
        """It is not."""
        return [False] * self.num_envs

    def _starts(self, count: int) -> Any:
        return self._rng.integers(PAST, BARS - HORIZON - 1, count)

    def _observe(self) -> Any:
        obs = np.empty((self.num_envs, 40), np.float32)
        obs[:, :38] = self._market[self._t]
        obs[:, 38] = self._held
        obs[:, 39] = self._earned
        return obs
