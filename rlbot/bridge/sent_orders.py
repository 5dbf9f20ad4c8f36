"""Orders of one agent that left for the bridge: what this run sent, and what earlier runs did."""

from __future__ import annotations

from rlbot.bridge.earlier import EarlierOrders
from rlbot.bridge.sent_order import SentOrder
from rlbot.events.base import Purpose
from rlbot.events.trade import OrderApproved


class SentOrders:
    """By id, ended ones included. `earlier`: known by what the bridge tells of them alone."""

    def __init__(self) -> None:
        self._orders: dict[str, SentOrder] = {}
        self.earlier = EarlierOrders()

    def __contains__(self, client_order_id: str) -> bool:
        return client_order_id in self._orders or self.earlier.get(client_order_id) is not None

    def get(self, client_order_id: str) -> SentOrder | None:
        """One of this run."""
        return self._orders.get(client_order_id)

    def add(self, order: OrderApproved, quantity: int, *, ended: bool = False, oca_group: str | None = None) -> None:
        """It leaves for so many shares, or left before a restart."""
        self._orders[order.client_order_id] = SentOrder(order, quantity, ended=ended, oca_group=oca_group)

    def remove(self, client_order_id: str) -> None:
        """It did not leave after all."""
        del self._orders[client_order_id]

    def unheard(self) -> list[OrderApproved]:
        """Those that still work for all we know, and that the bridge has told nothing of."""
        return [sent.approved for sent in self._orders.values() if sent.unheard]

    def end_entries(self, reason: str) -> int:
        """What works of this run's entries is asked to end, for this reason. Returns how many."""
        entries = [sent for sent in self._orders.values() if sent.is_entry and not sent.ended]
        for sent in entries:
            sent.cancel_reason = reason
        return len(entries)

    def closing(self) -> int:
        """Shares that working exits will still close, or have closed by what is told and not yet booked."""
        return sum(sent.remaining for sent in self._orders.values() if not sent.is_entry) + self.earlier.closing()

    def closing_alone(self) -> int:
        """The same, of exits in no group with what guards; nothing is left to one that turned up where it was to end."""
        alone = [sent for sent in self._orders.values() if not sent.is_entry and sent.oca_group is None and not sent.turned_up]
        return sum(sent.remaining for sent in alone) + self.earlier.closing()

    def turned_up(self) -> list[SentOrder]:
        """Exits that were lost, and work after all."""
        return [sent for sent in self._orders.values() if sent.turned_up and not sent.is_entry and not sent.ended]

    def purpose(self, client_order_id: str) -> Purpose:
        """What an order is for; of none that left as such, it protects."""
        if (sent := self._orders.get(client_order_id)) is not None:
            return sent.approved.purpose
        if (earlier := self.earlier.get(client_order_id)) is not None:
            return earlier.purpose or ("entry" if earlier.is_entry else "reduce")
        return "protect"
