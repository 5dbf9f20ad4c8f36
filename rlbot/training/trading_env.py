"""The gymnasium environment of both agents: one class, two registrations.

`rlbot/Stock-v0`: five target weights, PPO's reward. `rlbot/LeveragedETF-v0`: one number in -1..1 that becomes a target weight,
SAC's reward. Decide after bar t closes, fill at the open of t+1, be rewarded at its close. The step is the same compiled
kernel that training runs over a batch, so one account here and N there agree to the last bit.
"""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import Any

import gymnasium as gym
import numpy as np
from gymnasium import spaces
from gymnasium.envs.registration import register
from numpy.typing import NDArray

from rlbot.agents.ppo_agent import ACTIONS
from rlbot.training.batch_kernel import BAR, ENDED, LAST_BAR, RANDOM, STATE, TRUNCATED
from rlbot.training.compiled import Kernels, kernels
from rlbot.training.market_choice import choose_market, environment_settings
from rlbot.training.spaces import action_space, observation_space
from rlbot.training.step_kernel import CASH, CLOSE, COST_FACTOR, EQUITY_NOW, SHARES
from rlbot.training.world import World

Obs = NDArray[np.float32]
BARE = (int, float, np.number)  # numbers as they stand: quicker than through an array
STOCK, LEVERAGED_ETF = "rlbot/Stock-v0", "rlbot/LeveragedETF-v0"


class ActionError(ValueError):
    """An action outside the action space; the message says what is allowed."""


class TradingEnv(gym.Env[Obs, Any]):
    """One account. Observations float32 [n]: the market's part, then the account's own history (`agents/observation.py`).

    `data`: folder of SYMBOL_INTERVAL.csv; without it a small synthetic market. `start`, `end`: dates, ISO text or `date`, both
    included.
    `evaluation`: one pass over the range at exactly the stated costs, instead of random episodes. Further names are fields of
    the agent file (`interval`, `budget`, `costs`, `limits`, `reward`, `features`, `training`, `underlying`, `leverage`).
    `world`: a world made already; then the rest is not looked at. `built`: other kernels than the compiled ones.
    Raises DataError or WorldError.
    """

    metadata = {"render_modes": []}  # noqa: RUF012 - gymnasium's own shape of it

    def __init__(
        self,
        *,
        algorithm: str = "ppo",
        symbol: str = "AAPL",
        data: str | Path | None = None,
        start: str | date | None = None,
        end: str | date | None = None,
        seed: int | None = None,
        evaluation: bool = False,
        world: World | None = None,
        built: Kernels | None = None,
        **chosen: Any,
    ) -> None:
        if world is None:
            world = choose_market(environment_settings(algorithm, symbol, **chosen), data, start, end).world
        self.world = world.sequential() if evaluation else world.with_setup(auto_reset=0.0)
        self.observation_space: spaces.Space[Any] = observation_space(self.world)
        self.action_space: spaces.Space[Any] = action_space(self.world)
        self._continuous = self.world.continuous
        self._kernels = built or kernels()
        size = self.world.observation_size
        self._state = np.zeros((1, STATE))
        self._action = np.zeros(1)
        self._reward = np.zeros(1, np.float32)
        self._done = np.zeros(1, np.bool_)
        self._ended = np.zeros((1, ENDED))
        self._last = np.zeros((1, size), np.float32)
        self._shape = (1, size)
        self._market = (self.world.bars, self.world.rows, self.world.setup, self.world.table, self._state)
        self._rest = (self._reward, self._done, self._last, self._ended)
        self._over = True
        if seed is not None:
            super().reset(seed=seed)
            self._reseed()

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Obs, dict[str, Any]]:
        """Begin an episode; the same seed gives the same one."""
        super().reset(seed=seed)
        if seed is not None or not self._state[0, RANDOM]:
            self._reseed()
        obs = np.empty(self._shape, np.float32)
        self._kernels.reset_batch(*self._market, obs)
        self._over = False
        return obs[0], self._info()

    def step(self, action: Any) -> tuple[Obs, float, bool, bool, dict[str, Any]]:
        """One bar. Raises ActionError, and RuntimeError before `reset` or after an episode's end."""
        if self._over:
            raise RuntimeError("the episode is over: call reset() before the next step().")
        self._action[0] = self._checked(action)
        obs = np.empty(self._shape, np.float32)
        finished = self._kernels.step_batch(*self._market, self._action, obs, *self._rest)
        reward = float(self._reward[0])
        if not finished:
            return obs[0], reward, False, False, self._info()
        self._over = True
        truncated = bool(self._ended[0, TRUNCATED] > 0.0)
        return obs[0], reward, not truncated, truncated, self._info()

    def _checked(self, action: Any) -> float:
        try:  # one number, bare or in an array of one
            value = float(action) if isinstance(action, BARE) else float(np.asarray(action, np.float64).reshape(1)[0])
        except (TypeError, ValueError):
            value = math.nan
        if self._continuous:
            if math.isnan(value):
                raise ActionError(f"the action {action!r} is not a number; expected one number in -1..1.")
            return 1.0 if value > 1.0 else -1.0 if value < -1.0 else value
        if not 0.0 <= value < ACTIONS or value != int(value):
            raise ActionError(
                f"action {action!r} does not exist; allowed are the whole numbers 0 (flat) to {ACTIONS - 1} (full)."
            )
        return value

    def _info(self) -> dict[str, Any]:
        state = self._state[0]
        equity, bar = float(state[EQUITY_NOW]), int(state[BAR])
        shares = float(state[SHARES])
        return {
            "bar": bar,
            "last_bar": int(state[LAST_BAR]),
            "equity": equity,
            "cash": float(state[CASH]),
            "shares": shares,
            "weight": shares * float(self.world.bars[bar, CLOSE]) / equity if equity > 0.0 else 0.0,
            "cost_factor": float(state[COST_FACTOR]),
        }

    def _reseed(self) -> None:
        self._state[0, RANDOM] = int(self.np_random.integers(1, 1 << 32))


def _register() -> None:
    entry = "rlbot.training.trading_env:TradingEnv"
    for env_id, algorithm, symbol in ((STOCK, "ppo", "AAPL"), (LEVERAGED_ETF, "sac", "TNA")):
        if env_id not in gym.registry:
            register(env_id, entry_point=entry, kwargs={"algorithm": algorithm, "symbol": symbol})


_register()
