"""Plays a journaled run through a fresh engine, and holds what the engine says against what the journal holds.

Inputs are published again; whatever they cause must come out as it did, byte for byte and in the same order. What the engine
does not say again (explanations of decisions already explained, halts from outside) is published from the journal.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, MutableSequence, Sequence

import msgspec

from rlbot.bus import Bus
from rlbot.clock import Clock, iso
from rlbot.events.agent import DecisionMade
from rlbot.events.market import BarClosed, DividendPaid, InstantClosed, SentimentScored, SplitApplied
from rlbot.events.ops import Heartbeat
from rlbot.journal.codec import JournalUnreadableError, decode, encode
from rlbot.journal.journal import Stored
from rlbot.journal.kinds import CHECKED, CHECKED_NAMES, INPUT_NAMES, INPUTS, RESTORED, RESTORED_NAMES, Kinds, Message

_FOLLOWED = INPUT_NAMES | CHECKED_NAMES | RESTORED_NAMES
_FIELDS_SHOWN = 3
_OF_AN_INSTANT = frozenset(kind.__name__ for kind in (BarClosed, SplitApplied, DividendPaid, SentimentScored))


class Replayed(msgspec.Struct, frozen=True):
    """The engine stands where the run stopped. `surplus`: what it said beyond the last row; to be journaled now."""

    rows: int
    last_ts_ns: int
    surplus: tuple[Message, ...]


class Differed(msgspec.Struct, frozen=True):
    """The replay came out differently: the run cannot go on."""

    seq: int
    sentence: str


class Replay:
    """Listens from its making to the end of `play`. Make it after the engine is wired, before the edges are."""

    def __init__(
        self, bus: Bus, clock: Clock, on_restored: Callable[[Message], None] | None = None, outside: Kinds = ()
    ) -> None:
        """`on_restored` hears what is taken from the journal, beside the bus: `lambda event: risk.restore([event])`.

        `outside`: kinds that come from outside this process here (`kinds.BROKER`), and are published again like any input.
        """
        self._inputs = INPUT_NAMES | {kind.__name__ for kind in outside}
        self._publish = bus.publish
        self._clock = clock
        self._on_restored = on_restored
        self._said: deque[Message] = deque()
        self._off = [bus.on(kind, self._said.append) for kind in (*INPUTS, *CHECKED, *RESTORED)]

    def play(self, rows: Iterable[Stored]) -> Replayed | Differed:
        """All rows; stops at the first difference."""
        count, last_ts_ns, unfinished = 0, 0, False
        try:
            for row in rows:
                count += 1
                if row.kind not in _FOLLOWED:
                    continue
                if not self._follow(row):
                    return Differed(row.seq, self._difference(row))
                if row.kind == InstantClosed.__name__:
                    last_ts_ns, unfinished = row.ts_ns, False
                elif row.kind in _OF_AN_INSTANT:
                    unfinished = True
        except JournalUnreadableError as error:
            return Differed(0, f"{error} Begin a new run with --fresh.")
        finally:
            for off in self._off:
                off()
        if unfinished:
            return Differed(
                0, "The journal ends in the middle of an instant. Begin a new run with --fresh; this one stays stored."
            )
        return Replayed(count, last_ts_ns, tuple(self._said))

    def _follow(self, row: Stored) -> bool:
        said = self._said
        if row.kind in RESTORED_NAMES:
            if _taken(said, row):
                return True
            event = row.event
            if self._on_restored is not None:
                self._on_restored(event)
            self._publish(event)
            said.remove(event)
            return True
        if not said:
            self._clock.advance_to(row.ts_ns)
            if row.kind in self._inputs:
                self._publish(row.event)
            elif row.kind == DecisionMade.__name__:  # its companions never came: a heartbeat ended the grace, and left no row
                self._publish(Heartbeat(ts_ns=row.ts_ns, seq=0))
        if said and _same(said[0], row):
            said.popleft()
            return True
        return False

    def _difference(self, row: Stored) -> str:
        return (
            f"Replaying the run differs at row {row.seq} ({iso(row.ts_ns)}): {_told_apart(row, self._said)}. The program, its "
            "data or the journal has changed since (`rlbot journal verify` looks at the journal). Begin a new run with "
            "--fresh; this one stays stored."
        )


def _taken(said: MutableSequence[Message], row: Stored) -> bool:
    """Takes the event of this row out of what was said, wherever it stands."""
    for event in said:
        if _same(event, row):
            said.remove(event)
            return True
    return False


def _same(event: Message, row: Stored) -> bool:
    kind = type(event).__name__
    if kind != row.kind:
        return False
    payload = encode(event)
    # 1 and 1.0 are one number, but not the same bytes.
    return payload == row.payload or encode(decode(kind, payload)) == encode(row.event)


def _told_apart(row: Stored, said: Sequence[Message]) -> str:
    """What differs: the first fields if both are of one kind, else the kinds."""
    if not said:
        return f"the journal holds {row.kind}, the engine says nothing"
    if type(said[0]).__name__ != row.kind:
        return f"the journal holds {row.kind}, the engine says {type(said[0]).__name__}"
    then, now = msgspec.structs.asdict(row.event), msgspec.structs.asdict(said[0])
    fields = [f"{name} was {then[name]!r} and is {now[name]!r}" for name in then if then[name] != now[name]]
    return f"in {row.kind} " + ", ".join(fields[:_FIELDS_SHOWN])
