"""Which part of an agent's file belongs to which run. Several runs may share a file, and go on in turns.

Each time a run begins or goes on, the file's size then is kept in that run's `Run.meta` under `csv:<agent>#<n>`, n rising over
all runs. Rows from there on, up to where the next such mark lies, are that run's.
"""

from __future__ import annotations

from collections.abc import Iterable

from rlbot.journal.journal import Run

_PREFIX = "csv:"


def new_mark(agent_id: str, size: int, runs: Iterable[Run]) -> tuple[str, int]:
    """Key and value for the `Run.meta` of a run that begins or goes on now."""
    marks = _marks(agent_id, runs)
    return f"{_PREFIX}{agent_id}#{marks[-1][0] + 1 if marks else 1}", size


def segments(agent_id: str, run_id: str, runs: Iterable[Run], size: int) -> list[tuple[int, int]]:
    """The run's own parts of a file of `size` bytes, as (begin, end), rising, none empty."""
    parts: list[tuple[int, int]] = []
    end = size
    for _, base, owner in reversed(_marks(agent_id, runs)):
        begin = min(base, end)
        if owner == run_id and begin < end:
            parts.append((begin, end))
        end = begin
    return parts[::-1]


def _marks(agent_id: str, runs: Iterable[Run]) -> list[tuple[int, int, str]]:
    """(n, size, run id), in the order in which they were made."""
    prefix = f"{_PREFIX}{agent_id}#"
    return sorted(
        (int(key.removeprefix(prefix)), size, run.run_id)
        for run in runs
        for key, size in run.meta.items()
        if key.startswith(prefix)
    )
