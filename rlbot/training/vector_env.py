"""N accounts behind stable-baselines3's VecEnv interface: one compiled call a step."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from stable_baselines3.common.vec_env import VecEnv

from rlbot.training.batch_kernel import ENDED, RANDOM, STATE
from rlbot.training.compiled import Kernels, kernels
from rlbot.training.spaces import action_space, observation_space
from rlbot.training.world import World

Obs = NDArray[np.float32]


class NoInfo(dict[str, Any]):
    """Empty, and stays so: one instance serves every account that goes on (making 256 dicts a step took 9 of 51 µs)."""

    def __setitem__(self, key: str, value: Any) -> None:
        raise TypeError(f"infos of running accounts are shared and empty; copy the dict before writing {key!r}")


NOTHING = NoInfo()


class BatchEnv(VecEnv):
    """`count` accounts trading one world, each at its own bar; a finished one begins again in the same step.

    Observations float32 [count, n], rewards float32 [count], dones bool [count]. `infos` as SB3 reads them: `episode`
    (r, l, t), `terminal_observation` and `TimeLimit.truncated` where an account finished. Returned arrays are never reused.
    """

    def __init__(self, world: World, count: int, seed: int = 0, built: Kernels | None = None) -> None:
        self.world = world
        self._kernels = built or kernels()
        self._state = np.zeros((count, STATE))
        self._actions = np.zeros(count)
        self._last = np.zeros((count, world.observation_size), np.float32)
        self._ended = np.zeros((count, ENDED))
        self._shape = (count, world.observation_size)
        self._market = (world.bars, world.rows, world.setup, world.table, self._state)
        self._flat = (-1,) if world.continuous else (count,)
        self._began = time.perf_counter()
        super().__init__(count, observation_space(world), action_space(world))
        self.seed(seed)

    def seed(self, seed: int | None = None) -> Sequence[int | None]:
        """Each account gets a stream of its own, from `seed` and its number."""
        words = np.random.SeedSequence(seed).generate_state(self.num_envs, np.uint32)
        self._state[:, RANDOM] = np.maximum(words, 1)  # xorshift stands still at 0
        return [seed] * self.num_envs

    def reset(self) -> Obs:
        """Begin an episode in every account."""
        obs = np.empty(self._shape, np.float32)
        self._kernels.reset_batch(*self._market, obs)
        return obs

    def step_async(self, actions: NDArray[Any]) -> None:
        """Take the actions; continuous ones beyond -1..1 count as the bound."""
        self._actions[:] = actions.reshape(self._flat)

    def step_wait(self) -> tuple[Obs, NDArray[np.float32], NDArray[np.bool_], list[dict[str, Any]]]:
        """One bar for every account."""
        count = self.num_envs
        obs = np.empty(self._shape, np.float32)
        rewards = np.empty(count, np.float32)
        dones = np.empty(count, np.bool_)
        finished = self._kernels.step_batch(*self._market, self._actions, obs, rewards, dones, self._last, self._ended)
        infos: list[dict[str, Any]] = [NOTHING] * count
        if finished:
            self._describe(finished, infos)
        return obs, rewards, dones, infos

    def _describe(self, finished: int, infos: list[dict[str, Any]]) -> None:
        elapsed = round(time.perf_counter() - self._began, 6)
        last = self._last[:finished].copy()
        for k, (index, total, steps, truncated) in enumerate(self._ended[:finished].tolist()):
            infos[int(index)] = {
                "episode": {"r": total, "l": int(steps), "t": elapsed},
                "terminal_observation": last[k],
                "TimeLimit.truncated": truncated > 0.0,
            }

    def close(self) -> None:
        """Nothing to free."""

    def get_attr(self, attr_name: str, indices: Any = None) -> list[Any]:
        """The attribute, once for each account asked for (all accounts are alike)."""
        return [getattr(self, attr_name, None)] * len(list(self._get_indices(indices)))

    def set_attr(self, attr_name: str, value: Any, indices: Any = None) -> None:
        """Refused: the accounts share one world."""
        raise AttributeError(f"the accounts of a batch share one world; {attr_name!r} cannot be set for some of them")

    def env_method(self, method_name: str, *method_args: Any, indices: Any = None, **method_kwargs: Any) -> list[Any]:
        """Refused: there is no single environment behind an account."""
        raise AttributeError(f"the accounts of a batch have no method {method_name!r} of their own")

    def env_is_wrapped(self, wrapper_class: type[Any], indices: Any = None) -> list[bool]:
        """Episode statistics are written as SB3's Monitor does, so it need not wrap anything."""
        return [False] * len(list(self._get_indices(indices)))


MakeEnv = Callable[[World, int, int], BatchEnv]
