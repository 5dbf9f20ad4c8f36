"""A desk whose agent `a` decides once a day, on the calendar's clock, with a bridge that compares the account when asked."""

from __future__ import annotations

from dataclasses import dataclass, field

from rlbot.bridge.release import Opening
from rlbot.bridge.wire.commands import OrderSubmit, ReconcileRequest
from rlbot.clock import ReplayClock, from_iso
from rlbot.events.ops import AlertRaised
from rlbot.events.trade import OrderApproved, OrderCancelled
from rlbot.risk.rules import Refusal
from tests.bridge.broker_world import Desk
from tests.execution.approved import approved

# The close before Thanksgiving: the next session is that of Friday, a half-day.
DECIDED = "2026-11-25T21:01:00Z"
CHECK, RELEASE, CUT_OFF = "2026-11-27T14:19:00Z", "2026-11-27T14:20:00Z", "2026-11-27T14:28:00Z"
OPEN, NOON, CLOSE = "2026-11-27T14:30:00Z", "2026-11-27T17:00:00Z", "2026-11-27T18:00:00Z"
NEXT_RELEASE = "2026-11-30T14:20:00Z"


@dataclass
class OpeningDesk(Desk):
    """`compares`: the account is compared when asked; `takes_orders`: the bridge does; `refuses`: rule of the second look."""

    compares: bool = True
    takes_orders: bool = True
    refuses: str = ""
    looks: list[tuple[str, int]] = field(default_factory=list)
    answered: int = 0
    begins: str = DECIDED

    def __post_init__(self) -> None:
        self.clock = ReplayClock(from_iso(self.begins))
        self.opening = Opening(frozenset({"a"}), takes_orders=lambda: self.takes_orders, second_look=self._look)
        super().__post_init__()

    def _look(self, order: OrderApproved, due_ns: int) -> Refusal | None:
        self.looks.append((order.client_order_id, due_ns))
        return Refusal(self.refuses, 1.0, 2.0, "It is too much.") if self.refuses else None

    def at(self, instant: str) -> None:
        """The clock shows this, and a second passed twice: what the first one asked for is answered."""
        self.clock.advance_to(from_iso(instant))
        for _ in range(2):
            self.broker.tick()
            self.answer()

    def answer(self) -> None:
        """The bridge answers what it was asked."""
        self.bridge.deliver()
        asked = sum(isinstance(command, ReconcileRequest) for command in self.bridge.commands)
        if self.compares and asked > self.answered:
            self.broker.release.on_compared()
        self.answered = asked

    def decide(self, name: str, quantity: int, **fields: object) -> None:
        """As execution does it, now: protection is asked to give way to what reduces, then the order is submitted."""
        order = approved(name, quantity, ts_ns=self.clock.now_ns(), **fields)  # type: ignore[arg-type]
        if order.purpose != "entry":
            self.broker.shrink_protection("a", "ABC", max(abs(self.position()) - quantity, 0))
        self.submit(order)

    def leave(self, name: str, quantity: int) -> None:
        """A decision to sell."""
        self.decide(name, quantity, side="sell", purpose="reduce")

    def submitted(self) -> list[tuple[str, int, str]]:
        """What left: name, shares, time in force."""
        return [(c.client_order_id, c.quantity, c.tif) for c in self.bridge.commands if isinstance(c, OrderSubmit)]

    def ended(self) -> list[tuple[str, str]]:
        """Orders told to have ended, and why."""
        return [(e.client_order_id, e.reason) for e in self.said if isinstance(e, OrderCancelled)]

    def alerts(self) -> list[str]:
        """Codes."""
        return [e.code for e in self.said if isinstance(e, AlertRaised)]


def holding(quantity: int = 10, stop: float = 90.0, profit: float = 0.0) -> OpeningDesk:
    """So many shares were bought at an earlier open, and are guarded."""
    desk = OpeningDesk(begins="2026-11-24T21:01:00Z")
    desk.decide("a-0-e", quantity, stop=stop, profit=profit)
    desk.at("2026-11-25T14:20:00Z")
    desk.bridge.trade(100.0)
    desk.clock.advance_to(from_iso(DECIDED))
    desk.forget()
    desk.looks.clear()
    desk.answered = 0
    return desk
