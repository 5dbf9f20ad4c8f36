"""The world that benchmarks train in: a 10,000-bar random walk with daily costs and protection, 39 inputs."""

from __future__ import annotations

import numpy as np

from rlbot.settings.agent import AgentSettings
from rlbot.training import step_kernel as k
from rlbot.training.setup import setup_vector
from rlbot.training.world import World, make_world

BARS = 10_000
MARKET_INPUTS = 28  # seven features and three earlier bars; own history adds eleven


def bench_agent(algorithm: str) -> AgentSettings:
    """Spread, impact, commission, fees, interest, stop-loss, band: nothing is switched off."""
    return AgentSettings.model_validate(
        {
            "id": "bench",
            "algorithm": algorithm,
            "symbol": "BENCH",
            "costs": {"spread_bps": 2.0, "impact": 0.5, "debit_rate": 0.06, "borrow_rate": 0.01},
            "limits": {"stop_loss": 0.12, "no_trade_band": 0.05},
        }
    )


def bench_world(algorithm: str, seed: int = 0) -> World:
    """The same for the same seed."""
    rng = np.random.default_rng(seed)
    close = 100.0 * np.exp(np.cumsum(rng.normal(0.0, 0.01, BARS)))
    before = np.concatenate(([100.0], close[:-1]))
    bars = np.zeros((BARS, k.BAR_COLUMNS))
    bars[:, k.OPEN] = before * np.exp(rng.normal(0.0, 0.003, BARS))
    bars[:, k.CLOSE] = close
    reach = np.abs(rng.normal(0.0, 0.005, (2, BARS)))
    bars[:, k.HIGH] = np.maximum(bars[:, k.OPEN], close) * (1.0 + reach[0])
    bars[:, k.LOW] = np.minimum(bars[:, k.OPEN], close) * (1.0 - reach[1])
    bars[:, [k.VOLUME, k.ADV]] = 1e6
    bars[:, k.SIGMA] = 0.01
    bars[:, [k.SEC_RATE, k.TAF, k.TAF_CAP, k.CAT]] = 2.78e-5, 1.66e-4, 8.3, 7.2e-5
    bars[:, [k.SPLIT, k.SESSION_END, k.DAYS]] = 1.0
    rows = rng.standard_normal((BARS, MARKET_INPUTS)).astype(np.float32)
    return make_world(bars, rows, setup_vector(bench_agent(algorithm)))
