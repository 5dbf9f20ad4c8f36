"""The Protocol every journal satisfies, and what it hands back. One conformance suite: `tests/contracts/journal.py`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Protocol

import msgspec

from rlbot.events.agent import DecisionMade
from rlbot.events.trade import OrderApproved
from rlbot.journal.codec import decode
from rlbot.journal.kinds import Message


class RunKey(msgspec.Struct, frozen=True):
    """What makes two starts the same run: the same mode over the same bars."""

    mode: str
    feed: str
    data: str = ""
    start: str = ""
    end: str = ""

    def text(self) -> str:
        """One line; the parts cannot run into each other."""
        return msgspec.json.encode([self.mode, self.feed, self.data, self.start, self.end]).decode()

    @staticmethod
    def of(text: str) -> RunKey:
        """What `text` was made of."""
        return RunKey(*msgspec.json.decode(text, type=list[str]))


class Run(msgspec.Struct, frozen=True):
    """One run. `settings`: what it was begun with, as JSON; `meta`: sizes of files at its start, by name."""

    run_id: str
    key: str
    started_ns: int
    state: Literal["open", "finished"] = "open"
    settings_hash: str = ""
    settings: str = "{}"
    meta: dict[str, int] = {}


class Stored(msgspec.Struct, frozen=True, gc=False):
    """One row. `tx`: the transaction it came with."""

    seq: int
    tx: int
    ts_ns: int
    kind: str
    payload: bytes

    @property
    def event(self) -> Message:
        """The event itself. Raises `JournalUnreadableError`."""
        return decode(self.kind, self.payload)


class Committed(msgspec.Struct, frozen=True, gc=False):
    """Everything tapped until now is stored. `rows`: how many rows this commit added.

    `intent_known`: the intent asked for stood there already, from before.
    """

    rows: int
    last_seq: int
    intent_known: bool = False


class JournalFailed(msgspec.Struct, frozen=True):
    """The journal could not do its work. What was stored before stands; the caller halts trading."""

    what: str
    where: str
    way_out: str

    @property
    def sentence(self) -> str:
        """For people: what, where, the way out."""
        return f"{self.what} ({self.where}). {self.way_out}"


class ChainVerdict(msgspec.Struct, frozen=True):
    """The outcome of walking the chain. `broken_seq`: the first row that does not fit, 0 if all do."""

    rows: int
    broken_seq: int
    sentence: str

    @property
    def whole(self) -> bool:
        """Whether every row fits."""
        return self.broken_seq == 0


class JournalReader(Protocol):
    """Reads. Rows come in the order in which they were committed. Every method may raise `JournalUnreadableError`."""

    def runs(self) -> list[Run]:
        """All runs, the oldest first."""
        ...

    def newest_run(self, key: str) -> Run | None:
        """The run of this key that was begun last."""
        ...

    def rows(self, run_id: str, after_seq: int = 0) -> Iterator[Stored]:
        """Rows of a run behind `after_seq`, as a stream."""
        ...

    def page(self, run_id: str, kinds: tuple[str, ...], before_seq: int = 0, limit: int = 100) -> list[Stored]:
        """Rows of these kinds, the newest first, before `before_seq` (0: from the end)."""
        ...

    def about(self, run_id: str, decision_id: str) -> list[Stored]:
        """The decision's own rows: `DecisionMade`, then `DecisionExplained` if there is one."""
        ...

    def verify(self) -> ChainVerdict:
        """Walks the whole chain."""
        ...


class Journal(JournalReader, Protocol):
    """Writes, for one process at a time."""

    @property
    def pending(self) -> int:
        """How many events wait for the next commit."""
        ...

    def begin_run(self, run: Run) -> JournalFailed | None:
        """A new run; rows go to it from now on."""
        ...

    def continue_run(self, run_id: str, meta: dict[str, int] | None = None) -> JournalFailed | None:
        """Rows go to this open run from now on. `meta` is added to the run's own."""
        ...

    def finish_run(self) -> JournalFailed | None:
        """Nothing will be added to the run any more; commits what is pending."""
        ...

    def tap(self, event: Message) -> None:
        """Keep for the next commit: a bus handler, a fraction of a microsecond."""
        ...

    def commit(self) -> Committed | JournalFailed:
        """Store all that was tapped, in one transaction: all of it or nothing. After a failure a later call tries again."""
        ...

    def commit_intent(self, order: OrderApproved) -> Committed | JournalFailed:
        """Before an order leaves: all that was tapped and this intent, safe from loss of power. A known id adds nothing."""
        ...

    def close(self) -> None:
        """Let go of the store; what was not committed is gone."""
        ...


def recorded_decision(journal: JournalReader, run_id: str, decision_id: str) -> DecisionMade | None:
    """The decision with this id, if the run holds it."""
    for row in journal.about(run_id, decision_id):
        event = row.event
        if isinstance(event, DecisionMade):
            return event
    return None
