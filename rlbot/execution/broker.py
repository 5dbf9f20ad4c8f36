"""The Protocol every broker satisfies: the simulated one here, the bridge's in `rlbot/bridge/`.

Whatever happens to an order comes back as an event (`OrderAccepted`, `OrderFilled`, `OrderCancelled`, `OrderRejected`,
`ProtectionPlaced`, `ProtectionRemoved`). Nothing is inferred from silence.
"""

from __future__ import annotations

from typing import Protocol

from rlbot.events.trade import OrderApproved


class Broker(Protocol):
    """Takes approved orders only."""

    @property
    def intent_first(self) -> bool:
        """Whether orders leave this process: then each one's intent is safe on disk before `submit` is called."""
        ...

    def submit(self, order: OrderApproved) -> None:
        """Take the order. A known `client_order_id` changes nothing."""
        ...

    def cancel(self, client_order_id: str, reason: str) -> None:
        """End the order if it still works; unknown ids change nothing."""
        ...

    def cancel_entries(self, agent_id: str = "", reason: str = "killed") -> int:
        """Cancel every working order that can add risk (all agents if empty); protection stays. Returns how many."""
        ...

    def shrink_protection(self, agent_id: str, symbol: str, quantity: int) -> None:
        """Lower the pair to `quantity` shares (0 removes it) before the position shrinks."""
        ...
