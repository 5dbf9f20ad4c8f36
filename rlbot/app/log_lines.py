"""Log lines go two ways: into the files, and to the page."""

from __future__ import annotations

from typing import Any, cast

from structlog.typing import FilteringBoundLogger

from rlbot.clock import Clock
from rlbot.monitoring.views.log_book import LogBook
from rlbot.monitoring.web.contract.base import Level

SHOWN = 6  # fields of a line that the page shows; the file has them all


class PageAndFile:
    """Looks like a logger; `core` is the component it speaks for."""

    def __init__(self, file: FilteringBoundLogger, page: LogBook, clock: Clock, component: str) -> None:
        self._file = file
        self._page = page
        self._clock = clock
        self._component = component

    @property
    def logger(self) -> FilteringBoundLogger:
        """As the logging edge wants it."""
        return cast(FilteringBoundLogger, self)

    def debug(self, event: str, **fields: Any) -> None:
        """Only into the file: the page begins at info."""
        self._file.debug(event, **fields)

    def info(self, event: str, **fields: Any) -> None:
        """A line of the ordinary run of things."""
        self._file.info(event, **fields)
        self._show("info", event, fields)

    def warning(self, event: str, **fields: Any) -> None:
        """Something to look at."""
        self._file.warning(event, **fields)
        self._show("warning", event, fields)

    def error(self, event: str, **fields: Any) -> None:
        """Something failed."""
        self._file.error(event, **fields)
        self._show("error", event, fields)

    critical = error

    def _show(self, level: Level, event: str, fields: dict[str, Any]) -> None:
        told = [f"{k}={_short(v)}" for k, v in fields.items() if k not in ("ts_ns", "agent_id", "correlation_id")]
        self._page.add(
            self._clock.now_ns(),
            level,
            self._component,
            event,
            " ".join(told[:SHOWN]),
            str(fields.get("agent_id", "")),
            str(fields.get("correlation_id", "")),
        )


def _short(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)
