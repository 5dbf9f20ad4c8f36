"""What one agent's desk tells of its orders. Says: OrderAccepted, OrderCancelled, OrderRejected."""

from __future__ import annotations

from collections.abc import Callable

from rlbot.bridge.sent_order import SentOrder
from rlbot.bridge.wire.events import OrderStatus
from rlbot.clock import Clock
from rlbot.events.base import Event
from rlbot.events.trade import OrderAccepted, OrderApproved, OrderCancelled, OrderRejected


class OrderNews:
    """Stamps and names; `publish` may know that something was said before."""

    def __init__(self, agent_id: str, symbol: str, publish: Callable[[Event], None], clock: Clock) -> None:
        self._agent_id = agent_id
        self._symbol = symbol
        self._publish = publish
        self._clock = clock

    def accepted(self, client_order_id: str) -> None:
        """The broker has it."""
        self._publish(
            OrderAccepted(
                ts_ns=self._clock.now_ns(), client_order_id=client_order_id, agent_id=self._agent_id, symbol=self._symbol
            )
        )

    def moved(self, sent: SentOrder, status: OrderStatus) -> None:
        """What the bridge tells of it, but for a refusal: that the broker has it, and that it ended with less than approved. Of
        one that was lost that is told then, whatever becomes of it later."""
        if not sent.accepted and status.status in {"accepted", "partially_filled", "filled"}:
            sent.accepted = True
            self.accepted(status.client_order_id)
        if sent.turned_up:
            return
        if status.status == "lost":
            # Nowhere at the gateway after a whole reconciliation: nobody waits for it. Should it turn up, its fills are booked.
            self.cancelled(sent.approved, sent.filled, "lost")
        elif status.status == "cancelled":
            self.cancelled(sent.approved, sent.filled, sent.cancel_reason or status.code or "expired")
        elif status.status == "filled" and sent.quantity < sent.approved.quantity:
            self.cancelled(sent.approved, sent.filled, "oca")

    def cancelled(self, order: OrderApproved, filled: int, reason: str) -> None:
        """It ended with so many shares filled."""
        self._publish(
            OrderCancelled(
                ts_ns=self._clock.now_ns(),
                client_order_id=order.client_order_id,
                agent_id=self._agent_id,
                symbol=self._symbol,
                filled=filled,
                reason=reason,
            )
        )

    def rejected(self, client_order_id: str, reason: str) -> None:
        """It was refused, or never got there."""
        self._publish(
            OrderRejected(
                ts_ns=self._clock.now_ns(),
                client_order_id=client_order_id,
                agent_id=self._agent_id,
                symbol=self._symbol,
                reason=reason,
            )
        )
