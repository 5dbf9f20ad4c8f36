"""An order of ours at the bridge, or on its way there: what was approved, what was asked for, what is known of it."""

from __future__ import annotations

import msgspec

from rlbot.bridge.protective import ENDED
from rlbot.bridge.wire.events import OrderStatus
from rlbot.events.trade import OrderApproved


class SentOrder(msgspec.Struct):
    """`quantity`: shares asked for, at most what was approved. `filled`: by executions booked; `told`: by the latest status,
    which may come first. `corrected`: signed shares by which the broker corrected executions since; a bust is below 0.
    `oca_group`: shared with what guards. `turned_up`: it was lost, and then it was not. `cancel_reason`: why we asked to end
    it."""

    approved: OrderApproved
    quantity: int
    version: int = 0
    filled: int = 0
    told: int = 0
    corrected: int = 0
    accepted: bool = False
    ended: bool = False
    lost: bool = False
    cancel_reason: str = ""
    oca_group: str | None = None
    turned_up: bool = False

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
        """Shares that may still be booked: what works, or what an ended order filled beyond the executions that came. Nobody
        says whether a working order fills again what was taken back: it may."""
        if self.ended:
            return max(self.told - self.filled - max(self.corrected, 0), 0)
        return max(self.quantity - self.stands, 0)

    @property
    def stands(self) -> int:
        """Shares that were executed and not taken back."""
        return self.filled + self.corrected

    def fill(self, quantity: int) -> None:
        """So many shares of it were executed."""
        self.filled += quantity
        self.ended = self.ended or self.stands >= self.quantity
        self.told = max(self.told, self.filled)

    def news(self, status: OrderStatus) -> bool:
        """Whether this is newer than what is known; then it is known now."""
        if status.version <= self.version:
            return False
        self.version = status.version
        self.turned_up = self.turned_up or (self.lost and status.status != "lost")
        self.quantity = status.quantity
        self.told = max(self.told, status.filled)
        self.ended = status.status in ENDED or status.status == "lost"
        self.lost = status.status == "lost"
        return True
