"""The agents' CSV: a projection of the committed journal.

Hears: DecisionDue, DecisionMade, DecisionExplained, RewardRealised.
Owns: `logs/agents/<id>/agent_live_logs.csv` of every agent; rows waiting for the commit that holds their reward.

How each row is there exactly once, whenever the process dies: which parts of each file are a run's stands in the journal
(`row_segments.py`). Rows are appended only after their commit, so a file can lag behind the journal but hold nothing the
journal lacks. A restart replays the journal through the same handlers: rows the file has are counted off, missing ones added.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from rlbot.bus import Bus
from rlbot.events.agent import DecisionExplained, DecisionMade, RewardRealised
from rlbot.events.market import DecisionDue
from rlbot.journal.journal import Run
from rlbot.monitoring.agent_row import HEADER, OpenRow, row_line
from rlbot.monitoring.row_file import FileRefused, RowFile, open_rows
from rlbot.monitoring.row_segments import new_mark, segments

FILE_NAME = "agent_live_logs.csv"
WAITING_ROWS = 10_000  # of one agent while the disk is full, about 3 MiB; what exceeds it comes back by the next start's replay
OPEN_ROWS = 8  # decisions without a reward yet; normally one


class _Log(msgspec.Struct):
    """One agent's file and what is on its way into it.

    `there`: where the rows begin that a resumed run has in the file; `last`: where the last of them ends.
    """

    names: tuple[str, ...]
    file: RowFile
    open: dict[int, OpenRow] = {}
    ids: dict[str, int] = {}
    waiting: list[bytes] = []
    there: list[int] = []
    last: int = 0
    seen: int = 0
    dropped: bool = False


class AgentLogs:
    """All agents' files. Made by `open_agent_logs`."""

    def __init__(self, mode: str, logs: dict[str, _Log]) -> None:
        self._mode = mode
        self._logs = logs
        self._replaying = False

    def listen(self, bus: Bus) -> None:
        """Subscribe, after the trading path. A resumed run subscribes before its replay."""
        bus.on(DecisionDue, self.on_due)
        bus.on(DecisionMade, self.on_decision)
        bus.on(DecisionExplained, self.on_explained)
        bus.on(RewardRealised, self.on_reward)

    def meta(self, runs: list[Run]) -> dict[str, int]:
        """For the `Run.meta` of a run that begins or goes on now. `runs`: all of the journal."""
        return dict(new_mark(agent_id, log.file.size, runs) for agent_id, log in self._logs.items())

    def resume(self, run_id: str, runs: list[Run]) -> None:
        """Call before the run goes on and is replayed: the rows it has are found, and counted off during the replay."""
        self._replaying = True
        for agent_id, log in self._logs.items():
            parts = segments(agent_id, run_id, runs, log.file.size)
            log.there = [start for begin, end in parts for start in log.file.line_starts(max(begin, len(HEADER)), end)]
            log.last = parts[-1][1] if parts else 0

    def replayed(self) -> str:
        """The replay is over: add what the files lack, cut what the journal does not hold. A sentence if that failed."""
        self._replaying = False
        said = ""
        for log in self._logs.values():
            if log.seen < len(log.there) and log.last == log.file.size:  # its rows are the file's last: they can be taken back
                said = log.file.cut_to(log.there[log.seen]) or said
            log.there = []
            log.seen = 0
        return self.flush() or said

    def flush(self) -> str:
        """After a commit: waiting rows go to their files. A sentence if one would not take them; then they go on waiting."""
        said = ""
        for log in self._logs.values():
            if log.waiting:
                refused = log.file.append(b"".join(log.waiting))
                said = said or refused
                if not refused:
                    log.waiting.clear()
        return said

    def close(self) -> None:
        """Close all files."""
        for log in self._logs.values():
            log.file.close()

    def on_due(self, event: DecisionDue) -> None:
        """A row begins."""
        if (log := self._logs.get(event.agent_id)) is not None:
            log.open[event.bar.start_ns] = OpenRow(event)
            if len(log.open) > OPEN_ROWS:
                del log.open[next(iter(log.open))]

    def on_decision(self, event: DecisionMade) -> None:
        """What was decided at it."""
        if (log := self._logs.get(event.agent_id)) is not None and (row := log.open.get(event.bar_ns)) is not None:
            row.made = event
            log.ids[event.decision_id] = event.bar_ns
            if len(log.ids) > OPEN_ROWS:
                del log.ids[next(iter(log.ids))]

    def on_explained(self, event: DecisionExplained) -> None:
        """Why."""
        if (log := self._logs.get(event.agent_id)) is not None:
            row = log.open.get(log.ids.get(event.decision_id, -1))
            if row is not None:
                row.explained = event

    def on_reward(self, event: RewardRealised) -> None:
        """What it was worth: the row is whole, and waits for its commit."""
        if (log := self._logs.get(event.agent_id)) is None:
            return
        row = log.open.pop(log.ids.pop(event.decision_id, -1), None)
        if row is None:
            return
        log.seen += 1
        if log.seen <= len(log.there):
            return  # the file has it
        if self._replaying and len(log.waiting) >= WAITING_ROWS // 2:
            self.flush()  # what is replayed is committed
        log.dropped = log.dropped or len(log.waiting) >= WAITING_ROWS  # no gaps: after the first dropped row none follows
        if not log.dropped:
            log.waiting.append(row_line(row, event, log.names, self._mode))


def open_agent_logs(folder: Path, mode: str, features: dict[str, tuple[str, ...]]) -> AgentLogs | FileRefused:
    """Files of these agents under `folder` (`logs/agents`). `features`: each agent's feature names, in their order."""
    logs: dict[str, _Log] = {}
    for agent_id, names in features.items():
        file = open_rows(folder / agent_id / FILE_NAME, HEADER)
        if isinstance(file, FileRefused):
            for log in logs.values():
                log.file.close()
            return file
        logs[agent_id] = _Log(names, file)
    return AgentLogs(mode, logs)
