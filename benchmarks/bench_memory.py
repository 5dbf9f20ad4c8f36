"""Resident memory of the real platform in simulate from CSV, and what each option adds to a process.

    python -m benchmarks.bench_memory

The platform plays three years of daily bars for both shipped agents with the dashboard's edge on, then keeps standing.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from benchmarks.house import free_port, healthy_after, make_house, platform

MIB = 2**20
BARRED = ("torch", "numba", "llvmlite", "pandas", "polars", "stable_baselines3", "yfinance", "river", "aiogram")

# What a process that has the core does with an option; its growth is what the option adds.
OPTIONS = {
    "drift (river: ADWIN on ten series)": """
from river.drift import ADWIN
watches = [ADWIN() for _ in range(10)]
for k in range(10_000):
    watches[k % 10].update(0.01 * (k % 7))
""",
    "chat (aiogram: bot and dispatcher)": """
import asyncio
from aiogram import Bot, Dispatcher
async def stand() -> None:
    bot = Bot("1:" + "a" * 35)
    dispatcher = Dispatcher()
    await bot.session.close()
asyncio.run(stand())
""",
}


def say(**figures: object) -> None:
    """One JSON line."""
    print(json.dumps({"bench": "memory"} | figures), flush=True)


def barred_in(pid: int) -> list[str]:
    """Which of the heavy libraries the process has mapped."""
    mapped = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")
    return [name for name in BARRED if f"/{name}/" in mapped]


def core() -> None:
    """The platform from CSV: at its first answer, and once everything has been played."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        data = make_house(home)
        port = free_port()
        with platform(home, port, "--feed", "csv", "--data", str(data), "--speed", "max") as child:
            healthy_after(port, child)
            process = psutil.Process(child.pid)
            first = process.memory_info().rss
            bars_until = time.perf_counter() + 60.0
            settled, highest = -1, first
            while time.perf_counter() < bars_until:
                time.sleep(1.0)
                spent = int(10 * process.cpu_times().user)
                highest = max(highest, process.memory_info().rss)
                if spent - settled <= 1:  # it has nothing left to do
                    break
                settled = spent
            memory = process.memory_full_info()
            say(
                case="simulate from CSV, web edge on",
                at_first_answer_mib=round(first / MIB, 1),
                standing_mib=round(memory.rss / MIB, 1),
                highest_seen_mib=round(highest / MIB, 1),
                own_mib=round(memory.uss / MIB, 1),
                heavy_libraries=barred_in(child.pid),
            )


def option(name: str, code: str) -> None:
    """What `code` adds to a process that has the core."""
    script = f"""
import psutil, rlbot.app.bootstrap
before = psutil.Process().memory_info().rss
{code}
print((psutil.Process().memory_info().rss - before) / {MIB})
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        say(case=name, adds_mib=round(float(done.stdout), 1))
    else:
        say(case=name, skipped=done.stderr.strip().splitlines()[-1:])


def main() -> None:
    """Print one line per case."""
    core()
    for name, code in OPTIONS.items():
        option(name, code)


if __name__ == "__main__":
    main()
