"""One running platform: the trading path, its memory and its edges, and the tasks that keep them going."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rlbot.app.end_signals import end_signals
from rlbot.app.failure import CommandError
from rlbot.app.log_lines import PageAndFile
from rlbot.app.resuming import Opened
from rlbot.app.run_report import RunReport
from rlbot.clock import Clock, iso
from rlbot.engine import Engine
from rlbot.events.market import FeedStateChanged
from rlbot.events.ops import AlertRaised, Heartbeat, RunEnded
from rlbot.journal.journal import JournalFailed
from rlbot.journal.sqlite_journal import SqliteJournal
from rlbot.market.feeds.feed import Batch, MarketFeed
from rlbot.monitoring.agent_log import AgentLogs
from rlbot.monitoring.board import Board
from rlbot.monitoring.event_lines import EventLines
from rlbot.monitoring.logs import Logs
from rlbot.monitoring.web.app_factory import WebEdge
from rlbot.monitoring.web.server import ServeError, serve
from rlbot.risk.halts import JOURNAL_FAILED
from rlbot.system.health import Health
from rlbot.system.state_snapshot import StateSnapshot

if TYPE_CHECKING:
    from rlbot.app.bridge_parts import BridgeParts

COMMIT_EVERY = 256  # instants at full speed between two commits; at visible speed every instant is committed
COMMIT_AFTER_NS = 200_000_000
TICK_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Everything a platform is made of; `bootstrap` builds it."""

    engine: Engine
    feed: MarketFeed
    opened: Opened
    journal: SqliteJournal
    agent_logs: AgentLogs
    snapshot: StateSnapshot
    logs: Logs
    lines: PageAndFile
    event_lines: EventLines
    board: Board
    health: Health
    report: RunReport
    clock: Clock
    edge: WebEdge | None
    host: str
    port: int
    bridge: BridgeParts | None = None  # paper and live


class Platform:
    """Runs until the feed ends (if told to), or a signal comes. `on_ready`: the dashboard listens."""

    def __init__(self, parts: Parts, *, exit_at_end: bool, on_ready: Callable[[], None]) -> None:
        self._parts = parts
        self._exit_at_end = exit_at_end
        self._on_ready = on_ready
        self._stop = asyncio.Event()
        self._beats = 0
        self._uncommitted = 0
        self._committed_ns = 0
        self._journal_failed = ""
        self._csv_failed = ""
        self._log_failed = ""
        self._gave_up = ""
        self.ended = False

    @property
    def not_stored(self) -> str:
        """Why the end of the run is not in the journal; empty where it is."""
        return self._journal_failed

    async def run(self) -> None:
        """Everything at once, in one task group. Raises CommandError with a sentence."""
        parts = self._parts
        gc.freeze()  # what stands now stands to the end: walking it again costs 25 ms, in the middle of a decision
        loop = asyncio.get_running_loop()
        for number in end_signals():
            loop.add_signal_handler(number, self._stop.set)
        try:
            async with asyncio.TaskGroup() as group:
                if parts.edge is not None:
                    ready = asyncio.Event()
                    web = serve(parts.edge, parts.host, parts.port, self._stop, lambda: self._listening(ready))
                    group.create_task(web, name="web")
                    await _first(ready, self._stop)
                else:
                    self._on_ready()
                tasks = [group.create_task(self._play(), name="feed"), group.create_task(self._tick(), name="tick")]
                if parts.bridge is not None:
                    tasks.append(group.create_task(parts.bridge.run(), name="bridge"))
                await self._stop.wait()
                for task in tasks:
                    task.cancel()
        except* ServeError as errors:
            raise CommandError(str(errors.exceptions[0])) from None
        finally:
            self._finish()
        if self._gave_up:
            raise CommandError(self._gave_up)

    def _listening(self, ready: asyncio.Event) -> None:
        self._on_ready()
        ready.set()

    async def _play(self) -> None:
        """The feed, batch by batch; what lies behind a resumed run is passed over."""
        parts = self._parts
        behind = parts.opened.last_ts_ns
        if parts.bridge is not None:
            await parts.bridge.ready()
        async for batch in parts.feed.stream():
            if batch.ts_ns > behind:
                self._one(batch)
            if self._stop.is_set():
                return
        self.ended = True
        now_ns = parts.engine.clock.now_ns()
        ended = FeedStateChanged(ts_ns=now_ns, source=parts.feed.source, state="ended", detail="every bar was played")
        parts.engine.bus.publish(ended)
        parts.engine.bus.publish(RunEnded(ts_ns=now_ns, run_id=parts.opened.run.run_id, reason="the feed is exhausted"))
        self._commit()
        if self._exit_at_end:
            self._stop.set()

    def _one(self, batch: Batch) -> None:
        self._parts.engine.play(batch)
        self._parts.event_lines.write()
        self._uncommitted += 1
        if self._uncommitted >= COMMIT_EVERY or self._parts.clock.now_ns() - self._committed_ns >= COMMIT_AFTER_NS:
            self._commit()

    async def _tick(self) -> None:
        """Once a second: a heartbeat through the bus, then everything that is written now and then."""
        parts = self._parts
        while True:
            self._beats += 1
            if parts.bridge is not None:
                parts.bridge.tick()
                parts.bridge.show(parts.board)
            parts.engine.risk.check_kill(parts.engine.clock.now_ns())
            parts.engine.bus.publish(Heartbeat(ts_ns=parts.engine.clock.now_ns(), seq=self._beats))
            self._commit()
            self._warn("state_not_written", parts.snapshot.tick())
            parts.event_lines.write()
            self._log_failed = self._news("log_not_written", parts.logs.drain(), self._log_failed)
            await asyncio.sleep(TICK_S)

    def _commit(self) -> None:
        """Store what was tapped; then the CSV rows that depend on it. A journal that fails halts trading until it works."""
        parts = self._parts
        self._uncommitted = 0
        self._committed_ns = parts.clock.now_ns()
        done = parts.journal.commit()
        if isinstance(done, JournalFailed):
            if not self._journal_failed:
                self._journal_failed = done.sentence
                parts.engine.risk.halt(JOURNAL_FAILED, done.sentence, parts.engine.clock.now_ns())
                self._alert("journal_failed", done.sentence)
                if self._exit_at_end:  # nobody is there to make room: the same command goes on from what was stored
                    self._give_up("stopped, for the journal failed; the same command goes on from there")
            return
        if self._journal_failed:
            self._journal_failed = ""
            parts.engine.risk.lift(JOURNAL_FAILED, "the journal can be written again", parts.engine.clock.now_ns())
            parts.journal.commit()  # the halt stands in it now: without its end the next start would be halted
        self._csv_failed = self._news("csv_not_written", parts.agent_logs.flush(), self._csv_failed)

    def _give_up(self, why: str) -> None:
        self._gave_up = why
        self._stop.set()

    def _warn(self, code: str, problem: object) -> None:
        sentence = getattr(problem, "sentence", "")
        if sentence:
            self._alert(code, sentence)

    def _news(self, code: str, said: str, before: str) -> str:
        """A fault that goes on is told once. Returns what was said now."""
        if said and said != before:
            self._alert(code, said)
        return said

    def _alert(self, code: str, text: str) -> None:
        now_ns = self._parts.engine.clock.now_ns()
        self._parts.engine.bus.publish(AlertRaised(ts_ns=now_ns, severity="critical", code=code, text=text))

    def _finish(self) -> None:
        """Whatever ended the run: what is known is stored, files are closed."""
        parts = self._parts
        self._commit()
        if self.ended and self._csv_failed and not self._journal_failed:
            self._gave_up = "the run is not closed, for rows are missing; make room, and the same command writes them"
        if self.ended and not self._journal_failed and not self._csv_failed:
            parts.journal.finish_run()
        parts.snapshot.write()
        parts.event_lines.write()
        parts.lines.info("stopped", last_instant=iso(parts.engine.clock.now_ns()))
        parts.engine.agents.close()
        parts.agent_logs.close()
        parts.journal.close()
        parts.logs.close()


async def _first(*events: asyncio.Event) -> None:
    """Until one of them is set."""
    async with asyncio.TaskGroup() as group:
        waiting = [group.create_task(event.wait(), name="wait") for event in events]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
