"""How long `rlbot --help` takes, how soon a second start answers, and how much memory the running core holds.

python -m benchmarks.bench_start
"""

from __future__ import annotations

import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil

from tests.app.homes import daily_rows, write_agent, write_rows

RULES = {"one": ("vol_target", "AAPL"), "two": ("sma_200", "MSFT")}
FEATURES = '["price", "volume", "rsi", "macd", "ema_10", "ema_50"]'


def help_seconds(rounds: int = 10) -> float:
    """Median wall seconds of `rlbot --help`."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "rlbot", "--help"], check=True, capture_output=True)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def free_port() -> int:
    """A port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(home: Path, market: Path) -> tuple[float, float]:
    """(seconds until the dashboard answers, MiB resident two seconds later) of one `rlbot up`."""
    port = free_port()
    words = ["up", "--feed", "csv", "--data", str(market), "--from", "2020-06-01", "--speed", "50", "--port", str(port)]
    begin = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", "rlbot", "--home", str(home), *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/health", timeout=1.0):
                    break
            except OSError:
                if child.poll() is not None or time.perf_counter() - begin > 60.0:
                    raise SystemExit("the platform did not start") from None
                time.sleep(0.02)
        ready = time.perf_counter() - begin
        time.sleep(2.0)
        resident = psutil.Process(child.pid).memory_info().rss / 2**20
    finally:
        child.terminate()
        child.wait()
    return ready, resident


def added_mib(statement: str) -> float:
    """MiB that importing an option adds to a bare interpreter."""
    now = "psutil.Process().memory_info().rss"
    code = f"import psutil; before = {now}; {statement}; print({now} - before)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return int(done.stdout) / 2**20


def main() -> None:
    """Print one line per figure."""
    print(json.dumps({"bench": "help", "seconds": round(help_seconds(), 3)}), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        home, market = Path(folder) / "home", Path(folder) / "market"
        market.mkdir()
        for seed, (agent, (rule, symbol)) in enumerate(RULES.items()):
            write_rows(market / f"{symbol}_1d.csv", daily_rows(1_500, seed))
            write_agent(home, agent, f'algorithm = "{rule}"\nsymbol = "{symbol}"\n[features]\nnames = {FEATURES}\n')
        first, _ = started(home, market)
        second, resident = started(home, market)
    print(
        json.dumps(
            {
                "bench": "start",
                "first_s": round(first, 2),
                "second_s": round(second, 2),
                "resident_mib": round(resident, 1),
                "yahoo_adds_mib": round(added_mib("import yfinance"), 1),
                "drift_adds_mib": round(added_mib("import river.drift"), 1),
                "chat_adds_mib": round(added_mib("import aiogram"), 1),
            }
        )
    )


if __name__ == "__main__":
    main()
