"""What the journal costs: the tap, a commit of one instant, an intent, the event hash, and reading a run back.

python -m benchmarks.bench_journal
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rlbot.journal.event_hash import EventHash
from rlbot.journal.kinds import Message
from rlbot.journal.sqlite_journal import SqliteJournal, open_journal
from tests.journal.sample_events import approved, bar_closed, decision, explained, filled, instant, reward, run

INSTANTS = 4_000
EVENTS_PER_INSTANT = 12


def events_of(minute: int) -> list[Message]:
    """Two agents' worth of one instant."""
    one = [decision(minute), approved(minute), explained(minute), filled(minute), reward(minute)]
    return [bar_closed(minute), *one, *one, instant(minute)]


def timed_us(step: Callable[[], object]) -> float:
    """Microseconds of one call."""
    start = time.perf_counter()
    step()
    return (time.perf_counter() - start) * 1e6


def say(bench: str, **figures: float) -> None:
    """One JSON line."""
    print(json.dumps({"bench": bench} | {name: round(value, 3) for name, value in figures.items()}))


def quantiles(costs: list[float]) -> dict[str, float]:
    """p50 and p99."""
    return {"p50_us": statistics.median(costs), "p99_us": statistics.quantiles(costs, n=100)[98], "max_us": max(costs)}


def main() -> None:
    """Print one line per figure."""
    instants = [events_of(minute) for minute in range(INSTANTS)]
    with tempfile.TemporaryDirectory() as folder:
        journal = open_journal(Path(folder) / "journal.sqlite3")
        assert isinstance(journal, SqliteJournal)
        journal.begin_run(run())
        costs = []
        for events in instants:
            for event in events:
                journal.tap(event)
            costs.append(timed_us(journal.commit))
        say("commit_of_12_events", **quantiles(costs))
        intents = [timed_us(lambda m=m: journal.commit_intent(approved(m))) for m in range(500)]  # type: ignore[misc]  # the default binds this round's value
        say("intent_synchronous_full", **quantiles(intents))
        for events in instants:
            for event in events:
                journal.tap(event)
        count = journal.pending
        say("commit_of_many", events=count, us_per_event=timed_us(journal.commit) / count)
        rows = 2 * INSTANTS * EVENTS_PER_INSTANT
        say("read_and_decode", rows=rows, s=timed_us(lambda: [row.event for row in journal.rows("run-1")]) / 1e6)
        say("verify", rows=rows, s=timed_us(journal.verify) / 1e6)
        journal.close()
    hashed, events = EventHash(), [e for group in instants for e in group if type(e).__name__ != "DecisionExplained"]
    start = time.perf_counter()
    for event in events:
        hashed.tap(event)
    hashed.hexdigest()
    say("event_hash", us_per_event=(time.perf_counter() - start) * 1e6 / len(events))


if __name__ == "__main__":
    main()
