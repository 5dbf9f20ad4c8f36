"""The whole event path with a PPO agent over minute bars: bars a second, and whether it stays flat as runs grow.

python -m benchmarks.bench_backtest [--longest 1000000]
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from itertools import pairwise

import numpy as np
import psutil

from rlbot.agents.loading import from_files
from rlbot.agents.policy import PolicyArrays
from rlbot.agents.seat import Seat
from rlbot.agents.version_files import VersionFiles
from rlbot.backtest.run import Outcome, run
from rlbot.events.base import INTERVAL_NS
from rlbot.events.market import Bar, Source
from rlbot.market.calendar import NYSE
from rlbot.market.feeds.feed import Batch, Subscription
from rlbot.market.normalizer import Normalizer
from rlbot.market.plan import HISTORY_BARS
from rlbot.settings.agent import AgentSettings

NAMES = ("price", "volume", "rsi", "macd", "ema_10", "ema_50")
MINUTE = INTERVAL_NS["1m"]


class Prebuilt:
    """A feed whose bars are made beforehand, so that making them is not what is measured."""

    source: Source = "synthetic"

    def __init__(self, batches: list[Batch]) -> None:
        self._history = batches[:HISTORY_BARS]
        self._batches = batches[HISTORY_BARS:]

    def subscriptions(self) -> Sequence[Subscription]:
        """One series."""
        return (Subscription("AAPL", "1m"),)

    def history(self, before_ns: int, bars: int) -> Iterator[Batch]:
        """The warm-up."""
        return iter(self._history)

    def batches(self) -> Iterator[Batch]:
        """The rest."""
        return iter(self._batches)

    async def stream(self) -> AsyncIterator[Batch]:
        """The same."""
        for batch in self._batches:
            yield batch


def minute_batches(count: int, seed: int = 1) -> list[Batch]:
    """A random walk of `count` minute bars within real sessions."""
    rng = np.random.default_rng(seed)
    steps = rng.standard_normal((count, 2)) * 4e-4
    volumes = rng.integers(1_000, 50_000, count).tolist()
    batches: list[Batch] = []
    session = NYSE.next_session(946_684_800_000_000_000)
    start, close = session.open_ns, 100.0
    for (drift, noise), volume in zip(steps.tolist(), volumes, strict=True):
        open_ = close
        close = max(open_ * math.exp(drift), 1.0)
        top, bottom = max(open_, close) * (1.0 + abs(noise)), min(open_, close) * (1.0 - abs(noise))
        end = start + MINUTE
        last = end >= session.close_ns
        bar = Bar("AAPL", "1m", start, end, open_, top, bottom, close, float(volume), "synthetic", last)
        batches.append(Batch(end, (bar,)))
        start = end
        if last:
            session = NYSE.next_session(session.day_ns)
            start = session.open_ns
    return batches


def ppo_seat() -> Seat:
    """A network of the real shape that nobody trained; it trades now and then."""
    settings = AgentSettings.model_validate(
        {
            "id": "bench",
            "algorithm": "ppo",
            "symbol": "AAPL",
            "interval": "1m",
            "features": {"names": NAMES},
            "limits": {"no_trade_band": 0.05, "stop_loss": 0.05},
            "costs": {"spread_bps": 1.0, "impact": 0.1},
        }
    )
    size = len(NAMES) * 4 + 11
    rng = np.random.default_rng(3)
    sizes = [size, 64, 64, 5]
    layers = tuple(
        (rng.standard_normal((b, a)).astype(np.float32) / np.float32(math.sqrt(a)), np.zeros(b, np.float32))
        for a, b in pairwise(sizes)
    )
    layers[-1][1][4] = 1.0  # mostly invested, as a trained agent is, not a new mind every minute
    rows = rng.standard_normal((512, len(NAMES))) * 0.01
    normalizer = Normalizer.fitted(NAMES, rows.tolist())
    files = VersionFiles("v1", PolicyArrays(kind="ppo", layers=layers, median=np.zeros(size, np.float32)), normalizer.state())
    return Seat(settings, from_files(settings, files))


def bare_loop(batches: list[Batch]) -> float:
    """CPU seconds of touching every bar once: the floor."""
    start = time.process_time()
    total = 0.0
    for batch in batches:
        for bar in batch.bars:
            total += bar.close
    return time.process_time() - start


def timed(batches: list[Batch]) -> tuple[Outcome, float, float]:
    """Outcome, CPU seconds, wall seconds."""
    seat = ppo_seat()
    feed = Prebuilt(batches)
    gc.collect()
    cpu, wall = time.process_time(), time.perf_counter()
    outcome = run(seat, feed)
    return outcome, time.process_time() - cpu, time.perf_counter() - wall


def main() -> None:
    """Print one line per length."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--longest", type=int, default=1_000_000)
    longest = parser.parse_args().longest
    process = psutil.Process()
    rates: dict[int, float] = {}
    batches = minute_batches(longest + HISTORY_BARS)
    gc.freeze()  # the prebuilt bars are not the engine's: the collector need not walk them
    for count in (10_000, 100_000, 1_000_000):
        if count > longest:
            break
        part = batches[: count + HISTORY_BARS]
        before = process.memory_info().rss
        outcome, cpu, wall = timed(part)
        rates[count] = count / cpu
        print(
            json.dumps(
                {
                    "bench": "backtest",
                    "bars": count,
                    "fills": len(outcome.recorder.fills),
                    "bars_per_cpu_s": round(count / cpu),
                    "bars_per_s": round(count / wall),
                    "ratio_to_bare_loop": round(cpu / max(bare_loop(part[HISTORY_BARS:]), 1e-9), 1),
                    "rss_growth_mib": round((process.memory_info().rss - before) / 2**20, 1),
                }
            ),
            flush=True,
        )
        del outcome
    if len(rates) > 1:
        first, last = min(rates), max(rates)
        print(json.dumps({"bench": "backtest_flat", "from": first, "to": last, "ratio": round(rates[last] / rates[first], 3)}))


if __name__ == "__main__":
    main()
