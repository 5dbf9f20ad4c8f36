"""Small worlds that tests trade in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rlbot.settings.agent import AgentSettings
from rlbot.training import step_kernel as k
from rlbot.training.setup import setup_vector
from rlbot.training.world import World, make_world

F64 = NDArray[np.float64]


def settings(algorithm: str = "ppo", **chosen: object) -> AgentSettings:
    """An agent's settings with ordinary costs."""
    fields: dict[str, object] = {
        "id": "toy",
        "algorithm": algorithm,
        "symbol": "TOY",
        "costs": {"spread_bps": 2.0, "impact": 0.5, "debit_rate": 0.06, "borrow_rate": 0.01},
        "limits": {"stop_loss": 0.05, "take_profit": 0.10, "no_trade_band": 0.05},
    }
    return AgentSettings.model_validate(fields | chosen)


def bars_of(returns: F64, *, gap: float = 0.0, seed: int = 0, start: float = 100.0) -> F64:
    """Daily bars whose closes follow `returns` [T]; `gap`: standard size of the overnight part."""
    rng = np.random.default_rng(seed)
    count = len(returns)
    close = start * np.cumprod(1.0 + returns)
    before = np.concatenate(([start], close[:-1]))
    bars = np.zeros((count, k.BAR_COLUMNS))
    bars[:, k.OPEN] = before * (1.0 + gap * rng.standard_normal(count))
    bars[:, k.CLOSE] = close
    reach = gap * np.abs(rng.standard_normal((2, count)))
    bars[:, k.HIGH] = np.maximum(bars[:, k.OPEN], close) * (1.0 + reach[0])
    bars[:, k.LOW] = np.minimum(bars[:, k.OPEN], close) * (1.0 - reach[1])
    bars[:, k.VOLUME] = bars[:, k.ADV] = 1e6
    bars[:, k.SPLIT] = 1.0
    bars[:, k.SIGMA] = 0.01
    bars[:, [k.SEC_RATE, k.TAF, k.TAF_CAP, k.CAT]] = 2.78e-5, 1.66e-4, 8.3, 7.2e-5
    bars[:, k.SESSION_END] = 1.0
    bars[:, k.MONTH] = np.arange(count) // 21
    bars[:, k.DAYS] = 1.0
    return bars


def random_world(algorithm: str = "ppo", count: int = 600, seed: int = 1, **chosen: object) -> World:
    """Random walk with gaps, splits, dividends and intraday-like session marks: everything a kernel can meet."""
    rng = np.random.default_rng(seed)
    bars = bars_of(rng.normal(0.0004, 0.02, count), gap=0.006, seed=seed)
    bars[count // 3, k.SPLIT] = 2.0
    bars[count // 3 :, k.OPEN : k.CLOSE + 1] /= 2.0
    bars[count // 2, k.DIVIDEND] = 0.4
    bars[::7, k.SESSION_END] = 0.0
    rows = rng.standard_normal((count, 6)).astype(np.float32)
    return make_world(bars, rows, setup_vector(settings(algorithm, **chosen)))
