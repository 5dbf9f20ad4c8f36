"""What an order can go through: one table of (state, trigger), and nothing outside it.

An order nobody answered for is `unresolved`, which is not rejected: it stays open, counts against every limit, and is
settled by a report, a query or a reconciliation, never by silence.
"""

from __future__ import annotations

import math
from typing import Literal

import msgspec

from rlbot.events.trade import OrderApproved

OrderState = Literal["approved", "submitted", "working", "partial", "unresolved", "filled", "cancelled", "rejected"]
Trigger = Literal["submit", "accept", "fill", "complete", "cancel", "reject", "lose"]

OPEN_STATES: frozenset[OrderState] = frozenset({"approved", "submitted", "working", "partial", "unresolved"})

TRANSITIONS: dict[tuple[OrderState, Trigger], OrderState] = {
    ("approved", "submit"): "submitted",
    ("approved", "reject"): "rejected",  # its intent could not be stored: it never left
    ("submitted", "accept"): "working",
    ("submitted", "reject"): "rejected",
    ("working", "reject"): "rejected",
    ("working", "accept"): "working",  # brokers repeat themselves
    ("partial", "accept"): "partial",
    ("unresolved", "accept"): "working",
    ("filled", "accept"): "filled",  # overtaken by its own fill
    ("cancelled", "accept"): "cancelled",
    ("unresolved", "reject"): "rejected",
    ("submitted", "lose"): "unresolved",
    ("working", "lose"): "unresolved",
    ("partial", "lose"): "unresolved",
    ("unresolved", "lose"): "unresolved",
    # A fill may overtake the acceptance, and may follow a cancellation that crossed it: what was executed is a fact.
    ("submitted", "fill"): "partial",
    ("working", "fill"): "partial",
    ("partial", "fill"): "partial",
    ("unresolved", "fill"): "partial",
    ("cancelled", "fill"): "cancelled",
    ("submitted", "complete"): "filled",
    ("working", "complete"): "filled",
    ("partial", "complete"): "filled",
    ("unresolved", "complete"): "filled",
    ("cancelled", "complete"): "filled",
    ("submitted", "cancel"): "cancelled",
    ("working", "cancel"): "cancelled",
    ("partial", "cancel"): "cancelled",
    ("unresolved", "cancel"): "cancelled",
}


class Impossible(msgspec.Struct, frozen=True):
    """A report that does not fit the order: nothing was changed. `detail` is a sentence."""

    client_order_id: str
    detail: str


class WorkingOrder:
    """An approved order and what became of it. `quantity` follows splits; `filled` counts in the same shares."""

    __slots__ = ("approved", "exec_ids", "filled", "quantity", "state")

    def __init__(self, approved: OrderApproved) -> None:
        self.approved = approved
        self.state: OrderState = "approved"
        self.quantity = approved.quantity
        self.filled = 0
        self.exec_ids: set[str] = set()

    @property
    def remaining(self) -> int:
        """Shares that may still fill."""
        return self.quantity - self.filled

    @property
    def signed_remaining(self) -> int:
        """The same, negative for a sale."""
        return self.remaining if self.approved.side == "buy" else -self.remaining

    @property
    def is_entry(self) -> bool:
        """Whether it may add risk; the other purposes only reduce."""
        return self.approved.purpose == "entry"

    def apply(self, trigger: Trigger) -> Impossible | None:
        """Go where the table says; an impossible trigger changes nothing and says so."""
        after = TRANSITIONS.get((self.state, trigger))
        if after is None:
            name = self.approved.client_order_id
            return Impossible(name, f"Order {name} is {self.state}: '{trigger}' cannot happen to it.")
        self.state = after
        return None

    def fill(self, exec_id: str, quantity: int) -> Impossible | None:
        """Book `quantity` shares. The same `exec_id` twice changes nothing; more than was ordered is refused."""
        if exec_id in self.exec_ids:
            return None
        if quantity <= 0 or quantity > self.remaining:
            name = self.approved.client_order_id
            return Impossible(name, f"Order {name} has {self.remaining} shares left: a fill of {quantity} is refused.")
        refused = self.apply("complete" if quantity == self.remaining else "fill")
        if refused is None:
            self.exec_ids.add(exec_id)
            self.filled += quantity
        return refused

    def split(self, factor: float) -> None:
        """Count in new shares: the quantity is the most that may fill, so a fraction rounds up."""
        self.filled = math.floor(self.filled * factor + 1e-9)
        self.quantity = math.ceil(self.quantity * factor - 1e-9)
