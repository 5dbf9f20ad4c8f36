"""What the platform said of its orders before a restart, read back from its journal: it is not said again."""

from __future__ import annotations

from rlbot.events.base import Event
from rlbot.events.trade import (
    CommissionCharged,
    FillCorrected,
    OrderAccepted,
    OrderApproved,
    OrderCancelled,
    OrderFilled,
    OrderRejected,
)
from rlbot.journal.kinds import Message


class Recalled:
    """`orders`: approved, by id, in order; `ended`: those told to have ended."""

    def __init__(self) -> None:
        self.orders: dict[str, OrderApproved] = {}
        self.ended: set[str] = set()
        self._said: set[tuple[type[Message], str]] = set()

    def recall(self, event: Message) -> None:
        """An event of the journal."""
        if isinstance(event, OrderApproved):
            self.orders[event.client_order_id] = event
        key = _key(event)
        if key is not None:
            self._said.add((type(event), key))
        if isinstance(event, OrderCancelled | OrderRejected):
            self.ended.add(event.client_order_id)

    def said(self, event: Event) -> bool:
        """Whether this was said before the restart."""
        key = _key(event)
        return key is not None and (type(event), key) in self._said


def _key(event: Message) -> str | None:
    match event:
        case OrderFilled() | CommissionCharged() | FillCorrected():
            return event.exec_id
        case OrderAccepted() | OrderCancelled() | OrderRejected():
            return event.client_order_id
        case _:
            return None
