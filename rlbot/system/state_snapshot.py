"""Writes the last state every few seconds, and reads it at a start, rebuilt from the journal where the file is no good."""

from __future__ import annotations

from pathlib import Path

import msgspec

from rlbot.clock import Clock
from rlbot.journal.journal import JournalReader
from rlbot.system.state import State, StateDamaged, StateMissing, StateNotWritten, read_state, write_state
from rlbot.system.state_fold import StateFold


class StateSnapshot:
    """`tick` is called often, by the task that owns it; it writes when `every_s` have passed since the last time."""

    def __init__(self, path: Path, fold: StateFold, clock: Clock, every_s: float) -> None:
        self._path = path
        self._fold = fold
        self._clock = clock
        self._every_ns = int(every_s * 1e9)
        self._written_ns: int | None = None

    def tick(self) -> StateNotWritten | None:
        """Write if it is time. A failure is told each time, and tried again at the next."""
        now_ns = self._clock.now_ns()
        if self._written_ns is not None and 0 <= now_ns - self._written_ns < self._every_ns:
            return None
        return self.write()

    def write(self) -> StateNotWritten | None:
        """Write now: at the end of a run."""
        now_ns = self._clock.now_ns()
        self._written_ns = now_ns
        return write_state(self._path, self._fold.state(now_ns))


class StateFound(msgspec.Struct, frozen=True):
    """The last state. `notice`: what a person should know about the file, empty if all is well."""

    state: State
    notice: str = ""


def find_state(path: Path, journal: JournalReader, run_id: str, now_ns: int) -> StateFound:
    """The state in the file, or rebuilt from the run's journal. Raises JournalUnreadableError."""
    found = read_state(path)
    if isinstance(found, State) and found.run_id in {run_id, ""}:
        return StateFound(found)
    fold = StateFold({})
    fold.rebuild(journal.rows(run_id))
    rebuilt = fold.state(now_ns)
    if isinstance(found, StateDamaged):
        return StateFound(rebuilt, found.sentence)
    if isinstance(found, StateMissing):
        return StateFound(rebuilt, f"There was no {path}; it is rebuilt from the journal." if rebuilt.last_ts_ns else "")
    other = f"{path} is of another run ({found.run_id}); the state of {run_id} is taken from the journal."
    return StateFound(rebuilt, other if rebuilt.last_ts_ns else "")
