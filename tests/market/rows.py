"""Small recorded series for tests: rows in memory and files on disk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rlbot.clock import from_iso, iso
from rlbot.events.base import INTERVAL_NS, Interval
from rlbot.market.calendar import NYSE
from rlbot.market.csv_file import HEADER, Row


def wavy(start_ns: int, i: int, level: float = 100.0, volume: float = 1_000.0) -> Row:
    """A harmless row: moves of about 0.5 %, high and low around them."""
    close = level * (1.0 + 0.005 * ((i * 7) % 5 - 2))
    open_ = level * (1.0 + 0.005 * ((i * 7 - 7) % 5 - 2))
    return start_ns, open_, max(open_, close) * 1.001, min(open_, close) * 0.999, close, volume


def daily(first: str, last: str, level: float = 100.0) -> list[Row]:
    """One row a session."""
    sessions = NYSE.sessions_between(from_iso(first), from_iso(last))
    return [wavy(session.day_ns, i, level) for i, session in enumerate(sessions)]


def intraday(first: str, last: str, interval: Interval, level: float = 100.0) -> list[Row]:
    """Every row of every session."""
    starts = (
        start
        for session in NYSE.sessions_between(from_iso(first), from_iso(last))
        for start in range(session.open_ns, session.close_ns, INTERVAL_NS[interval])
    )
    return [wavy(start, i, level) for i, start in enumerate(starts)]


def scaled(row: Row, factor: float) -> Row:
    """The row with every price times `factor`."""
    return row[0], row[1] * factor, row[2] * factor, row[3] * factor, row[4] * factor, row[5]


def write(folder: Path, name: str, rows: Iterable[Sequence[object]]) -> Path:
    """A file of bars; the first cell of each row is a timestamp in nanoseconds or text."""
    path = folder / name
    lines = [",".join(HEADER)]
    for stamp, *rest in rows:
        lines.append(",".join([iso(stamp) if isinstance(stamp, int) else str(stamp), *(str(cell) for cell in rest)]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_actions(folder: Path, *lines: str) -> Path:
    """CORPORATE_ACTIONS.csv of these lines."""
    path = folder / "CORPORATE_ACTIONS.csv"
    path.write_text("\n".join(["symbol,date,action,value", *lines]) + "\n", encoding="utf-8")
    return path
