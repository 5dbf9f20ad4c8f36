"""Children that beat, freeze and die, and a watchdog over them that is soon out of patience."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from rlbot.clock import SteadyClock
from rlbot.system.watchdog.children import ChildSpec
from rlbot.system.watchdog.policy import Patience
from rlbot.system.watchdog.watchdog import Watchdog

QUICK = Patience(
    start_s=20.0,
    stall_s=1.5,
    doubt_s=0.5,
    pulse_s=0.5,
    end_s=0.4,
    first_pause_s=0.05,
    longest_pause_s=0.1,
    healthy_s=999.0,
    give_up_after=3,
)
PATIENCE_S = 40.0
BEATS = """
import os, sys, time
from rlbot.system.watchdog.progress import Beat, supervised
found = supervised(os.environ)
for seq in range(10**9):
    if found.orphaned() or not found.tell(Beat(seq)):
        open(sys.argv[1], "w").write("safe")
        break
    time.sleep(0.05)
"""
SILENT = "import time; time.sleep(600)"
TELLS_OF_A_CLOCK_SET_BACK = """
import os, time
from rlbot.system.watchdog.progress import Beat, supervised
found = supervised(os.environ)
for seq in range(10**9):
    if found.orphaned() or not found.tell(Beat(seq, 10**18 - seq)):
        break
    time.sleep(0.05)
"""
HEARS_AND_THEN_TRAINS = """
import os, sys, time
from rlbot.system.watchdog.progress import Beat, supervised
found = supervised(os.environ)
for seq in range(10**9):
    if found.orphaned() or not found.tell(Beat(seq, 5, deaf=seq > 3 and not os.path.exists(sys.argv[1]))):
        break
    time.sleep(0.05)
"""
TELLS_OF_ONE_THING = BEATS.replace("Beat(seq)", "Beat(seq, 5)")
HEARS_NO_MORE = BEATS.replace("Beat(seq)", "Beat(seq, 5, deaf=seq > 3)")
DIES = "raise SystemExit(3)"
KILLED_ONCE = """
import os, signal, sys
if os.path.exists(sys.argv[1]):
    raise SystemExit(3)
open(sys.argv[1], "w").close()
os.kill(os.getpid(), signal.SIGKILL)
"""


class Seen:
    """What a watchdog said."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.safe: list[str] = []
        self.news = asyncio.Event()

    def tell(self, name: str, sentence: str) -> None:
        self.said.append(sentence)
        self.news.set()

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not true():
                self.news.clear()
                try:
                    async with asyncio.timeout(0.05):
                        await self.news.wait()
                except TimeoutError:
                    pass


def child(folder: Path, name: str, code: str) -> ChildSpec:
    return ChildSpec(
        name=name, command=(sys.executable, "-c", code, str(folder / f"{name}.safe")), pid_file=folder / f"{name}.pid"
    )


@asynccontextmanager
async def watching(*specs: ChildSpec) -> AsyncIterator[tuple[Watchdog, Seen]]:
    seen, stop = Seen(), asyncio.Event()
    dog = Watchdog(specs, SteadyClock(), seen.tell, seen.safe.append, QUICK)
    async with asyncio.TaskGroup() as group:
        group.create_task(dog.run(stop), name="watchdog")
        try:
            yield dog, seen
        finally:
            stop.set()
