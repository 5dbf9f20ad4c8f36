"""The newest lines of the structured log, for the page. The files under `logs/` hold the rest."""

from __future__ import annotations

from collections import deque
from itertools import islice

from rlbot.monitoring.web.contract.base import Level
from rlbot.monitoring.web.contract.records import LogLine

CAP = 5_000
TEXT_CAP = 2_000  # characters of one line
RANK: dict[Level, int] = {"debug": 0, "info": 1, "warning": 2, "error": 3}


class LogBook:
    """Bounded; `add` is called by the logging set-up for each line."""

    def __init__(self) -> None:
        self.lines: deque[LogLine] = deque(maxlen=CAP)
        self.counts: dict[Level, int] = {"debug": 0, "info": 0, "warning": 0, "error": 0}
        self.seq = 0

    def add(
        self,
        ts_ns: int,
        level: Level,
        component: str,
        event: str,
        text: str = "",
        agent_id: str = "",
        correlation_id: str = "",
    ) -> None:
        """Keep a line; the oldest gives way."""
        if len(self.lines) == CAP:
            self.counts[self.lines[0].level] -= 1
        self.seq += 1
        self.counts[level] += 1
        self.lines.append(
            LogLine(
                seq=self.seq,
                ts_ns=ts_ns,
                level=level,
                component=component,
                event=event,
                text=text[:TEXT_CAP],
                agent_id=agent_id,
                correlation_id=correlation_id,
            )
        )

    def since(self, seq: int) -> list[LogLine]:
        """Lines after `seq` that are still here, oldest first."""
        new = min(self.seq - seq, len(self.lines))
        return list(islice(self.lines, len(self.lines) - new, None)) if new > 0 else []
