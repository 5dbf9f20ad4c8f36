"""One agent's side of the real broker: its position by its fills, its orders, its protection; who waits for whom.

Hears: what the bridge tells of this agent's orders.   Says: OrderAccepted, OrderCancelled, OrderRejected; commands.
Owns: the order of things that keeps two exits from ever closing more than is held:

- an exit waits until the protection has confirmed that it gave way, and for its own shares only;
- an entry waits until nothing is left to close, and is ended if the position it finds is against it;
- after an exit that did not fill, the shares it gave back are guarded again.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable

import msgspec

from rlbot.bridge.commander import Commander
from rlbot.bridge.guard import Guard
from rlbot.bridge.sent_order import SentOrder
from rlbot.bridge.wire.events import OrderStatus
from rlbot.clock import Clock
from rlbot.events.base import Event
from rlbot.events.trade import OrderAccepted, OrderApproved, OrderCancelled, OrderRejected

GIVE_WAY_NS = 5_000_000_000  # what protection has not answered by then will not hold up an exit: both are in one OCA group


class _Waiting(msgspec.Struct):
    approved: OrderApproved
    until_ns: int


class BridgeDesk:
    """`shares`: signed, by what was filled here."""

    def __init__(
        self, agent_id: str, symbol: str, publish: Callable[[Event], None], commander: Commander, clock: Clock
    ) -> None:
        self.agent_id = agent_id
        self.symbol = symbol
        self.shares = 0
        self.guard = Guard(agent_id, symbol, publish, commander, clock)
        self._publish = publish
        self._ask = commander
        self._clock = clock
        self._waiting: list[_Waiting] = []
        self._sent: dict[str, SentOrder] = {}
        self._rebuilding = False

    # -- what the platform asks ----------------------------------------------------------------------------------------------

    def submit(self, order: OrderApproved) -> None:
        """Take it; it leaves as soon as it may."""
        self._waiting.append(_Waiting(order, self._clock.now_ns() + GIVE_WAY_NS))
        self.advance()

    def cancel(self, client_order_id: str, reason: str) -> None:
        """End it if it still works."""
        for waiting in self._waiting:
            if waiting.approved.client_order_id == client_order_id:
                self._waiting.remove(waiting)
                self._say_cancelled(waiting.approved, 0, reason)
                self._cover()
                return
        sent = self._sent.get(client_order_id)
        if sent is not None and not sent.ended:
            sent.cancel_reason = reason
            self._ask.cancel(client_order_id)

    def end_entries(self, reason: str) -> int:
        """Everything that can add risk is to end; the command for what is at the broker is the caller's. Returns how many."""
        ended = 0
        for waiting in [one for one in self._waiting if one.approved.purpose == "entry"]:
            self._waiting.remove(waiting)
            self._say_cancelled(waiting.approved, 0, reason)
            ended += 1
        for sent in self._sent.values():
            if sent.is_entry and not sent.ended:
                sent.cancel_reason = reason
                ended += 1
        return ended

    def shrink(self, quantity: int) -> None:
        """The protection is to guard at most so many shares."""
        self.guard.shrink(quantity)

    # -- after a restart -----------------------------------------------------------------------------------------------------

    def rebuild(self, orders: Iterable[OrderApproved], ended: Container[str]) -> None:
        """Begin again with the orders that were approved before; what the bridge tells now is history, nothing is asked."""
        self._rebuilding = self.guard.silent = True
        for order in orders:
            name = order.client_order_id
            self._sent[name] = SentOrder(order, order.quantity, ended=name in ended)
            if order.purpose == "entry":
                self.guard.with_entry(order, order.quantity)

    def rebuilt(self) -> list[SentOrder]:
        """The bridge has told everything. Returns the orders it never heard of."""
        self._rebuilding = self.guard.silent = False
        self.guard.tell("cancelled", self.shares)
        self._cover()
        self.advance()
        return [sent for sent in self._sent.values() if not sent.ended and not sent.version]

    # -- what the bridge tells -----------------------------------------------------------------------------------------------

    def owns(self, client_order_id: str) -> bool:
        """Whether the order is this agent's."""
        return client_order_id in self._sent or self.guard.orders.get(client_order_id) is not None

    def might_own(self, status: OrderStatus) -> bool:
        """The same, of what a desk that begins again has not heard of yet: a pair of its own from before."""
        return self.owns(status.client_order_id) or (self._rebuilding and status.agent_id == self.agent_id)

    def sent(self, client_order_id: str) -> SentOrder | None:
        """An order of ours that left, ended ones included."""
        return self._sent.get(client_order_id)

    def on_status(self, status: OrderStatus) -> None:
        """An order moved."""
        sent = self._sent.get(status.client_order_id)
        if sent is None:
            self.guard.on_status(status)
            self.guard.tell("cancelled", self.shares)
            self.advance()
            return
        if not sent.news(status):
            return
        if not sent.accepted and status.status in {"accepted", "partially_filled", "filled"}:
            sent.accepted = True
            self._publish(
                OrderAccepted(
                    ts_ns=self._clock.now_ns(),
                    client_order_id=status.client_order_id,
                    agent_id=self.agent_id,
                    symbol=self.symbol,
                )
            )
        if status.status == "rejected":
            self.reject(sent, status.reason or status.code or "the broker refused it")
        elif status.status == "lost":
            # Nowhere at the gateway after a whole reconciliation: nobody waits for it. Should it turn up, its fills are booked.
            self._say_cancelled(sent.approved, sent.filled, "lost")
        elif status.status == "cancelled":
            self._say_cancelled(sent.approved, sent.filled, sent.cancel_reason or status.code or "expired")
        elif status.status == "filled" and sent.quantity < sent.approved.quantity:
            self._say_cancelled(sent.approved, sent.filled, "oca")
        if sent.ended:
            self._cover()
            self.advance()

    def on_fill(self, client_order_id: str, signed: int) -> None:
        """Shares of an order of this agent filled: the position, what guards it, and who waited for it."""
        self.shares += signed
        sent = self._sent.get(client_order_id)
        if sent is None:
            self.guard.orders.on_fill(client_order_id, abs(signed))
            self.guard.tell("filled", self.shares)
        else:
            sent.filled += abs(signed)
            sent.ended = sent.ended or sent.filled >= sent.quantity
            sent.told = max(sent.told, sent.filled)
            if sent.is_entry:
                self._entered(sent.approved, abs(signed))
        self.advance()

    def on_correction(self, signed: int) -> None:
        """An execution was corrected by so many shares."""
        self.shares += signed
        self.advance()

    def reject(self, sent: SentOrder, reason: str) -> None:
        """It was refused, by the bridge or by the broker."""
        sent.ended = True
        self.guard.orders.drop(sent.approved.client_order_id)
        self._publish(
            OrderRejected(
                ts_ns=self._clock.now_ns(),
                client_order_id=sent.approved.client_order_id,
                agent_id=self.agent_id,
                symbol=self.symbol,
                reason=reason,
            )
        )

    def on_change_refused(self, command_id: str) -> None:
        """A change of the protection was refused or never answered: nobody waits for it any longer."""
        if self.guard.on_refused(command_id):
            self.advance()

    # -- who may go ----------------------------------------------------------------------------------------------------------

    def advance(self) -> None:
        """Let go what need not wait any more: exits first, then entries."""
        if self._rebuilding:
            return
        for waiting in list(self._waiting):
            order = waiting.approved
            if order.purpose == "entry":
                if self._closing() or any(one.approved.purpose != "entry" for one in self._waiting):
                    continue
                self._waiting.remove(waiting)
                signed = order.quantity if order.side == "buy" else -order.quantity
                if self.shares * signed < 0:
                    self._say_cancelled(order, 0, "against the position")
                else:
                    self._send(order, order.quantity, None)
            elif self.guard.orders.settled or self._clock.now_ns() >= waiting.until_ns:
                self._waiting.remove(waiting)
                self._exit(order)

    def _exit(self, order: OrderApproved) -> None:
        closes = self.shares > 0 if order.side == "sell" else self.shares < 0
        quantity = min(order.quantity, abs(self.shares) - self._closing()) if closes else 0
        if quantity <= 0:
            self._say_cancelled(order, 0, "flat")
            self._cover()
            return
        groups = self.guard.orders.groups()
        self._send(order, quantity, groups[0] if len(groups) == 1 else None)

    def _send(self, order: OrderApproved, quantity: int, oca_group: str | None) -> None:
        name = order.client_order_id
        self._sent[name] = SentOrder(order, quantity)
        if order.purpose == "entry":
            self.guard.with_entry(order, quantity)
        self._ask.submit(order, quantity, oca_group)

    def _closing(self) -> int:
        """Shares that working exits will still close, or have closed by what is told and not yet booked."""
        return sum(sent.remaining for sent in self._sent.values() if not sent.is_entry) + self.guard.orders.unbooked()

    def _entered(self, order: OrderApproved, quantity: int) -> None:
        self.guard.entered(order, quantity)
        self.guard.tell("replaced", self.shares)

    def _cover(self) -> None:
        """Guard again what an exit gave back, at the levels in force before."""
        leaving = sum(waiting.approved.quantity for waiting in self._waiting if waiting.approved.purpose != "entry")
        self.guard.cover(self.shares, abs(self.shares) - self._closing() - leaving)

    def _say_cancelled(self, order: OrderApproved, filled: int, reason: str) -> None:
        self._publish(
            OrderCancelled(
                ts_ns=self._clock.now_ns(),
                client_order_id=order.client_order_id,
                agent_id=self.agent_id,
                symbol=self.symbol,
                filled=filled,
                reason=reason,
            )
        )
