"""What a start has to do, read off the journal: begin, go on, or say that it is done. Pure: nothing is changed here."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from rlbot.journal.codec import JournalUnreadableError
from rlbot.journal.journal import JournalReader, Run, RunKey, Stored
from rlbot.journal.kinds import INPUT_NAMES, Message
from rlbot.journal.recorded import RecordedDecisions
from rlbot.settings.fingerprint import differing_keys

_KEYS_SHOWN = 6


class Fresh(msgspec.Struct, frozen=True):
    """Begin a new run. `reason`: for people."""

    reason: str


class Resume(msgspec.Struct, frozen=True):
    """Go on with `run`: replay its rows, then take the feed's batches later than `last_ts_ns` (0: from its start)."""

    run: Run
    last_ts_ns: int
    recorded: RecordedDecisions
    journal: JournalReader

    def rows(self) -> Iterator[Stored]:
        """All rows of the run, in order, as a stream."""
        return self.journal.rows(self.run.run_id)

    def inputs(self) -> Iterator[Message]:
        """Only what came from outside: bars, corporate actions, instants, commands."""
        return (row.event for row in self.rows() if row.kind in INPUT_NAMES)


class Finished(msgspec.Struct, frozen=True):
    """The run of this feed and range has ended; there is nothing to do. `keys`: settings that have changed since."""

    run: Run
    keys: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """That it is done, and how to play it again."""
        since = f" with other settings ({_shown(self.keys)})" if self.keys else ""
        return f"this feed and range has been played to its end already{since}; --fresh plays it anew"


class SettingsChanged(msgspec.Struct, frozen=True):
    """The open run was begun with other settings: replayed with today's it would come out differently."""

    run: Run
    keys: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Which settings, and the way out."""
        close = "" if RunKey.of(self.run.key).mode == "simulate" else "close its positions and "
        return (
            f"The open run {self.run.run_id} was begun with other settings ({_shown(self.keys)}). "
            f"Put them back to go on with it, or {close}begin a new one with --fresh; the old one stays in the journal."
        )


class Unusable(msgspec.Struct, frozen=True):
    """The journal cannot be read."""

    sentence: str


Plan = Fresh | Resume | Finished | SettingsChanged | Unusable


def _shown(keys: tuple[str, ...]) -> str:
    return ", ".join(keys[:_KEYS_SHOWN]) + (", …" if len(keys) > _KEYS_SHOWN else "")


def plan(journal: JournalReader, key: RunKey, settings: str, fresh_ns: int = 0) -> Plan:
    """What to do for `key` with these settings (`settings_json`).

    `fresh_ns`: when a new run was asked for, 0: it was not. One begun since is gone on with: who is started again after a crash
    asks with the same words.
    """
    try:
        run = journal.newest_run(key.text())
        if run is None:
            return Fresh("no earlier run of this feed and range")
        if run.started_ns < fresh_ns:
            return Fresh(f"asked for; the run {run.run_id} stays in the journal as it is")
        changed = tuple(differing_keys(run.settings, settings))
        if run.state == "finished":
            return Finished(run, changed)
        if changed:
            return SettingsChanged(run, changed)
        last = journal.page(run.run_id, ("InstantClosed",), limit=1)
    except JournalUnreadableError as error:
        return Unusable(str(error))
    return Resume(run, last[0].ts_ns if last else 0, RecordedDecisions(journal, run.run_id), journal)
