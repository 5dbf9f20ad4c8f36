"""Homes with an untrained model deployed and bars as files, so that every mode can be run over the same."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np

from rlbot.agents.policy import Kind
from rlbot.agents.registry import ModelRegistry
from rlbot.agents.version_files import VersionFiles, read_version_files, write_version_files
from rlbot.clock import from_iso, iso
from rlbot.market.data_folder import DataFolder
from rlbot.market.feeds.feed import Subscription
from rlbot.market.feeds.synthetic import SyntheticFeed
from rlbot.settings.agent import AgentSettings
from rlbot.training.dataset import TrainingData, agent_plan, folder_batches, training_data

HISTORY = 1_200  # bars before the start: more than every mode warms up on


def write_market(folder: Path, series: list[Subscription], start: str, end: str, seed: int = 5) -> None:
    """The synthetic market as files, history included, prices to the last digit."""
    feed = SyntheticFeed(series, seed, from_iso(start), from_iso(end))
    lines = {wanted: ["timestamp,open,high,low,close,volume"] for wanted in series}
    for source in (feed.history(from_iso(start), HISTORY), feed.batches()):
        for batch in source:
            for bar in batch.bars:
                row = f"{iso(bar.start_ns)},{bar.open!r},{bar.high!r},{bar.low!r},{bar.close!r},{bar.volume!r}"
                lines[Subscription(bar.symbol, bar.interval)].append(row)
    folder.mkdir(parents=True, exist_ok=True)
    for wanted, rows in lines.items():
        (folder / f"{wanted.symbol}_{wanted.interval}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def deploy_untrained(
    home: Path, settings: AgentSettings, market: Path, start: str, end: str, seed: int = 1
) -> tuple[TrainingData, VersionFiles]:
    """A network of random weights as v1, with the normalizer of the range; and the range as an environment's world."""
    folder = DataFolder(market)
    first, last = from_iso(start), from_iso(end)
    plan = agent_plan(settings, folder, first, last)
    data = training_data(settings, plan, folder_batches(settings, plan, folder, first, last), first, last)
    rng = np.random.default_rng(seed)
    size = data.world.observation_size
    sizes = [size, 64, 64, 2 if settings.algorithm == "sac" else 5]
    layers = [
        ((rng.standard_normal((b, a)) / np.sqrt(a)).astype(np.float32), rng.standard_normal(b).astype(np.float32))
        for a, b in pairwise(sizes)
    ]
    registry = ModelRegistry(home / "checkpoints")
    kind: Kind = "sac" if settings.algorithm == "sac" else "ppo"
    with registry.begin_version(settings.id) as draft:
        write_version_files(draft.folder, kind, layers, data.normalizer, np.zeros((4, size), np.float32))
        draft.commit(settings.algorithm, created_ns=1)
    registry.deploy(settings.id, "v1")
    return data, read_version_files(registry, settings.id, "v1")
