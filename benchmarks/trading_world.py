"""The market and the agent that the live-path benchmarks run: minute bars, a [64, 64] policy that changes its mind.

Making synthetic bars is no part of a backtest: `PreparedFeed` keeps the CPU time it takes apart (`making_s`).
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from rlbot.agents.layout import Layout
from rlbot.agents.loading import from_files
from rlbot.agents.policy import F32, Kind, PolicyArrays
from rlbot.agents.policy_file import typical_distance
from rlbot.agents.seat import Seat
from rlbot.agents.version_files import VersionFiles
from rlbot.clock import from_iso
from rlbot.engine import agent_plan
from rlbot.events.base import INTERVAL_NS
from rlbot.events.market import Bar
from rlbot.market.features.feature_set import FeatureSet
from rlbot.market.feeds.feed import Batch
from rlbot.market.feeds.synthetic import SyntheticFeed
from rlbot.market.feeds.synthetic_bars import bars_of
from rlbot.market.normalizer import Normalizer
from rlbot.market.plan import subscriptions
from rlbot.settings.agent import AgentSettings

START = from_iso("2012-01-03")
FEATURES = ("price", "volume", "rsi", "macd", "ema_10", "ema_50", "vix")
SESSION_BARS = 388  # a session's minutes, the half-days of a year averaged in
STRETCH = 500
SCALES = (0.001, 0.5, 0.25, 0.001, 0.002, 0.004, 0.3)  # how far each input of a minute bar usually lies from 0


def bench_agent(**chosen: Any) -> AgentSettings:
    """A PPO agent on minute bars; spread, impact, commission, interest, stop-loss, band and halts are on."""
    fields: dict[str, Any] = {
        "id": "ppo_stock",
        "algorithm": "ppo",
        "symbol": "AAPL",
        "interval": "1m",
        "costs": {"spread_bps": 2.0, "impact": 0.5, "debit_rate": 0.06, "borrow_rate": 0.01},
        "limits": {"stop_loss": 0.12, "no_trade_band": 0.05, "max_drawdown": 0.99, "daily_loss": 0.9},
        "features": {"names": list(FEATURES)},
    }
    return AgentSettings.model_validate(fields | chosen)


def network(kind: Kind, size: int, seed: int = 0) -> PolicyArrays:
    """[64, 64], tanh, random, with 512 reference observations to measure distances from."""
    rng = np.random.default_rng(seed)
    widths = [size, 64, 64, 2 if kind == "sac" else 5]
    layers = tuple(
        ((rng.normal(size=(b, a)) / np.sqrt(a)).astype(np.float32), (0.1 * rng.normal(size=b)).astype(np.float32))
        for a, b in pairwise(widths)
    )
    reference: F32 = rng.normal(size=(512, size)).astype(np.float32)
    return PolicyArrays(kind, layers, np.zeros(size, np.float32), reference, typical_distance(reference))


def version_of(settings: AgentSettings, seed: int = 0) -> VersionFiles:
    """An untrained version that fits the agent's file."""
    features = FeatureSet(settings.features.names, settings.symbol, settings.interval, settings.underlying)
    names = features.names
    rows = np.random.default_rng(seed).normal(size=(300, len(names))) * (*SCALES, 0.01)[: len(names)]
    normalizer = Normalizer.fitted(names, rows.tolist())
    size = Layout(features, settings.features.history, normalizer).size
    kind: Kind = "sac" if settings.algorithm == "sac" else "ppo"
    return VersionFiles("v1", network(kind, size, seed), normalizer.state())


def bench_seat(**chosen: Any) -> Seat:
    """The agent with a random version, ready to be run."""
    settings = bench_agent(**chosen)
    return Seat(settings, from_files(settings, version_of(settings)))


class PreparedFeed(SyntheticFeed):
    """About `bars` synthetic minute bars of AAPL and the daily VIX; making them is timed apart from handing them out."""

    def __init__(self, bars: int, seed: int = 3) -> None:
        days = bars // SESSION_BARS * 365 // 252 + 2
        series = subscriptions([agent_plan(bench_agent())])
        super().__init__(series, seed, START, START + days * INTERVAL_NS["1d"])
        self._bars = bars
        self.making_s = 0.0
        self.stretches_s = array("d")  # CPU time of each STRETCH bars, making them left out

    def least_disturbed(self) -> float:
        """Bars a CPU second in the best tenth of the stretches: what a quiet machine gives throughout."""
        times = sorted(self.stretches_s)
        return STRETCH / times[len(times) // 10]

    def batches(self) -> Iterator[Batch]:
        """Batches until `bars` bars of the first series are out."""
        blocks = self._market().blocks()
        left, began_at = self._bars, time.process_time()
        while left > 0:
            began = time.process_time()
            sessions, paths = next(blocks)
            made = [bars_of(s.symbol, s.interval, sessions, paths[s.symbol]) for s in self._subscriptions]
            inside: list[list[Bar]] = [[bar for bar in own if bar.start_ns >= START] for own in made]
            made_s = time.process_time() - began
            self.making_s += made_s
            began_at += made_s
            for batch in self._merged(inside):
                if batch.bars[0].interval == "1m":
                    left -= 1
                    if left % STRETCH == 0:
                        self.stretches_s.append(time.process_time() - began_at)
                        began_at = time.process_time()
                yield batch
                if left <= 0:
                    return

    def history(self, before_ns: int, bars: int) -> Iterator[Batch]:
        """The bars before, made untimed."""
        began = time.process_time()
        batches = list(super().history(before_ns, bars))
        self.making_s += time.process_time() - began
        yield from batches
