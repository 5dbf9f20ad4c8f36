"""Goes on with a run: replays the journal through the fresh engine, or begins a new run. Nothing lost, nothing doubled."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from rlbot.app.failure import WRONG_USE, CommandError
from rlbot.clock import Clock, iso
from rlbot.journal.journal import JournalFailed, Run, RunKey
from rlbot.journal.sqlite_journal import SqliteJournal
from rlbot.market.feeds.feed import Batch
from rlbot.market.feeds.pacer import Pacer
from rlbot.settings.fingerprint import settings_hash, settings_json
from rlbot.settings.platform import Settings
from rlbot.system.recovery import Finished, Resume, SettingsChanged, Unusable, plan

START = "start_ns"


@dataclass(frozen=True, slots=True)
class Opened:
    """The run to play. `resume` None: it is new. `start_ns`: of its first bar, as it was begun."""

    run: Run
    resume: Resume | None
    start_ns: int

    @property
    def last_ts_ns(self) -> int:
        """Batches up to here are behind."""
        return self.resume.last_ts_ns if self.resume is not None else 0


def open_run(
    journal: SqliteJournal, key: RunKey, settings: Settings, clock: Clock, start_ns: int, *, fresh_ns: int
) -> Opened | Finished:
    """What a start of `key` has to do; nothing is written yet. `fresh_ns`: see `plan`. Raises CommandError with a sentence."""
    text = settings_json(settings)
    found = plan(journal, key, text, fresh_ns)
    if isinstance(found, Finished):
        return found
    if isinstance(found, SettingsChanged):
        raise CommandError(found.sentence, WRONG_USE)
    if isinstance(found, Unusable):
        raise CommandError(found.sentence)
    if isinstance(found, Resume):
        return Opened(found.run, found, found.run.meta.get(START, start_ns))
    now_ns = clock.now_ns()
    run = Run(
        run_id=f"{key.mode}-{key.feed}-{iso(now_ns)[:19].replace(':', '').replace('-', '')}-{now_ns % 1_000_000:06d}",
        key=key.text(),
        started_ns=now_ns,
        settings_hash=settings_hash(text),
        settings=text,
        meta={START: start_ns},
    )
    return Opened(run, None, start_ns)


def begin(journal: SqliteJournal, opened: Opened, meta: dict[str, int]) -> None:
    """Rows go to the run from now on. Raises CommandError."""
    if opened.resume is not None:
        failed = journal.continue_run(opened.run.run_id, meta)
    else:
        failed = journal.begin_run(msgspec.structs.replace(opened.run, meta={**opened.run.meta, **meta}))
    if isinstance(failed, JournalFailed):
        raise CommandError(failed.sentence)


class ResumingPacer(Pacer):
    """Full speed through what a resumed run has behind it, then the pace asked for."""

    def __init__(self, bars_per_second: float | None, behind_ns: int) -> None:
        super().__init__(bars_per_second)
        self._fast = Pacer(None)
        self._behind_ns = behind_ns

    async def wait(self, batch: Batch) -> None:
        """See `Pacer`."""
        if batch.ts_ns <= self._behind_ns:
            await self._fast.wait(batch)
        else:
            await super().wait(batch)
