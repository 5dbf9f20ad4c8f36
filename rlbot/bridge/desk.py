"""One agent's side of the real broker: its position by its fills, its orders, its protection.

Hears: what the bridge tells of this agent's orders.   Says: OrderAccepted, OrderCancelled, OrderRejected; commands.
Owns: what is known of its orders. Which of them may leave is decided in `leaving.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable

from rlbot.bridge.claims import Claims
from rlbot.bridge.commander import Commander
from rlbot.bridge.earlier import EarlierOrder
from rlbot.bridge.guard import OVERTAKEN_CHANGE, Guard
from rlbot.bridge.leaving import Leaving
from rlbot.bridge.order_news import OrderNews
from rlbot.bridge.protective import protects
from rlbot.bridge.release import Release
from rlbot.bridge.sent_order import SentOrder
from rlbot.bridge.wire.events import OrderStatus
from rlbot.clock import Clock
from rlbot.events.base import Event, Purpose
from rlbot.events.trade import OrderApproved


class BridgeDesk:
    """One a symbol and agent. While it begins again, what it hears is history."""

    def __init__(
        self,
        agent_id: str,
        symbol: str,
        publish: Callable[[Event], None],
        commander: Commander,
        clock: Clock,
        release: Release,
    ) -> None:
        self.agent_id = agent_id
        self.symbol = symbol
        self.guard = Guard(agent_id, symbol, publish, commander, clock)
        self._news = OrderNews(agent_id, symbol, publish, clock)
        self._release = release
        self._ask = commander
        self._claims = Claims(self.guard.orders)
        self._leaving = Leaving(self._claims, self.guard, self._news, release, commander, clock)
        self._rebuilding = False

    @property
    def shares(self) -> int:
        """Held, signed, by what was filled here."""
        return self._claims.shares

    # -- what the platform asks ----------------------------------------------------------------------------------------------

    def submit(self, order: OrderApproved) -> None:
        """Take it; it leaves as soon as it may."""
        self._leaving.wait(order)
        self._leaving.advance()

    def cancel(self, client_order_id: str, reason: str) -> None:
        """End it if it still works."""
        if (waiting := self._claims.waiting.find(client_order_id)) is not None:
            return self._leaving.end(waiting, reason)
        sent = self._claims.sent.get(client_order_id)
        if sent is not None and not sent.ended:
            sent.cancel_reason = reason
            self._ask.cancel(client_order_id)

    def end_entries(self, reason: str) -> int:
        """Everything that can add risk is to end; the command for what is at the broker is the caller's. Returns how many."""
        waiting = self._claims.waiting.entries()
        for one in waiting:
            self._leaving.end(one, reason)
        return len(waiting) + self._claims.sent.end_entries(reason)

    def shrink(self, quantity: int) -> None:
        """The protection is to guard at most so many shares. Where exits may have to wait, it gives way when they go."""
        if self._release.takes_orders and not self._release.waits(self.agent_id):
            self._leaving.announce(quantity)

    def advance(self) -> None:
        """Time passed: who waited may leave."""
        self._leaving.advance()

    # -- after a restart -----------------------------------------------------------------------------------------------------

    def rebuild(self, orders: Iterable[OrderApproved], ended: Container[str]) -> None:
        """Begin again with the orders that were approved before; what the bridge tells now is history, nothing is asked."""
        self._rebuilding = self.guard.silent = True
        for order in orders:
            self._claims.sent.add(order, order.quantity, ended=order.client_order_id in ended)
            if order.purpose == "entry":
                self.guard.with_entry(order, order.quantity)

    def rebuilt(self) -> list[str]:
        """The bridge has told everything. Returns what is to be ended: orders it never heard of, entries of an earlier run.

        What waited for an open, and a flatten, waits again: the bridge obeys this start's epoch by now, so what an earlier one
        may have sent either stands in what was told or is refused.
        """
        self._rebuilding = self.guard.silent = False
        sent = self._claims.sent
        for order in [order for order in sent.unheard() if self._release.outlasts(order)]:
            sent.remove(order.client_order_id)
            self._leaving.wait(order)
        self.guard.orders.drop_unheard(unheard := [order.client_order_id for order in sent.unheard()])
        self.guard.tell("cancelled", self.shares)
        self._leaving.cover()
        self._leaving.advance()
        return [*unheard, *sent.earlier.entries()]

    # -- what the bridge tells -----------------------------------------------------------------------------------------------

    def owns(self, client_order_id: str) -> bool:
        """Whether the order is this agent's."""
        return client_order_id in self._claims.sent or self.guard.orders.get(client_order_id) is not None

    def might_own(self, status: OrderStatus) -> bool:
        """The same, of what a desk that begins again has not heard of yet: a pair of its own, or an earlier run's orders."""
        return self.owns(status.client_order_id) or (self._rebuilding and status.agent_id == self.agent_id)

    def sent(self, client_order_id: str) -> SentOrder | None:
        """An order of ours that left, ended ones included."""
        return self._claims.sent.get(client_order_id)

    def purpose(self, client_order_id: str) -> Purpose:
        """What an order of this agent is for."""
        return self._claims.sent.purpose(client_order_id)

    def on_status(self, status: OrderStatus) -> None:
        """An order moved."""
        sent = self._claims.sent.get(status.client_order_id)
        if sent is None:
            self._not_sent(status)
            return
        if not sent.news(status):
            return
        self._news.moved(sent, status)
        if status.status == "rejected":
            self.reject(sent, status.reason or status.code or "the broker refused it")
        self._entry_over(sent, sent.approved.client_order_id)
        if sent.ended or sent.turned_up:
            self._leaving.cover()
            self._leaving.advance()

    def _not_sent(self, status: OrderStatus) -> None:
        """What moved is a protective order, or an order of an earlier run."""
        if self.guard.orders.get(status.client_order_id) is None and not protects(status):
            self._claims.sent.earlier.on_status(status)
            if (earlier := self._claims.sent.earlier.get(status.client_order_id)) is not None:
                self._entry_over(earlier, status.client_order_id)
        else:
            self._claims.sent.earlier.has_guard(status.parent_client_order_id)
            if self.guard.on_status(status):
                self._claims.waiting.stop_waiting()
            self.guard.tell("cancelled", self._claims.shares)
        self._leaving.advance()
        self._leaving.cover()

    def on_fill(self, client_order_id: str, signed: int) -> None:
        """Shares of an order of this agent filled: the position, what guards it, and who waited for it."""
        self._claims.shares += signed
        quantity, sent = abs(signed), self._claims.sent.get(client_order_id)
        if sent is not None:
            sent.fill(quantity)
            if sent.is_entry:
                self.guard.entered(sent.approved, quantity)
                self._entry_over(sent, sent.approved.client_order_id)
        elif (earlier := self._claims.sent.earlier.get(client_order_id)) is not None:
            earlier.fill(quantity)
            if earlier.is_entry:
                self.guard.entered_earlier(client_order_id, quantity)
                self._entry_over(earlier, client_order_id)
        else:
            self.guard.orders.on_fill(client_order_id, quantity)
        if (purpose := self.purpose(client_order_id)) in {"entry", "protect"}:
            self.guard.tell("replaced" if purpose == "entry" else "filled", self._claims.shares)
        self._leaving.advance()
        self._leaving.cover()

    def on_correction(self, client_order_id: str, signed: int, more: int) -> None:
        """An execution of an order of this agent was corrected: by `signed` shares of the position, and by so many `more` that
        the order filled, below 0 where they were taken back."""
        self._claims.shares += signed
        if (sent := self._claims.sent.get(client_order_id)) is not None:
            sent.corrected += more
        if self.purpose(client_order_id) == "entry":
            # Nobody says whether the children of an entry that still works follow a bust: they are counted as before.
            self.guard.orders.on_entry_fill(client_order_id, max(more, 0))
            self.guard.tell("replaced", self._claims.shares)
        self._leaving.advance()
        self._leaving.cover()

    def on_compared(self) -> None:
        """The bridge compared itself with the gateway, and everything it told until then is applied here."""
        self.guard.orders.compared()
        for sent in self._claims.sent.turned_up():
            sent.cancel_reason = ""  # asked once more, if it is still to end
        self._leaving.advance()
        self._leaving.cover()

    def reject(self, sent: SentOrder, reason: str) -> None:
        """It was refused, by the bridge or by the broker: what it was to close is guarded again, and nobody waits for it."""
        sent.ended = True
        self.guard.orders.drop(sent.approved.client_order_id)
        self._news.rejected(sent.approved.client_order_id, reason)
        self._leaving.cover()
        self._leaving.advance()

    def _entry_over(self, order: SentOrder | EarlierOrder, client_order_id: str) -> None:
        if order.is_entry and order.ended and not order.remaining:
            self.guard.orders.on_entry_ended(client_order_id)

    def on_change_refused(self, command_id: str, code: str) -> None:
        """A change of the protection was refused or never answered: nobody waits for it any longer."""
        if self.guard.on_refused(command_id):
            if code not in OVERTAKEN_CHANGE:
                self._claims.waiting.stop_waiting()
            self._leaving.advance()
            self._leaving.cover()

    def gives_way(self, client_order_id: str) -> bool:
        """Whether a protective order ends because we asked for it, with nothing unguarded that no exit claims."""
        return self.guard.gave_way(client_order_id, self._claims.free())

    def uncovered(self) -> int:
        """Shares that nothing guards and no exit closes."""
        return max(self._claims.free() - self.guard.orders.covered(), 0)
