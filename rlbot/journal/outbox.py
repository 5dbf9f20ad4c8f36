"""What the tap collects until the next commit. Bounded; overflow policy: never drop silently, fail."""

from __future__ import annotations

from rlbot.journal.kinds import Message

OUTBOX_EVENTS = 65_536  # two agents on minute bars fill about 30 a minute: a day and a half of a stuck disk, 30 MiB


class Outbox:
    """First in, first out."""

    def __init__(self, size: int = OUTBOX_EVENTS) -> None:
        self._size = size
        self.events: list[Message] = []
        self.refused = 0

    def add(self, event: Message) -> None:
        """Keep `event` until it is committed; beyond the size it is counted in `refused`, and the journal has failed."""
        if len(self.events) < self._size:
            self.events.append(event)
        else:
            self.refused += 1
