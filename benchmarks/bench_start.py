"""How long people wait: `rlbot --help`, and the platform's second start until its dashboard answers.

    python -m benchmarks.bench_start

The second start goes on with a run that was cut off by SIGKILL after `PLAYED_S` seconds at full speed, so it also replays
what the journal holds. Versions are there already; training belongs to a first start.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.house import ROOT, free_port, healthy_after, make_house, platform

TIMES = 10
PLAYED_S = 5.0


def say(**figures: object) -> None:
    """One JSON line."""
    print(json.dumps({"bench": "start"} | figures), flush=True)


def timed(command: Sequence[str]) -> tuple[float, float]:
    """Wall and CPU seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, spent


def shown_help() -> None:
    """`rlbot --help`, beside an interpreter that does nothing."""
    told = [sys.executable, "-m", "rlbot", "--help"]
    timed(told)
    pairs = [(timed(told), timed([sys.executable, "-c", "pass"])) for _ in range(TIMES)]
    say(
        case="rlbot --help",
        wall_s=round(statistics.median(p[0][0] for p in pairs), 3),
        cpu_s=round(statistics.median(p[0][1] for p in pairs), 3),
        bare_python_wall_s=round(statistics.median(p[1][0] for p in pairs), 3),
    )


def second_start() -> None:
    """Start, play, kill, start again."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        data = make_house(home)
        words = ("--feed", "csv", "--data", str(data), "--from", "2011-06-01")
        port = free_port()
        with platform(home, port, *words, "--speed", "max") as child:
            first_s = healthy_after(port, child)
            time.sleep(PLAYED_S)
            child.send_signal(signal.SIGKILL)
        stored = sum(path.stat().st_size for path in (home / "checkpoints").glob("journal.sqlite3*"))
        port = free_port()
        with platform(home, port, *words) as child:
            second_s = healthy_after(port, child)
    say(
        case="until the dashboard answers",
        first_without_training_s=round(first_s, 2),
        second_s=round(second_s, 2),
        journal_mib=round(stored / 2**20, 1),
    )


def main() -> None:
    """Print one line per case."""
    shown_help()
    second_start()


if __name__ == "__main__":
    main()
