"""What Yahoo adds to a process: resident memory of the trading core before and after the first fetch, and after many polls.

python -m benchmarks.bench_yahoo_memory
The stand-in runs here, the measured core in a process of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from rlbot.clock import from_iso

if TYPE_CHECKING:
    from rlbot.events.market import Bar

SERIES = (("AAPL", "AAPL"), ("VIX", "^VIX"), ("TNA", "TNA"), ("IWM", "IWM"))
NAMES = dict(SERIES)
NOW = from_iso("2024-03-28T20:30:00Z")
FIRST = from_iso("2004-04-01")
POLLS = 200


def main() -> None:
    """Serve twenty years of four daily series, and let a fresh core fetch and poll them."""
    from benchmarks.yahoo_door import YahooDoor
    from rlbot.market.feeds.feed import Subscription
    from rlbot.market.feeds.synthetic import SyntheticFeed

    series = [Subscription(symbol, "1d") for symbol, _ in SERIES]
    bars: dict[str, list[Bar]] = {name: [] for _, name in SERIES}
    for batch in SyntheticFeed(series, 7, FIRST, NOW).batches():
        for bar in batch.bars:
            bars[NAMES[bar.symbol]].append(bar)
    command = [sys.executable, "-m", "benchmarks.bench_yahoo_memory", YahooDoor(bars).url]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    print(done.stdout.strip())


def measure(url: str) -> None:
    """In the measured process."""
    import psutil

    import rlbot.engine  # noqa: F401 - the core that every mode has
    from rlbot.market.calendar import DAY_NS
    from rlbot.market.feeds.yahoo_client import YahooAnswer, YahooClient

    process = psutil.Process()

    def mib() -> float:
        return float(process.memory_info().rss) / 2**20

    client = YahooClient(url)
    core = mib()
    started = time.perf_counter()
    assert isinstance(client.fetch("AAPL", "1d", NOW - 5 * DAY_NS, NOW + DAY_NS), YahooAnswer)
    first_s, first = time.perf_counter() - started, mib()
    rows = 0
    for symbol, _ in SERIES:
        answer = client.fetch(symbol, "1d", FIRST, NOW + DAY_NS)
        assert isinstance(answer, YahooAnswer)
        rows += len(answer.rows)
    fetched = mib()
    started = time.perf_counter()
    for _ in range(POLLS):
        client.fetch("AAPL", "1d", NOW - DAY_NS, NOW + DAY_NS)
    figures = {
        "core_mib": round(core, 1),
        "yahoo_adds_mib": round(fetched - core, 1),
        "of_which_first_answer_mib": round(first - core, 1),
        f"after_{POLLS}_polls_mib": round(mib() - fetched, 1),
        "first_answer_s": round(first_s, 2),
        "poll_ms": round((time.perf_counter() - started) / POLLS * 1e3, 1),
        "rows": rows,
    }
    print(json.dumps({"bench": "yahoo_memory"} | figures))


if __name__ == "__main__":
    measure(sys.argv[1]) if len(sys.argv) > 1 else main()
