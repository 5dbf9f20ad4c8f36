"""What the journal costs: the tap, a commit of one instant, an intent, the event hash, and reading a run back.

python -m benchmarks.bench_journal
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.run_events import instants
from rlbot.events.agent import DecisionExplained
from rlbot.events.trade import OrderApproved
from rlbot.journal.event_hash import EventHash
from rlbot.journal.journal import Run
from rlbot.journal.sqlite_journal import SqliteJournal, open_journal

INSTANTS = 4_000
INTENTS = 500
RUN = Run(run_id="run-1", key="bench", started_ns=0)


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
    run = instants(INSTANTS)
    said = [event for events in run for event in events]
    with tempfile.TemporaryDirectory() as folder:
        journal = open_journal(Path(folder) / "journal.sqlite3")
        assert isinstance(journal, SqliteJournal)
        journal.begin_run(RUN)
        costs = []
        for events in run:
            for event in events:
                journal.tap(event)
            costs.append(timed_us(journal.commit))
        say("commit_of_an_instant", events=len(said) / len(run), **quantiles(costs))
        orders = [event for event in said if isinstance(event, OrderApproved)][:INTENTS]
        intents = [timed_us(partial(journal.commit_intent, order)) for order in orders]
        say("intent_synchronous_full", **quantiles(intents))
        for event in said:
            journal.tap(event)
        count = journal.pending
        say("commit_of_many", events=count, us_per_event=timed_us(journal.commit) / count)
        rows = 2 * len(said)
        say("read_and_decode", rows=rows, s=timed_us(lambda: [row.event for row in journal.rows("run-1")]) / 1e6)
        say("verify", rows=rows, s=timed_us(journal.verify) / 1e6)
        journal.close()
    hashed, decided = EventHash(), [event for event in said if not isinstance(event, DecisionExplained)]
    start = time.perf_counter()
    for event in decided:
        hashed.tap(event)
    hashed.hexdigest()
    say("event_hash", us_per_event=(time.perf_counter() - start) * 1e6 / len(decided))


if __name__ == "__main__":
    main()
