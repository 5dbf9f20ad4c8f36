"""Every order that may still fill, and enough of the finished ones to know an id again.

Risk enters an order the moment it approves it, so that the next check of the same instant already counts it; execution
carries it on from there.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from rlbot.events.trade import OrderAccepted, OrderApproved, OrderCancelled, OrderFilled, OrderRejected
from rlbot.execution.orders import OPEN_STATES, Impossible, WorkingOrder

# Finished orders kept, so that a repeated report is recognised: months of daily decisions, hours of one-minute ones.
REMEMBERED = 4_096

_NOTHING: dict[str, WorkingOrder] = {}


class OrderBook:
    """Open orders by agent, finished ones by id. A pure function of the order events it was told."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self._open: dict[str, dict[str, WorkingOrder]] = {}
        self._done: dict[str, WorkingOrder] = {}
        self._remembered = remembered

    def add(self, order: OrderApproved) -> bool:
        """Enter an approved order; False if its id is known."""
        if self.get(order.client_order_id) is not None:
            return False
        self._open.setdefault(order.agent_id, {})[order.client_order_id] = WorkingOrder(order)
        return True

    def get(self, client_order_id: str) -> WorkingOrder | None:
        """The order of that id, open or finished."""
        for orders in self._open.values():
            if client_order_id in orders:
                return orders[client_order_id]
        return self._done.get(client_order_id)

    def open_orders(self, agent_id: str = "") -> list[WorkingOrder]:
        """What may still fill, oldest first; all agents if empty."""
        if agent_id:
            return list(self._open.get(agent_id, _NOTHING).values())
        return [order for orders in self._open.values() for order in orders.values()]

    def open_reducing(self, agent_id: str) -> int:
        """Shares of the agent's position that working orders will close."""
        return sum(o.remaining for o in self._open.get(agent_id, _NOTHING).values() if not o.is_entry)

    def open_entering(self, agent_id: str) -> int:
        """Shares, signed, that working orders will open."""
        return sum(o.signed_remaining for o in self._open.get(agent_id, _NOTHING).values() if o.is_entry)

    def has_open(self, agent_id: str) -> bool:
        """Whether any order of the agent still works (or is unresolved)."""
        return bool(self._open.get(agent_id))

    def settle(self, order: WorkingOrder) -> None:
        """File an order under finished if it is."""
        if order.state in OPEN_STATES:
            return
        name = order.approved.client_order_id
        if self._open.get(order.approved.agent_id, _NOTHING).pop(name, None) is None:
            return
        self._done[name] = order
        if len(self._done) > 2 * self._remembered:  # halve at once: deleting one by one would cost on every order
            for old in list(islice(self._done, self._remembered)):
                del self._done[old]

    def on_accepted(self, event: OrderAccepted) -> Impossible | None:
        """The broker has it."""
        order = self.get(event.client_order_id)
        return None if order is None else order.apply("accept")

    def on_fill(self, event: OrderFilled) -> Impossible | None:
        """Shares of it filled. Protective exits have no order here; they pass."""
        order = self.get(event.client_order_id)
        if order is None:
            return None
        refused = order.fill(event.exec_id, event.quantity)
        self.settle(order)
        return refused

    def on_cancelled(self, event: OrderCancelled) -> Impossible | None:
        """It ended. A cancellation that crossed the last fill is not news."""
        order = self.get(event.client_order_id)
        if order is None or order.state in {"cancelled", "filled"}:
            return None
        refused = order.apply("cancel")
        self.settle(order)
        return refused

    def on_rejected(self, event: OrderRejected) -> Impossible | None:
        """The broker refused it."""
        order = self.get(event.client_order_id)
        if order is None:
            return None
        refused = order.apply("reject")
        self.settle(order)
        return refused

    def on_split(self, symbol: str, factor: float) -> None:
        """Open quantities in new shares."""
        for order in self.open_orders():
            if order.approved.symbol == symbol:
                order.split(factor)

    def restore(self, events: Iterable[object]) -> None:
        """Rebuild from journaled order events, oldest first. What was approved counts as submitted: nobody resends it."""
        for event in events:
            if isinstance(event, OrderApproved):
                if self.add(event):
                    self._open[event.agent_id][event.client_order_id].apply("submit")
            elif isinstance(event, OrderAccepted):
                self.on_accepted(event)
            elif isinstance(event, OrderFilled):
                self.on_fill(event)
            elif isinstance(event, OrderCancelled):
                self.on_cancelled(event)
            elif isinstance(event, OrderRejected):
                self.on_rejected(event)
