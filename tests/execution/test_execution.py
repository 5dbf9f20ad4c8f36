"""The execution handler: the intent first, protection before the exit, submit once, never resend."""

from __future__ import annotations

import pytest

from rlbot.bus import Bus
from rlbot.events.base import Purpose
from rlbot.events.market import SplitApplied
from rlbot.events.ops import AlertRaised, KillActivated
from rlbot.events.trade import OrderApproved, OrderRejected
from rlbot.execution.execution import Execution, StoreIntent
from rlbot.journal.journal import Committed, JournalFailed
from rlbot.portfolio.ledger import Ledger
from rlbot.portfolio.sub_ledger import SubLedgerPlan
from tests.execution.approved import approved, filled


class RecordingBroker:
    """Writes down what it is asked, in order."""

    def __init__(self, intent_first: bool = False) -> None:
        self.intent_first = intent_first
        self.asked: list[tuple[object, ...]] = []
        self.broken = False

    def submit(self, order: OrderApproved) -> None:
        if self.broken:
            raise ConnectionError("link lost")
        self.asked.append(("submit", order.client_order_id))

    def cancel(self, client_order_id: str, reason: str) -> None:
        self.asked.append(("cancel", client_order_id, reason))

    def cancel_entries(self, agent_id: str = "", reason: str = "killed") -> int:
        self.asked.append(("cancel_entries", agent_id, reason))
        return 0

    def shrink_protection(self, agent_id: str, symbol: str, quantity: int) -> None:
        self.asked.append(("shrink", agent_id, quantity))


class World:
    """Execution on a bus that carries its own reports back, as the engine wires it."""

    def __init__(self, broker: RecordingBroker, store: StoreIntent | None = None) -> None:
        bus = Bus()
        self.alerts: list[AlertRaised] = []
        self.rejected: list[OrderRejected] = []
        bus.on(AlertRaised, self.alerts.append)
        bus.on(OrderRejected, self.rejected.append)
        self.ledger = Ledger(bus, [SubLedgerPlan("a", "ABC", "1d", 1e5)])
        self.execution = Execution(bus, broker, self.ledger, store_intent=store)
        bus.on(OrderRejected, self.execution.on_rejected)


def build(broker: RecordingBroker) -> tuple[Execution, Ledger, list[AlertRaised]]:
    world = World(broker)
    return world.execution, world.ledger, world.alerts


def test_the_intent_is_stored_before_the_order_leaves() -> None:
    broker = RecordingBroker(intent_first=True)

    def store(order: OrderApproved) -> Committed:
        broker.asked.append(("intent", order.client_order_id))
        return Committed(1, 1)

    World(broker, store).execution.on_order(approved())
    assert broker.asked == [("intent", "a-1-e"), ("submit", "a-1-e")]


def test_a_broker_whose_orders_leave_the_process_is_refused_without_a_store() -> None:
    with pytest.raises(ValueError, match="intents"):
        World(RecordingBroker(intent_first=True))


def test_the_simulated_kind_asks_for_no_intent() -> None:
    broker = RecordingBroker()
    World(broker, lambda order: pytest.fail("nothing leaves this process")).execution.on_order(approved())
    assert broker.asked == [("submit", "a-1-e")]


@pytest.mark.parametrize("purpose", ["entry", "reduce"])
def test_an_intent_that_cannot_be_stored_keeps_the_order_here_and_says_so(purpose: Purpose) -> None:
    broker = RecordingBroker(intent_first=True)
    world = World(broker, lambda order: JournalFailed("the disk is full", "journal", "Make room."))
    world.execution.on_order(approved(purpose=purpose))
    assert broker.asked == []
    assert not world.execution.orders.has_open("a")
    assert [e.client_order_id for e in world.rejected] == ["a-1-e"]
    assert "Make room." in world.rejected[0].reason
    assert [a.code for a in world.alerts] == ["intent_not_stored"]


def test_a_store_that_breaks_keeps_the_order_here() -> None:
    broker = RecordingBroker(intent_first=True)

    def broken(order: OrderApproved) -> Committed:
        raise OSError("no such device")

    world = World(broker, broken)
    with pytest.raises(OSError, match="no such device"):
        world.execution.on_order(approved())
    assert broker.asked == [] and not world.execution.orders.has_open("a")


def test_an_intent_from_before_a_crash_is_not_sent_again_and_stays_open() -> None:
    broker = RecordingBroker(intent_first=True)
    world = World(broker, lambda order: Committed(0, 7, intent_known=True))
    world.execution.on_order(approved())
    order = world.execution.orders.get("a-1-e")
    assert order is not None and order.state == "unresolved" and broker.asked == []
    assert world.execution.orders.open_entering("a") == 100


def test_a_broken_submit_leaves_the_order_unresolved_and_is_not_repeated() -> None:
    broker = RecordingBroker()
    execution, _, _ = build(broker)
    broker.broken = True
    with pytest.raises(ConnectionError):
        execution.on_order(approved())
    broker.broken = False
    execution.on_order(approved())
    order = execution.orders.get("a-1-e")
    assert order is not None and order.state == "unresolved" and broker.asked == []


def test_the_same_order_twice_leaves_once() -> None:
    broker = RecordingBroker()
    execution, _, _ = build(broker)
    execution.on_order(approved())
    execution.on_order(approved())
    assert broker.asked == [("submit", "a-1-e")]


def test_protection_shrinks_before_a_reducing_order_leaves() -> None:
    broker = RecordingBroker()
    execution, ledger, _ = build(broker)
    ledger.on_fill(filled(approved("a-0-e", 100), 100, "x0"))
    execution.on_order(approved("a-1-r", 30, side="sell", purpose="reduce"))
    execution.on_order(approved("a-2-f", 70, side="sell", purpose="flatten"))
    assert broker.asked == [("shrink", "a", 70), ("submit", "a-1-r"), ("shrink", "a", 0), ("submit", "a-2-f")]


def test_an_overfill_is_told_and_not_booked() -> None:
    broker = RecordingBroker()
    execution, _, alerts = build(broker)
    order = approved()
    execution.on_order(order)
    execution.on_fill(filled(order, 101))
    assert [a.severity for a in alerts] == ["critical"] and "a-1-e" in alerts[0].text
    assert execution.orders.open_entering("a") == 100


def test_kill_cancels_entries_and_nothing_else() -> None:
    broker = RecordingBroker()
    execution, _, _ = build(broker)
    execution.on_kill(KillActivated(ts_ns=1, reason="hand", origin="shell"))
    assert broker.asked == [("cancel_entries", "", "killed")]


def test_lost_orders_stay_open_and_splits_reach_the_book() -> None:
    broker = RecordingBroker()
    execution, _, _ = build(broker)
    execution.on_order(approved())
    execution.on_lost("a-1-e")
    execution.on_split(SplitApplied(ts_ns=1, symbol="ABC", session_ns=0, factor=2.0))
    assert execution.orders.open_entering("a") == 200
