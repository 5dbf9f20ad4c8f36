"""What our end must remember across starts: the epoch it claimed, and how far it has applied the bridge's journal.

A file of its own, replaced as a whole. It may lag behind the core's journal: events that come again are known by their keys.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from rlbot.bridge.told_numbers import Stretch
from rlbot.settings.atomic_file import replace_file
from rlbot.settings.owner_only import OWNER_ONLY


class Remembered(msgspec.Struct, frozen=True):
    """`journal_id`: of the bridge's journal that `jseq` counts in; `account`: whose orders stand in it, empty while unknown."""

    epoch: int = 0
    journal_id: str = ""
    jseq: int = 0
    account: str = ""


class BridgeMemory:
    """`notice`: what a person should know about the file, empty if all is well. `gone`: numbers of its journal that the bridge
    did not tell when it was asked last; for this process alone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.notice = ""
        self.gone: tuple[Stretch, ...] = ()
        try:
            self.now = msgspec.json.decode(path.read_bytes(), type=Remembered)
        except FileNotFoundError:
            self.now = Remembered()
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            self.now = Remembered()
            self.notice = (
                f"{path} cannot be read ({error}); everything the bridge knows is heard again, nothing is booked twice."
            )
        self._stored = self.now

    def keep(self, *, epoch: int | None = None, jseq: int | None = None, account: str | None = None) -> None:
        """Change it in memory; `store` makes it last."""
        self.now = Remembered(
            self.now.epoch if epoch is None else epoch,
            self.now.journal_id,
            self.now.jseq if jseq is None else jseq,
            self.now.account if account is None else account,
        )

    def begin(self, journal_id: str) -> None:
        """The bridge's journal is this one; of another nothing was heard, and no order stands in it yet."""
        if journal_id != self.now.journal_id:
            self.now = Remembered(self.now.epoch, journal_id)
            self.gone = ()

    def store(self) -> str:
        """On disk if anything changed; a sentence if it cannot be."""
        if self.now == self._stored:
            return ""
        try:
            replace_file(self._path, msgspec.json.encode(self.now), mode=OWNER_ONLY)
        except OSError as error:
            return f"{self._path} cannot be written ({error.strerror}); free space or rights there."
        self._stored = self.now
        return ""
