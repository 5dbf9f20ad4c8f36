"""Both agents with everything on, and untrained networks that change their minds often: what the engine's leak tests drive."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from rlbot.agents.observation import ObservationBuilder
from rlbot.agents.policy import PolicyArrays
from rlbot.agents.version_files import VersionFiles
from rlbot.engine import agent_plan
from rlbot.market.features.registry import FEATURES, expanded
from rlbot.market.feeds.feed import Batch
from rlbot.market.history import decisions_due
from rlbot.market.normalizer import Normalizer
from rlbot.settings.agent import AgentSettings

STOCK_FEATURES = tuple(name for name in FEATURES if name != "underlying")


def agent(algorithm: str, **chosen: Any) -> AgentSettings:
    """PPO on AAPL or SAC on TNA, every feature, costs with impact, a stop and a profit that are hit now and then."""
    etf = algorithm == "sac"
    fields: dict[str, Any] = {
        "id": "sac_etf" if etf else "ppo_stock",
        "algorithm": algorithm,
        "symbol": "TNA" if etf else "AAPL",
        "underlying": "IWM" if etf else None,
        "leverage": 3.0 if etf else 1.0,
        "costs": {"spread_bps": 4.0, "impact": 0.5, "debit_rate": 0.06, "borrow_rate": 0.02},
        "limits": {"stop_loss": 0.04, "take_profit": 0.05, "no_trade_band": 0.05, "max_drawdown": 0.5, "allow_short": etf},
        "features": {"names": tuple(FEATURES) if etf else STOCK_FEATURES, "history": 2},
    }
    return AgentSettings.model_validate(fields | chosen)


def untrained(settings: AgentSettings, batches: Sequence[Batch], seed: int = 1) -> VersionFiles:
    """A random network behind a normalizer taught by the first half of `batches`."""
    inputs = [due.inputs for due in decisions_due(agent_plan(settings), batches[: len(batches) // 2])]
    normalizer = Normalizer.fitted(expanded(settings.features.names), inputs)
    size = ObservationBuilder(normalizer.names, settings.features.history, normalizer).size
    rng = np.random.default_rng(seed)
    layers = tuple(
        (
            (3.0 * rng.standard_normal((b, a)) / np.sqrt(a)).astype(np.float32),
            (0.2 * rng.standard_normal(b)).astype(np.float32),
        )
        for a, b in pairwise([size, 16, 16, 2 if settings.algorithm == "sac" else 5])
    )
    kind: Any = settings.algorithm
    reference = rng.standard_normal((32, size)).astype(np.float32)
    return VersionFiles("v1", PolicyArrays(kind, layers, np.zeros(size, np.float32), reference), normalizer.state())
