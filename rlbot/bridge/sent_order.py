"""An order of ours at the bridge, or on its way there: what was approved, what was asked for, what is known of it."""

from __future__ import annotations

import msgspec

from rlbot.bridge.protective import ENDED
from rlbot.bridge.wire.events import OrderStatus
from rlbot.events.trade import OrderApproved


class SentOrder(msgspec.Struct):
    """`quantity`: shares asked for, at most what was approved. `filled`: by executions booked; `told`: by the latest status,
    which may come first. `cancel_reason`: why we asked to end it."""

    approved: OrderApproved
    quantity: int
    version: int = 0
    filled: int = 0
    told: int = 0
    accepted: bool = False
    ended: bool = False
    lost: bool = False
    cancel_reason: str = ""

    @property
    def is_entry(self) -> bool:
        """Whether it may add risk."""
        return self.approved.purpose == "entry"

    @property
    def unheard(self) -> bool:
        """Whether it still works for all we know, and the bridge has told nothing of it."""
        return not self.ended and not self.version and not self.filled

    @property
    def remaining(self) -> int:
        """Shares that may still be booked: what works, or what an ended order filled beyond the executions that came."""
        return max((self.told if self.ended else self.quantity) - self.filled, 0)

    def fill(self, quantity: int) -> None:
        """So many shares of it were executed."""
        self.filled += quantity
        self.ended = self.ended or self.filled >= self.quantity
        self.told = max(self.told, self.filled)

    def news(self, status: OrderStatus) -> bool:
        """Whether this is newer than what is known; then it is known now."""
        if status.version <= self.version:
            return False
        self.version = status.version
        self.quantity = status.quantity
        self.told = max(self.told, status.filled)
        self.ended = status.status in ENDED or status.status == "lost"
        self.lost = status.status == "lost"
        return True
