"""Orders of a run before this one that one agent's desk finds in the bridge's journal: nobody here approved them. Pure.

Their fills are as good as any: the position is what the bridge's whole journal adds up to. Beyond that an exit claims the
shares it may still close, and an entry that still works is to end: no decision of this run stands behind it.
"""

from __future__ import annotations

import msgspec

from rlbot.bridge.protective import ENDED
from rlbot.bridge.wire.events import OrderStatus
from rlbot.events.base import Purpose


class EarlierOrder(msgspec.Struct):
    """`purpose` None: an older bridge did not tell it. `told`: shares filled by the latest status, `booked` by executions."""

    purpose: Purpose | None
    guarded: bool = False
    version: int = 0
    quantity: int = 0
    told: int = 0
    booked: int = 0
    ended: bool = False

    @property
    def is_entry(self) -> bool:
        """Whether it may add risk; only an entry has orders that guard what it fills."""
        return self.purpose == "entry" if self.purpose is not None else self.guarded

    @property
    def remaining(self) -> int:
        """Shares that may still be booked."""
        return max((self.told if self.ended else self.quantity) - self.booked, 0)

    def fill(self, quantity: int) -> None:
        """So many shares of it were executed."""
        self.booked += quantity
        self.ended = self.ended or self.booked >= self.quantity


class EarlierOrders:
    """Of one desk, by id."""

    def __init__(self) -> None:
        self._orders: dict[str, EarlierOrder] = {}

    def get(self, client_order_id: str) -> EarlierOrder | None:
        """The order of that id, ended ones included."""
        return self._orders.get(client_order_id)

    def on_status(self, status: OrderStatus) -> None:
        """One of them moved, or is heard of for the first time."""
        order = self._orders.setdefault(status.client_order_id, EarlierOrder(status.purpose))
        if status.version > order.version:
            order.version, order.quantity = status.version, status.quantity
            order.told = max(order.told, status.filled)
            order.ended = status.status in ENDED or status.status == "lost"

    def has_guard(self, client_order_id: str | None) -> None:
        """An order guards what this one fills."""
        if client_order_id is not None and (order := self._orders.get(client_order_id)) is not None:
            order.guarded = True

    def closing(self) -> int:
        """Shares that exits of them will still close, or have closed by what is told and not yet booked."""
        return sum(order.remaining for order in self._orders.values() if not order.is_entry)

    def entries(self) -> list[str]:
        """Those that may still open shares."""
        return [name for name, order in self._orders.items() if order.is_entry and not order.ended]
