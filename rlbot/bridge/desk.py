"""One agent's side of the real broker: its position by its fills, its orders, its protection; who waits for whom.

Hears: what the bridge tells of this agent's orders.   Says: OrderAccepted, OrderCancelled, OrderRejected; commands.
Owns: the order of things that keeps two exits from ever closing more than is held:
- an exit waits until the bridge takes orders, and then until the protection has confirmed that it gave way, for its own shares
  only; where that is not confirmed in time, it shares the OCA group of what may still fill (`Protectives.beside`);
- an entry waits until nothing is left to close, and is ended if the position it finds is against it;
- what no exit claims and nothing guards is guarded again.
What a daily agent decides waits for the open first (`release.py`), and its protection stands whole until then.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable

from rlbot.bridge.commander import Commander
from rlbot.bridge.guard import OVERTAKEN_CHANGE, Guard
from rlbot.bridge.order_news import OrderNews
from rlbot.bridge.protective import protects
from rlbot.bridge.release import Release
from rlbot.bridge.sent_order import SentOrder
from rlbot.bridge.sent_orders import SentOrders
from rlbot.bridge.waiting import Waiting, WaitingOrders
from rlbot.bridge.wire.events import OrderStatus
from rlbot.clock import Clock
from rlbot.events.base import Event, Purpose
from rlbot.events.trade import OrderApproved

GIVE_WAY_NS = 5_000_000_000  # what protection has not answered by then will not hold up an exit


class BridgeDesk:
    """`shares`: signed, by what was filled here."""

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
        self.shares = 0
        self.guard = Guard(agent_id, symbol, publish, commander, clock)
        self._news = OrderNews(agent_id, symbol, publish, clock)
        self._release = release
        self._ask = commander
        self._clock = clock
        self._waiting = WaitingOrders()
        self._sent = SentOrders()
        self._rebuilding = False
        self._ceiling: int | None = None  # of shares to guard, from when an exit is announced until it is here

    # -- what the platform asks ----------------------------------------------------------------------------------------------

    def submit(self, order: OrderApproved) -> None:
        """Take it; it leaves as soon as it may."""
        self._wait(order)
        if order.purpose != "entry":
            self._ceiling = None
        self.advance()

    def cancel(self, client_order_id: str, reason: str) -> None:
        """End it if it still works."""
        if (waiting := self._waiting.find(client_order_id)) is not None:
            return self._end(waiting, reason)
        sent = self._sent.get(client_order_id)
        if sent is not None and not sent.ended:
            sent.cancel_reason = reason
            self._ask.cancel(client_order_id)

    def end_entries(self, reason: str) -> int:
        """Everything that can add risk is to end; the command for what is at the broker is the caller's. Returns how many."""
        waiting = self._waiting.entries()
        for one in waiting:
            self._end(one, reason)
        return len(waiting) + self._sent.end_entries(reason)

    def shrink(self, quantity: int) -> None:
        """The protection is to guard at most so many shares. Where exits may have to wait, it gives way when they go."""
        if self._release.takes_orders and not self._release.waits(self.agent_id):
            self._ceiling = quantity
            self.guard.shrink(quantity)

    # -- after a restart -----------------------------------------------------------------------------------------------------

    def rebuild(self, orders: Iterable[OrderApproved], ended: Container[str]) -> None:
        """Begin again with the orders that were approved before; what the bridge tells now is history, nothing is asked."""
        self._rebuilding = self.guard.silent = True
        for order in orders:
            self._sent.add(order, order.quantity, ended=order.client_order_id in ended)
            if order.purpose == "entry":
                self.guard.with_entry(order, order.quantity)

    def rebuilt(self) -> list[str]:
        """The bridge has told everything. Returns what is to be ended: orders it never heard of, entries of an earlier run.

        What waited for an open, and a flatten, waits again: the bridge obeys this start's epoch by now, so what an earlier one
        may have sent either stands in what was told or is refused.
        """
        self._rebuilding = self.guard.silent = False
        for order in [order for order in self._sent.unheard() if self._release.outlasts(order)]:
            self._sent.remove(order.client_order_id)
            self._wait(order)
        self.guard.orders.drop_unheard(unheard := [order.client_order_id for order in self._sent.unheard()])
        self.guard.tell("cancelled", self.shares)
        self.cover()
        self.advance()
        return [*unheard, *self._sent.earlier.entries()]

    # -- what the bridge tells -----------------------------------------------------------------------------------------------

    def owns(self, client_order_id: str) -> bool:
        """Whether the order is this agent's."""
        return client_order_id in self._sent or self.guard.orders.get(client_order_id) is not None

    def might_own(self, status: OrderStatus) -> bool:
        """The same, of what a desk that begins again has not heard of yet: a pair of its own, or an earlier run's orders."""
        return self.owns(status.client_order_id) or (self._rebuilding and status.agent_id == self.agent_id)

    def sent(self, client_order_id: str) -> SentOrder | None:
        """An order of ours that left, ended ones included."""
        return self._sent.get(client_order_id)

    def purpose(self, client_order_id: str) -> Purpose:
        """What an order of this agent is for."""
        return self._sent.purpose(client_order_id)

    def on_status(self, status: OrderStatus) -> None:
        """An order moved."""
        sent = self._sent.get(status.client_order_id)
        if sent is None:
            self._not_sent(status)
            return
        if not sent.news(status):
            return
        self._news.moved(sent, status)
        if status.status == "rejected":
            self.reject(sent, status.reason or status.code or "the broker refused it")
        elif sent.ended:
            self.cover()
            self.advance()

    def _not_sent(self, status: OrderStatus) -> None:
        """What moved is a protective order, or an order of an earlier run."""
        if self.guard.orders.get(status.client_order_id) is None and not protects(status):
            self._sent.earlier.on_status(status)
        else:
            self._sent.earlier.has_guard(status.parent_client_order_id)
            if self.guard.on_status(status):
                self._waiting.stop_waiting()
            self.guard.tell("cancelled", self.shares)
        self.advance()
        self.cover()

    def on_fill(self, client_order_id: str, signed: int) -> None:
        """Shares of an order of this agent filled: the position, what guards it, and who waited for it."""
        self.shares += signed
        quantity, sent = abs(signed), self._sent.get(client_order_id)
        if sent is not None:
            sent.fill(quantity)
            if sent.is_entry:
                self.guard.entered(sent.approved, quantity)
        elif (earlier := self._sent.earlier.get(client_order_id)) is not None:
            earlier.fill(quantity)
            if earlier.is_entry:
                self.guard.entered_earlier(client_order_id, quantity)
        else:
            self.guard.orders.on_fill(client_order_id, quantity)
        if (purpose := self.purpose(client_order_id)) in {"entry", "protect"}:
            self.guard.tell("replaced" if purpose == "entry" else "filled", self.shares)
        self.advance()
        self.cover()

    def on_correction(self, signed: int) -> None:
        """An execution was corrected by so many shares."""
        self.shares += signed
        self.advance()

    def reject(self, sent: SentOrder, reason: str) -> None:
        """It was refused, by the bridge or by the broker: what it was to close is guarded again, and nobody waits for it."""
        sent.ended = True
        self.guard.orders.drop(sent.approved.client_order_id)
        self._news.rejected(sent.approved.client_order_id, reason)
        self.cover()
        self.advance()

    def on_change_refused(self, command_id: str, code: str) -> None:
        """A change of the protection was refused or never answered: nobody waits for it any longer."""
        if self.guard.on_refused(command_id):
            if code not in OVERTAKEN_CHANGE:
                self._waiting.stop_waiting()
            self.advance()
            self.cover()

    def gives_way(self, client_order_id: str) -> bool:
        """Whether a protective order ends because we asked for it, with nothing unguarded that no exit claims."""
        return self.guard.gave_way(client_order_id, self._free())

    def uncovered(self) -> int:
        """Shares that nothing guards and no exit closes."""
        return max(self._free() - self.guard.orders.covered(), 0)

    # -- who may go ----------------------------------------------------------------------------------------------------------

    def advance(self) -> None:
        """Let go what need not wait any more: exits first, then entries."""
        if self._rebuilding:
            return
        for waiting in self._waiting:
            if waiting.held and not self._may_leave(waiting):
                continue
            if waiting.is_entry:
                self._enter(waiting)
            elif not self._release.takes_orders:
                waiting.held = True  # it would be refused: what gave way for it is guarded again as soon as that is possible
            elif self._given_way(waiting):
                self._exit(waiting)
        if self.guard.lacking:
            self.cover()

    def _wait(self, order: OrderApproved) -> None:
        self._waiting.add(Waiting(order, self._release.slot(order), self._clock.now_ns()))

    def _may_leave(self, waiting: Waiting) -> bool:
        """Whether what it waits for has come. An exit's protection gives way then; an entry is looked at until it leaves, for
        it may find an exit before it."""
        order, slot = waiting.approved, waiting.slot
        verdict = self._release.at_once(order, waiting.since_ns) if slot is None else self._release.verdict(order, slot)
        if verdict.word == "end":
            self._end(waiting, verdict.reason)
        elif verdict.word == "go" and not waiting.is_entry:
            waiting.held = False
            waiting.until_ns = self._clock.now_ns() + GIVE_WAY_NS
        return verdict.word == "go"

    def _given_way(self, exit_: Waiting) -> bool:
        """Whether it may go. What it finds guarded may be more by now, or less held, than when it was let go."""
        if self._clock.now_ns() >= exit_.until_ns:
            return True
        self.guard.shrink(self._free())
        return self.guard.orders.settled

    def _end(self, waiting: Waiting, reason: str) -> None:
        self._waiting.remove(waiting)
        self._news.cancelled(waiting.approved, 0, reason)
        self.cover()

    def _enter(self, waiting: Waiting) -> None:
        order = waiting.approved
        if self._closing() or self._waiting.exits():
            waiting.behind = True
            return
        self._waiting.remove(waiting)
        signed = order.quantity if order.side == "buy" else -order.quantity
        if self.shares * signed < 0:
            self._news.cancelled(order, 0, "against the position")
        else:
            self._send(waiting, order.quantity, None)

    def _exit(self, waiting: Waiting) -> None:
        order = waiting.approved
        closes = self.shares > 0 if order.side == "sell" else self.shares < 0
        held = abs(self.shares) - self._closing() if closes else 0
        if held <= 0:
            self._end(waiting, "flat")
            return
        quantity, oca_group = self.guard.orders.beside(min(order.quantity, held), held)
        if quantity > 0:
            self._waiting.remove(waiting)
            self._send(waiting, quantity, oca_group)

    def _send(self, waiting: Waiting, quantity: int, oca_group: str | None) -> None:
        order, slot = waiting.approved, waiting.slot
        self._sent.add(order, quantity)
        if order.purpose == "entry":
            self.guard.with_entry(order, quantity)
        if slot is not None and not waiting.behind:
            self._release.left_late(order, slot)
        self._ask.submit(order, quantity, oca_group, "DAY" if slot is None else self._release.tif(slot))

    def _closing(self) -> int:
        """Shares that working exits will still close, or have closed by what is told and not yet booked."""
        return self._sent.closing() + self.guard.orders.unbooked()

    def _free(self) -> int:
        """Shares that no exit claims."""
        return abs(self.shares) - self._closing() - self._waiting.leaving()

    def cover(self) -> None:
        """Guard again what an exit gave back, or what lost its guard, at the levels in force before."""
        if self._rebuilding:
            return
        if self._release.takes_orders:
            self.guard.cover(self.shares, min(self._free(), self._ceiling if self._ceiling is not None else abs(self.shares)))
        else:
            self.guard.lacking = True
