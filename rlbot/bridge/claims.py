"""What of one agent's position is still claimed: by exits that work, and by those that are about to leave. Pure."""

from __future__ import annotations

from rlbot.bridge.protective import Protectives
from rlbot.bridge.sent_orders import SentOrders
from rlbot.bridge.waiting import WaitingOrders


class Claims:
    """`shares`: signed, by what was filled here."""

    def __init__(self, guards: Protectives) -> None:
        self.shares = 0
        self.sent = SentOrders()
        self.waiting = WaitingOrders()
        self._guards = guards

    def closing(self) -> int:
        """Shares that working exits will still close, or have closed by what is told and not yet booked."""
        return self.sent.closing() + self._guards.unbooked()

    def free(self) -> int:
        """Shares that no exit claims."""
        return abs(self.shares) - self.closing() - self.waiting.leaving()

    def most_guarded(self) -> int:
        """Shares that may be guarded: all but those of exits that share no group with what guards."""
        return abs(self.shares) - self.sent.closing_alone()
