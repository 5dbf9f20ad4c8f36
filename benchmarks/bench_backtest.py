"""The whole event path with a PPO agent over minute bars: bars a second, whether it stays flat, and what a bar leaves behind.

    python -m benchmarks.bench_backtest [--longest 1000000] [--peer PYTHON]

Feed, features, observation, policy, risk, execution, broker, ledger, record and event hash are in; making bars is not.
`per_cpu_s` feels a busy machine less than the wall does, the best tenth of its stretches least. `bare_loop`: reading each close
off the same bars. `--peer`: a Python that has NautilusTrader, with `../shared/bench/nautilus_backtest.py` beside the project;
both run in turns.
"""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from benchmarks.bar_files import write_minutes
from benchmarks.trading_world import PreparedFeed, bench_seat
from rlbot.backtest.run import Outcome, replay_feed, run
from rlbot.market.data_folder import DataFolder
from rlbot.market.feeds.feed import Batch

LENGTHS = (10_000, 100_000, 1_000_000)
CSV_BARS = 100_000
PEER = Path(__file__).resolve().parents[2] / "shared" / "bench" / "nautilus_backtest.py"
MIB = 2**20


def say(**figures: object) -> None:
    """One JSON line."""
    print(json.dumps({"bench": "backtest"} | figures), flush=True)


def bare_loop_s(batches: Iterator[Batch], feed: PreparedFeed) -> float:
    """CPU seconds of touching every bar once: the floor."""
    total, began = 0.0, time.process_time()
    for batch in batches:
        for bar in batch.bars:
            total += bar.close
    return time.process_time() - began - feed.making_s


def timed(work: Callable[[], Outcome]) -> tuple[Outcome, float, float]:
    """Outcome, CPU seconds, wall seconds."""
    gc.collect()
    cpu, wall = time.process_time(), time.perf_counter()
    outcome = work()
    return outcome, time.process_time() - cpu, time.perf_counter() - wall


def prepared(bars: int) -> float:
    """Bars a CPU second over `bars` minute bars that are ready."""
    process = psutil.Process()
    bare = PreparedFeed(bars)
    floor_s = bare_loop_s(bare.batches(), bare)
    before = process.memory_info().rss
    feed = PreparedFeed(bars)
    outcome, cpu_s, wall_s = timed(lambda: run(bench_seat(), feed))
    cpu_s, wall_s = cpu_s - feed.making_s, wall_s - feed.making_s
    grown = process.memory_info().rss - before
    say(
        bars=outcome.bars,
        fills=len(outcome.recorder.fills),
        bars_per_cpu_s=round(bars / cpu_s),
        bars_per_cpu_s_least_disturbed=round(feed.least_disturbed()),
        bars_per_s=round(bars / wall_s),
        times_bare_loop=round(cpu_s / floor_s, 1),
        rss_growth_mib=round(grown / MIB, 1),
        bytes_a_bar=round(grown / bars),
        event_hash=outcome.event_hash,
    )
    return bars / cpu_s


def from_csv(bars: int) -> None:
    """The same agent from a file: parsing and validation are in."""
    with tempfile.TemporaryDirectory() as folder:
        write_minutes(Path(folder), bars)
        seat = bench_seat()
        outcome, cpu_s, wall_s = timed(lambda: run(seat, replay_feed(DataFolder(folder), seat, None, None)[0]))
    say(case="from CSV", bars=outcome.bars, bars_per_cpu_s=round(bars / cpu_s), bars_per_s=round(bars / wall_s))


def beside(python: str, bars: int = 100_000, turns: int = 3) -> None:
    """NautilusTrader's bars a CPU second (its bars built within the time, a crossing of averages) and ours, in turns."""
    ratios = []
    for _ in range(turns):
        command = [python, str(PEER), "--bars", str(bars), "--repeats", "1", "--cases", "ema_cross"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        peer = json.loads(done.stdout.splitlines()[-1])
        feed = PreparedFeed(bars)
        _, cpu_s, _ = timed(lambda feed=feed: run(bench_seat(), feed))  # type: ignore[misc]  # the default binds this round's value
        ours = bars / (cpu_s - feed.making_s)
        ratios.append(ours / peer["bars_per_cpu_s_e2e_median"])
        theirs = {"bars_per_cpu_s": peer["bars_per_cpu_s_e2e_median"], "bars_per_s_run": peer["bars_per_s_run_median"]}
        say(case="beside a peer", peer=peer["engine"], peer_orders=peer["orders"], peer_figures=theirs, ours=round(ours))
    say(case="beside a peer", ratio_of_cpu_rates=round(sorted(ratios)[len(ratios) // 2], 3))


def main() -> None:
    """Print one line per case."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--longest", type=int, default=LENGTHS[-1])
    parser.add_argument("--peer", default=sys.executable)
    chosen = parser.parse_args()
    run(bench_seat(), PreparedFeed(1_000))  # imports, calendars and caches are nobody's bars
    rates = {bars: prepared(bars) for bars in LENGTHS if bars <= chosen.longest}
    if len(rates) > 1:
        say(
            case="flat",
            first=min(rates),
            last=max(rates),
            rate_of_last_over_first=round(rates[max(rates)] / rates[min(rates)], 3),
        )
    from_csv(min(CSV_BARS, chosen.longest))
    there = subprocess.run([chosen.peer, "-c", "import nautilus_trader"], capture_output=True, check=False)
    if there.returncode == 0 and PEER.is_file():
        beside(chosen.peer)
    else:
        say(case="beside a peer", skipped="NautilusTrader is not installed here (--peer PYTHON names one that has it)")


if __name__ == "__main__":
    main()
