"""Run as a process: commits transaction after transaction until it is killed, and says the number of each when it is stored.

python -m tests.journal.endless_writer PATH
"""

from __future__ import annotations

import sys
from pathlib import Path

from rlbot.journal.journal import Committed
from rlbot.journal.sqlite_journal import SqliteJournal, open_journal
from tests.journal.sample_events import approved, bar_closed, decision, instant, run


def events_in(tx: int) -> int:
    """How many rows transaction `tx` (from 1) has: sizes differ, so that a torn one shows."""
    return 3 + tx % 5


def main() -> None:
    """Until SIGKILL."""
    journal = open_journal(Path(sys.argv[1]))
    assert isinstance(journal, SqliteJournal), journal
    known = journal.newest_run("key")
    assert (journal.continue_run(known.run_id) if known else journal.begin_run(run())) is None
    tx = max((row.tx for row in journal.rows("run-1")), default=0)
    while True:
        tx += 1
        journal.tap(bar_closed(tx))
        journal.tap(instant(tx))
        for extra in range(events_in(tx) - 3):
            journal.tap(decision(100 * tx + extra))
        if tx % 7:
            journal.tap(decision(tx))
            done = journal.commit()
        else:
            done = journal.commit_intent(approved(tx))
        assert isinstance(done, Committed) and done.rows == events_in(tx)
        sys.stdout.write(f"{tx}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
