"""The decisions of a run by id, looked up where they lie: a long run's decisions need not fit in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rlbot.events.agent import DecisionMade
from rlbot.journal.journal import JournalReader, recorded_decision

_ALL = 2**31
REMEMBERED = 256  # more than the agents that decide at one instant


class RecordedDecisions(Mapping[str, DecisionMade]):
    """Reads through to the journal; about 20 µs a look-up. What is committed later is seen too."""

    def __init__(self, journal: JournalReader, run_id: str) -> None:
        self._journal = journal
        self._run_id = run_id
        self._newest: dict[str, DecisionMade] = {}  # a decision is asked for when it is due, and again when it is made

    def __bool__(self) -> bool:
        """Whether there is any; asked before each look-up, so it costs nothing."""
        return True

    def __getitem__(self, decision_id: str) -> DecisionMade:
        """The decision with this id."""
        found = self._newest.get(decision_id) or recorded_decision(self._journal, self._run_id, decision_id)
        if found is None:
            raise KeyError(decision_id)
        self._newest[decision_id] = found
        if len(self._newest) > REMEMBERED:
            del self._newest[next(iter(self._newest))]
        return found

    def __iter__(self) -> Iterator[str]:
        """Ids, the newest first."""
        for row in self._journal.page(self._run_id, ("DecisionMade",), limit=_ALL):
            event = row.event
            if isinstance(event, DecisionMade):
                yield event.decision_id

    def __len__(self) -> int:
        """How many there are; reads them."""
        return sum(1 for _ in self)
