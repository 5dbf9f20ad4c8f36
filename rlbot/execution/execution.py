"""The execution handler: carries approved orders to the broker and keeps the book of what became of them.

Hears: OrderApproved, OrderAccepted, OrderFilled, OrderCancelled, OrderRejected, KillActivated, SplitApplied.
Says: AlertRaised, when a report does not fit the book; OrderRejected, when an order's intent could not be stored.
Owns: the transitions in the order book.
"""

from __future__ import annotations

from collections.abc import Callable

from rlbot.bus import Bus
from rlbot.events.market import SplitApplied
from rlbot.events.ops import AlertRaised, KillActivated
from rlbot.events.trade import OrderAccepted, OrderApproved, OrderCancelled, OrderFilled, OrderRejected
from rlbot.execution.broker import Broker
from rlbot.execution.order_book import OrderBook
from rlbot.execution.orders import Impossible, WorkingOrder
from rlbot.journal.journal import Committed, JournalFailed
from rlbot.portfolio.ledger import Ledger

StoreIntent = Callable[[OrderApproved], Committed | JournalFailed]


class Execution:
    """Submits once, shrinks protection before a position shrinks, never resends."""

    def __init__(
        self,
        bus: Bus,
        broker: Broker,
        ledger: Ledger,
        orders: OrderBook | None = None,
        store_intent: StoreIntent | None = None,
    ) -> None:
        """`store_intent` is `Journal.commit_intent`; asked for by brokers whose orders leave this process.

        Raises ValueError when such a broker comes without it.
        """
        if broker.intent_first and store_intent is None:
            raise ValueError(f"{type(broker).__name__} sends orders out of this process: it needs a store for their intents")
        self._publish = bus.publish
        self._broker = broker
        self._ledger = ledger
        self.orders = OrderBook() if orders is None else orders
        self._store_intent = store_intent if broker.intent_first else None

    def on_order(self, event: OrderApproved) -> None:
        """Store the intent, make room in the protection, submit. A known id that has left before changes nothing."""
        self.orders.add(event)
        order = self.orders.get(event.client_order_id)
        if order is None or order.state != "approved":
            return
        if self._store_intent is not None and not self._stored(event, order, self._store_intent):
            return
        order.apply("submit")
        try:
            if not order.is_entry:
                held = int(abs(self._ledger.shares(event.agent_id)))
                uncommitted = max(held - self.orders.open_reducing(event.agent_id), 0)
                self._broker.shrink_protection(event.agent_id, event.symbol, uncommitted)
            self._broker.submit(event)
        except Exception:
            order.apply("lose")  # it may have reached the broker: open until somebody knows
            raise

    def _stored(self, event: OrderApproved, order: WorkingOrder, store: StoreIntent) -> bool:
        """Whether the order may leave now."""
        try:
            done = store(event)
        except Exception:
            order.apply("reject")
            self.orders.settle(order)
            raise
        if isinstance(done, JournalFailed):
            names = {"client_order_id": event.client_order_id, "agent_id": event.agent_id, "symbol": event.symbol}
            reason = f"Its intent could not be stored, so it did not leave. {done.sentence}"
            self._publish(OrderRejected(ts_ns=event.ts_ns, reason=reason, **names))
            self._publish(AlertRaised(ts_ns=event.ts_ns, severity="critical", code="intent_not_stored", text=reason))
            return False
        if done.intent_known:  # before a crash: it may have left then, and is not sent on a guess
            order.apply("submit")
            order.apply("lose")
            return False
        return True

    def on_accepted(self, event: OrderAccepted) -> None:
        """The broker has it."""
        self._report(event.ts_ns, self.orders.on_accepted(event))

    def on_fill(self, event: OrderFilled) -> None:
        """Book the fill; an overfill stays refused and somebody is told."""
        self._report(event.ts_ns, self.orders.on_fill(event))

    def on_cancelled(self, event: OrderCancelled) -> None:
        """It ended."""
        self._report(event.ts_ns, self.orders.on_cancelled(event))

    def on_rejected(self, event: OrderRejected) -> None:
        """The broker refused it."""
        self._report(event.ts_ns, self.orders.on_rejected(event))

    def on_kill(self, event: KillActivated) -> None:
        """End every working order that can add risk; protection stays."""
        self._broker.cancel_entries("", "killed")

    def on_split(self, event: SplitApplied) -> None:
        """Open orders count in new shares."""
        self.orders.on_split(event.symbol, event.factor)

    def on_lost(self, client_order_id: str) -> None:
        """Nobody answered for the order in time, or the link is gone: it is unresolved, which is not rejected."""
        order = self.orders.get(client_order_id)
        if order is not None:
            order.apply("lose")

    def cancel_entries(self, agent_id: str = "", reason: str = "requested") -> int:
        """Cancel working entries at the broker; the seam that risk is given."""
        return self._broker.cancel_entries(agent_id, reason)

    def _report(self, ts_ns: int, impossible: Impossible | None) -> None:
        if impossible is not None:
            self._publish(AlertRaised(ts_ns=ts_ns, severity="critical", code="order_report_impossible", text=impossible.detail))
