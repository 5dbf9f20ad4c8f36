"""Scripted: replays somebody's decisions from a CSV through the same path as any agent's.

`timestamp,target_weight`, timestamps like the bars' own, rising. A row applies at the first bar at or after its timestamp:
one order, then the shares stay as they are, whatever their weight becomes. After a protective exit the account stays flat
until the next row. A row that falls due while the agent is paused or halted applies when it decides again.
"""

from __future__ import annotations

import csv
import math
from bisect import bisect_right
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from rlbot.agents.agent import Decision, Observation
from rlbot.clock import from_iso
from rlbot.events.agent import DecisionMade, Driver
from rlbot.market.features.feature import percent

if TYPE_CHECKING:
    from _csv import Reader  # what `csv.reader` gives, under a name that the type checker alone knows

HEADER = ("timestamp", "target_weight")


class ScriptError(ValueError):
    """A decisions file that cannot be replayed; the message names file, line and what was expected."""


class Row(msgspec.Struct, frozen=True, gc=False):
    """One line: from `start_ns` on, `target_weight` is asked for once. `stamp`: the timestamp as written."""

    start_ns: int
    target_weight: float
    stamp: str


class ScriptedAgent:
    """Asks for what the rows ask for. Of several rows due at one bar the last counts."""

    version = "script"

    def __init__(self, rows: list[Row], source: str) -> None:
        """`rows`: rising by `start_ns`; `source`: the file's name, for sentences."""
        self._rows = rows
        self._starts = [row.start_ns for row in rows]
        self._done = 0
        self.source = source

    def decide(self, observation: Observation) -> Decision:
        """A row's weight at its bar; otherwise the shares stay (flat again after an exit, so that nothing re-opens)."""
        due = bisect_right(self._starts, observation.bar_ns, self._done)
        if due > self._done:
            self._done = due
            return Decision(self._rows[due - 1].target_weight, 1.0)
        return Decision(observation.weight, 1.0, True)

    def sentence(self, decision: DecisionMade) -> str:
        """Which row it was."""
        due = bisect_right(self._starts, decision.bar_ns)
        if decision.hold_shares or not due:
            return f"No row of {self.source} is due, so the shares stay."
        return f"Row {self._rows[due - 1].stamp} of {self.source} asks for {percent(decision.target_weight, 0, plus=False)}."

    def drivers(self, decision: DecisionMade) -> tuple[Driver, ...]:
        """None: somebody else decided."""
        return ()

    def flip(self, decision: DecisionMade) -> str:
        """Nothing flips a script."""
        return ""


def read_script(path: Path) -> list[Row]:
    """All rows of a decisions file. Raises ScriptError."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            return _rows(path, csv.reader(file))
    except FileNotFoundError:
        raise ScriptError(f"{path} does not exist; `decisions` names a CSV with `timestamp,target_weight`.") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise ScriptError(f"{path} cannot be read as CSV ({why}); expected `timestamp,target_weight`.") from None


def _rows(path: Path, lines: Reader) -> list[Row]:
    header = tuple(name.strip() for name in next(lines, []))
    if header[:2] != HEADER:
        raise ScriptError(f"{path}, line 1: expected the header `timestamp,target_weight`, found `{','.join(header)}`.")
    rows: list[Row] = []
    for cells in lines:
        if not cells or not any(cell.strip() for cell in cells):
            continue
        where = f"{path}, line {lines.line_num}"
        if len(cells) < 2:
            raise ScriptError(f"{where}: expected `timestamp,target_weight`, found `{','.join(cells)}`.")
        row = Row(_timestamp(where, cells[0]), _weight(where, cells[1]), cells[0].strip())
        if rows and row.start_ns <= rows[-1].start_ns:
            raise ScriptError(f"{where}: {row.stamp} does not come after {rows[-1].stamp}; rows must be in order of time.")
        rows.append(row)
    return rows


def _timestamp(where: str, text: str) -> int:
    try:
        return from_iso(text.strip())
    except ValueError:
        raise ScriptError(f"{where}: `{text}` is no timestamp; expected one like 2024-03-01 or 2024-03-01T14:30:00Z.") from None


def _weight(where: str, text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        weight = math.nan
    if not -1.0 <= weight <= 1.0:
        raise ScriptError(f"{where}: `{text}` is no target weight; expected a number from \N{MINUS SIGN}1 to 1, such as 0.5.")
    return weight
