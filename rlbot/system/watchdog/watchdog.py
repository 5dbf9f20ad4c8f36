"""The parent: starts its children in order, judges them by progress, restarts them, and ends them in the reverse order.

Says (by `tell`): what it did and why.   Owns: the processes.

A child that is given up puts the platform into safe mode: the kill file is written, so that core and bridge take no new risk
whatever state they are in.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Awaitable, Callable, Sequence

from rlbot.clock import Clock
from rlbot.system.watchdog.children import Child, ChildSpec, forget_pid, leftover
from rlbot.system.watchdog.policy import SECOND_NS, End, GiveUp, Judge, Patience, Start
from rlbot.system.watchdog.progress import Beat

TURN_S = 0.25
LATE_NS = 1_000_000_000  # a turn that comes later than this found a machine that gave nobody a turn
PROBE_EVERY_TURNS = 8
PROBE_PATIENCE_S = 2.0
LEFTOVER_S = 5.0

Tell = Callable[[str, str], None]
Sleep = Callable[[float], Awaitable[None]]


class Watchdog:
    """`tell(name, sentence)`: for people and the log. `safe(reason)`: what safe mode does.

    `clock`: a steady one; by the machine's own, set back an hour, a child that hangs would not be found for an hour.
    """

    def __init__(
        self,
        specs: Sequence[ChildSpec],
        clock: Clock,
        tell: Tell,
        safe: Callable[[str], None],
        patience: Patience = Patience(),  # noqa: B008 - frozen
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._tell = tell
        self._safe = safe
        self._sleep = sleep
        self._patience = patience
        self.judges = {spec.name: Judge(spec.name, patience) for spec in specs}
        self._children = {spec.name: Child(spec, self._beat_of(spec.name), self._end_of(spec.name)) for spec in specs}
        self._pulse_ns: dict[str, int] = {}  # of those others tell of, when they last spoke for themselves
        self._bridge_ts_ns = 0
        self._ended: set[str] = set()
        self._ending = False
        self.final = 0  # the exit status of a child that will not start, whoever asks
        self.final_name = ""  # which child

    def pid(self, name: str) -> int:
        """Of a child's process, 0 while it has none."""
        return self._children[name].pid

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set or a first start was final; then every child has ended."""
        await self.end_leftovers()
        async with asyncio.TaskGroup() as group:
            turns = 0
            turned_ns = self._clock.now_ns()
            while not stop.is_set() and not self.final:
                lost_ns = self._clock.now_ns() - turned_ns - LATE_NS
                turned_ns = self._clock.now_ns()
                for name, judge in self.judges.items():
                    judge.excuse(max(lost_ns, 0))
                    await self._look(group, name, judge)
                if turns % PROBE_EVERY_TURNS == 0:
                    for name, child in self._children.items():
                        self._note_pid(name)
                        if child.spec.probe is not None and child.pid:
                            group.create_task(self._probe(name, child.spec.probe), name=f"probe-{name}")
                turns += 1
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(TURN_S):
                        await stop.wait()
            await self._end_all()

    async def end_leftovers(self) -> bool:
        """What an earlier watchdog left running is ended, so that it writes nothing more; whether there was any."""
        return any([await self._end_leftover(child.spec) for child in self._children.values()])

    async def _look(self, group: asyncio.TaskGroup, name: str, judge: Judge) -> None:
        child = self._children[name]
        if not all(self.judges[teller].speaks(self._clock.now_ns()) for teller in child.spec.told_by):
            self._excuse(name)  # who would tell of it is away: silence says nothing about this one
        match judge.look(self._clock.now_ns()):
            case Start(attempt):
                self._pulse_ns.pop(name, None)
                problem = await child.start()
                judge.on_started(self._clock.now_ns())
                if problem:
                    judge.on_ended(self._clock.now_ns(), problem)
                    self._tell(name, problem)
                    return
                group.create_task(child.ended(), name=f"child-{name}")
                again = "" if attempt == 1 else f" again, attempt {attempt}"
                self._tell(name, f"{name} started{again} (process {child.pid})")
                self._note_pid(name)
            case End(hard, reason):
                self._tell(name, f"{reason}; it is {'killed' if hard else 'asked to end'}")
                child.end(hard=hard)
            case GiveUp(reason):
                self._tell(name, reason)
                self._safe(reason)
            case None:
                pass

    def _note_pid(self, name: str) -> None:
        problem = self._children[name].note_pid()
        if problem:
            self._tell(name, problem)

    def _excuse(self, name: str) -> None:
        """Nobody else can tell of it. One that spoke for itself would still do so: its silence is not excused."""
        now_ns = self._clock.now_ns()
        if now_ns - self._pulse_ns.get(name, now_ns) <= self._patience.pulse_s * SECOND_NS:
            self.judges[name].on_progress(now_ns)

    def _beat_of(self, name: str) -> Callable[[Beat], None]:
        def on_beat(beat: Beat) -> None:
            now_ns = self._clock.now_ns()
            if self._children[name].spec.told_by:
                self._pulse_ns[name] = now_ns  # that it turns; whether its work arrives is for others to tell
                return
            self.judges[name].on_progress(now_ns)
            told = [other for other, child in self._children.items() if name in child.spec.told_by]
            if beat.deaf:  # who does not listen says nothing about the bridge
                for other in told:
                    self._excuse(other)
            elif beat.bridge_ts_ns not in {0, self._bridge_ts_ns}:  # another time is news, also after a clock was set back
                self._bridge_ts_ns = beat.bridge_ts_ns
                for other in told:
                    self.judges[other].on_progress(now_ns)

        return on_beat

    def _end_of(self, name: str) -> Callable[[str, int], None]:
        def on_end(how: str, status: int) -> None:
            if not self._ending:
                self._tell(name, f"{name} ended: {how}")
                if name not in self._ended and status in self._children[name].spec.final:
                    self.final, self.final_name = status, name
            self._ended.add(name)
            self.judges[name].on_ended(self._clock.now_ns(), how)

        return on_end

    async def _probe(self, name: str, probe: Callable[[], Awaitable[bool]]) -> None:
        try:
            async with asyncio.timeout(PROBE_PATIENCE_S):
                answered = await probe()
        except (TimeoutError, OSError):
            return
        if answered:
            self.judges[name].on_progress(self._clock.now_ns())

    async def _end_all(self) -> None:
        """The core first, so that nothing new is asked of those behind it."""
        self._ending = True
        for name, child in reversed(self._children.items()):
            child.end(hard=False)
            until_ns = self._clock.now_ns() + int(LEFTOVER_S * 1e9)
            while child.pid and self._clock.now_ns() < until_ns:
                await self._sleep(0.02)
            if child.pid:
                self._tell(name, f"{name} did not end when asked; it is killed")
                child.end(hard=True)

    async def _end_leftover(self, spec: ChildSpec) -> bool:
        pid = leftover(spec)
        if not pid:
            return False
        self._tell(spec.name, f"{spec.name} of an earlier start still runs (process {pid}); it is replaced")
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
            until_ns = self._clock.now_ns() + int(LEFTOVER_S * 1e9)
            while leftover(spec) and self._clock.now_ns() < until_ns:
                await self._sleep(0.05)
        forget_pid(spec)
        return True
