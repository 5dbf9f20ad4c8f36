"""What one agent's desk tells of its orders. Says: OrderAccepted, OrderCancelled, OrderRejected."""

from __future__ import annotations

from collections.abc import Callable

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
