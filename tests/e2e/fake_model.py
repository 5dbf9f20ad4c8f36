"""A learned agent without training: a random network in a version of its own, as the registry keeps it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np

from rlbot.agents.observation import ObservationBuilder
from rlbot.agents.registry import ModelRegistry
from rlbot.agents.version_files import write_version_files
from rlbot.market.normalizer import Normalizer
from tests.agents.nets import arrays

NAMES = ("price", "rsi", "ema_10")
SPREADS = np.array([0.012, 0.3, 0.02])
TRAINED_TO_NS = 1_546_300_800_000_000_000  # the end of 2018

AGENT = """algorithm = "ppo"
symbol = "AAPL"
budget = 50_000
[costs]
spread_bps = 2.0
[limits]
stop_loss = 0.06
no_trade_band = 0.02
[features]
names = ["price", "rsi", "ema_10"]
history = 2
"""


def deploy(home: Path, agent_id: str, seed: int = 3) -> Path:
    """Make a version and deploy it; returns its folder."""
    registry = ModelRegistry(home / "checkpoints")
    rows = np.random.default_rng(seed).normal(size=(200, len(NAMES))) * SPREADS
    normalizer = Normalizer.fitted(NAMES, rows.tolist())
    network = arrays("ppo", seed, steepness=3.0, size=ObservationBuilder(NAMES, 2, normalizer).size)
    with registry.begin_version(agent_id) as draft:
        write_version_files(draft.folder, "ppo", network.layers, normalizer, network.reference)
        with zipfile.ZipFile(draft.folder / "ppo_stock_model.zip", "w") as file:
            file.writestr("data", "{}")
        version = draft.commit("ppo", 1, trained_from_ns=TRAINED_TO_NS - 10**17, trained_to_ns=TRAINED_TO_NS).version
    registry.deploy(agent_id, version)
    return registry.path(agent_id, version)
