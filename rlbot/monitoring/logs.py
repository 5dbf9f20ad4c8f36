"""Structured logs: `logs/<component>.jsonl`, one JSON object a line: `ts, level, component, event, correlation_id, …`.

An edge: a log call renders its line into a bounded outbox and returns; the task that owns the logs calls `drain`.
Overflow policy: the oldest lines go, and a line says how many.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, MutableMapping
from pathlib import Path
from typing import Any, Literal, cast

import msgspec
import structlog
from structlog.typing import FilteringBoundLogger

from rlbot.clock import Clock, iso
from rlbot.monitoring.redaction import Redaction
from rlbot.monitoring.rolling_file import RollingFile
from rlbot.settings.platform import LogSettings

Level = Literal["debug", "info", "warning", "error", "critical"]

OUTBOX_LINES = 20_000  # about 6 MiB
_LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}
_FIRST = ("ts", "level", "component", "event", "correlation_id")


class Logs:
    """All components' log files. `secrets`: values that must never be written."""

    def __init__(
        self, folder: Path, settings: LogSettings, clock: Clock, secrets: Iterable[str] = (), outbox: int = OUTBOX_LINES
    ) -> None:
        self._folder = folder
        self._settings = settings
        self._clock = clock
        self._outbox: deque[tuple[str, bytes]] = deque(maxlen=outbox)
        self._dropped = 0
        self._files: dict[str, RollingFile] = {}
        self._encode = msgspec.json.Encoder(enc_hook=str).encode
        self._processors = [
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            Redaction(secrets),
            self._render,
        ]

    def logger(self, component: str) -> FilteringBoundLogger:
        """The logger of one component; `bind(correlation_id=…)` gives one for a decision."""
        logger = structlog.wrap_logger(
            _Outlet(lambda line: self._keep(component, line)),
            processors=cast("list[structlog.typing.Processor]", self._processors),
            wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[self._settings.level]),
            cache_logger_on_first_use=False,
            component=component,
        )
        return cast(FilteringBoundLogger, logger.bind())

    def drain(self) -> str:
        """Write what waits; a sentence if the disk would not take it (those lines are gone, the platform goes on)."""
        waiting, dropped = list(self._outbox), self._dropped
        self._outbox.clear()
        if dropped:
            self._dropped = 0
            self.logger("core").warning("log lines dropped", count=dropped)
            waiting.append(self._outbox.pop())
        lines: dict[str, list[bytes]] = {}
        for component, line in waiting:
            lines.setdefault(component, []).append(line)
        said = ""
        for component, of_component in lines.items():
            try:
                self._file(component).append(b"".join(of_component))
            except OSError as error:
                said = f"The log of {component} could not be written to {self._folder}: {error.strerror or error}."
        return said

    def close(self) -> None:
        """Write what waits and close all files."""
        self.drain()
        for file in self._files.values():
            file.close()

    def _keep(self, component: str, line: bytes) -> None:
        if len(self._outbox) == self._outbox.maxlen:
            self._dropped += 1
        self._outbox.append((component, line))

    def _render(self, logger: object, method: str, fields: MutableMapping[str, Any]) -> bytes:
        fields["ts"] = iso(self._clock.now_ns())
        fields.setdefault("correlation_id", "")
        ordered = {name: fields.pop(name) for name in _FIRST} | dict(fields)
        return self._encode(ordered) + b"\n"

    def _file(self, component: str) -> RollingFile:
        if component not in self._files:
            path = self._folder / f"{component}.jsonl"
            self._files[component] = RollingFile(path, self._settings.max_mib << 20, self._settings.files)
        return self._files[component]


class _Outlet:
    """Where structlog hands the rendered line, whatever its level."""

    def __init__(self, keep: Callable[[bytes], None]) -> None:
        self.debug = self.info = self.warning = self.error = self.critical = keep
