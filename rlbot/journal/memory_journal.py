"""The journal in memory: for tests, and for backtests that want their events read back."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from rlbot.events.agent import DecisionExplained, DecisionMade
from rlbot.events.trade import OrderApproved
from rlbot.journal.chain import GENESIS, link
from rlbot.journal.codec import encode
from rlbot.journal.journal import ChainVerdict, Committed, JournalFailed, Run, Stored
from rlbot.journal.kinds import INTENT
from rlbot.journal.outbox import OUTBOX_EVENTS, Outbox

_WHERE = "in memory"


class MemoryJournal:
    """Satisfies `Journal`."""

    def __init__(self, outbox_events: int = OUTBOX_EVENTS) -> None:
        self._outbox = Outbox(outbox_events)
        self.tap = self._outbox.add
        self._runs: dict[str, Run] = {}
        self._rows: list[tuple[str, str | None, Stored, bytes]] = []
        self._run_id = ""
        self._tx = 0

    @property
    def pending(self) -> int:
        """How many events wait for the next commit."""
        return len(self._outbox.events)

    def begin_run(self, run: Run) -> JournalFailed | None:
        """A new run."""
        if run.run_id in self._runs:
            return JournalFailed(f"A run named {run.run_id} stands in the journal already", _WHERE, "Use another name.")
        self._runs[run.run_id] = run
        return self.continue_run(run.run_id)

    def continue_run(self, run_id: str, meta: dict[str, int] | None = None) -> JournalFailed | None:
        """Rows go to this open run."""
        run = self._runs.get(run_id)
        if run is None:
            return JournalFailed(f"The journal holds no run named {run_id}", _WHERE, "`rlbot journal show` lists them.")
        if run.state != "open":
            return JournalFailed(f"The run {run_id} is finished", _WHERE, "Start anew with --fresh.")
        self._runs[run_id] = msgspec.structs.replace(run, meta=run.meta | (meta or {}))
        self._run_id = run_id
        return None

    def finish_run(self) -> JournalFailed | None:
        """Commits and closes the run."""
        done = self.commit()
        if isinstance(done, JournalFailed):
            return done
        self._runs[self._run_id] = msgspec.structs.replace(self._runs[self._run_id], state="finished")
        self._run_id = ""
        return None

    def commit(self) -> Committed | JournalFailed:
        """Store all that was tapped."""
        return self._store(None)

    def commit_intent(self, order: OrderApproved) -> Committed | JournalFailed:
        """Store all that was tapped and this intent."""
        known = any(ref == order.client_order_id and row.kind == INTENT for _, ref, row, _ in self._of(self._run_id))
        done = self._store(None if known else order)
        return msgspec.structs.replace(done, intent_known=known) if isinstance(done, Committed) else done

    def runs(self) -> list[Run]:
        """All runs."""
        return list(self._runs.values())

    def newest_run(self, key: str) -> Run | None:
        """The run of this key that was begun last."""
        return next((run for run in reversed(self._runs.values()) if run.key == key), None)

    def rows(self, run_id: str, after_seq: int = 0) -> Iterator[Stored]:
        """Rows of a run."""
        return (row for _, _, row, _ in self._of(run_id) if row.seq > after_seq)

    def page(self, run_id: str, kinds: tuple[str, ...], before_seq: int = 0, limit: int = 100) -> list[Stored]:
        """Rows of these kinds, the newest first."""
        before = before_seq or len(self._rows) + 1
        found = [row for _, _, row, _ in self._of(run_id) if row.kind in kinds and row.seq < before]
        return found[: -limit - 1 : -1]

    def about(self, run_id: str, decision_id: str) -> list[Stored]:
        """The decision's own rows."""
        return [row for _, ref, row, _ in self._of(run_id) if ref == decision_id and row.kind != INTENT]

    def verify(self) -> ChainVerdict:
        """Walks the chain."""
        hash_ = GENESIS
        for run_id, _, row, stored in self._rows:
            hash_ = link(hash_, row.seq, run_id, row.ts_ns, row.kind, row.payload)
            if hash_ != stored:
                return ChainVerdict(row.seq - 1, row.seq, f"Row {row.seq} of the journal is not what was stored.")
        return ChainVerdict(len(self._rows), 0, f"The journal is whole: {len(self._rows)} rows, chain ends in {hash_.hex()}.")

    def close(self) -> None:
        """Nothing to let go of."""

    def _of(self, run_id: str) -> list[tuple[str, str | None, Stored, bytes]]:
        return [entry for entry in self._rows if entry[0] == run_id]

    def _store(self, intent: OrderApproved | None) -> Committed | JournalFailed:
        events, seq = self._outbox.events, len(self._rows)
        if self._outbox.refused:
            lost = f"The journal's outbox is full, {self._outbox.refused} events found no place"
            return JournalFailed(lost, _WHERE, "Trading is halted.")
        if not events and intent is None:
            return Committed(0, seq)
        if not self._run_id:
            return JournalFailed("No run is open in the journal", _WHERE, "Begin one first.")
        self._tx += 1
        for event in events if intent is None else (*events, intent):
            seq += 1
            ref = event.decision_id if isinstance(event, (DecisionMade, DecisionExplained)) else None
            kind, ref = (INTENT, event.client_order_id) if event is intent else (type(event).__name__, ref)
            row = Stored(seq, self._tx, event.ts_ns, kind, encode(event))
            hash_ = link(self._rows[-1][3] if self._rows else GENESIS, seq, self._run_id, row.ts_ns, kind, row.payload)
            self._rows.append((self._run_id, ref, row, hash_))
        added = len(events) + (intent is not None)
        events.clear()
        return Committed(added, seq)
