"""Whatever a broker does with the orders it has, and whatever is halted: exits pass, and no exit ever flips a position.

The broker here is hostile: it fills any working order, in any order, in any part, ignores cancellations or honours them,
loses orders. It keeps one promise of the contract: an entry never fills against the position it finds.
"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rlbot.bus import Bus
from rlbot.clock import ReplayClock
from rlbot.events.agent import DecisionMade
from rlbot.events.commands import Flatten, Kill
from rlbot.events.ops import HandlerFailed
from rlbot.events.trade import OrderApproved, OrderCancelled, OrderFilled
from rlbot.execution.execution import Execution
from rlbot.execution.order_book import OrderBook
from rlbot.execution.orders import WorkingOrder
from rlbot.portfolio.ledger import Ledger
from rlbot.portfolio.sub_ledger import SubLedgerPlan
from rlbot.risk.kill_switch import KillSwitch
from rlbot.risk.limits import RiskSeat
from rlbot.risk.risk_gate import RiskGate
from rlbot.settings.agent import LimitSettings
from rlbot.settings.platform import RiskSettings
from tests.execution.approved import filled

ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("decide"), st.floats(-1.5, 1.5)),
        st.tuples(st.just("decide"), st.just(0.0)),
        st.tuples(st.just("fill"), st.floats(0.0, 1.0)),
        st.tuples(st.just("cancel"), st.floats(0.0, 1.0)),
        st.tuples(st.just("lose"), st.floats(0.0, 1.0)),
        st.tuples(st.just("flatten"), st.just(0.0)),
        st.tuples(st.just("kill"), st.just(0.0)),
        st.tuples(st.just("halt"), st.just(0.0)),
    ),
    max_size=40,
)


class HostileBroker:
    """Takes everything, promises nothing."""

    intent_first = False

    def submit(self, order: OrderApproved) -> None: ...

    def cancel(self, client_order_id: str, reason: str) -> None: ...

    def cancel_entries(self, agent_id: str = "", reason: str = "killed") -> int:
        return 0

    def shrink_protection(self, agent_id: str, symbol: str, quantity: int) -> None: ...


class World:
    """The real gate, execution and ledger in front of the hostile broker."""

    def __init__(self) -> None:
        bus = self.bus = Bus()
        self.ledger = Ledger(bus, [SubLedgerPlan("a", "ABC", "1d", 10_000.0)])
        self.orders = OrderBook()
        self.execution = Execution(bus, HostileBroker(), self.ledger, self.orders)
        seat = RiskSeat("a", "ABC", 1.0, LimitSettings(allow_short=True))
        self.gate = RiskGate(
            bus,
            ReplayClock(),
            self.ledger,
            [seat],
            RiskSettings(orders_per_minute=5, stale_after_s=None),
            self.orders,
            KillSwitch(),
            self.execution.cancel_entries,
        )
        self.approved: list[OrderApproved] = []
        bus.on(OrderFilled, self.ledger.on_fill)
        bus.on(OrderFilled, self.execution.on_fill)
        bus.on(OrderCancelled, self.execution.on_cancelled)
        bus.on(DecisionMade, self.gate.on_decision)
        bus.on(OrderApproved, self.execution.on_order)
        bus.on(OrderApproved, self.approved.append)
        bus.on(Kill, self.gate.on_kill)
        bus.on(Flatten, self.gate.on_flatten)
        bus.on(HandlerFailed, self.gate.on_handler_failed)

    def pick(self, part: float) -> WorkingOrder | None:
        """A working order the broker may act on."""
        shares = self.ledger.shares("a")
        open_ = [o for o in self.orders.open_orders() if not (o.is_entry and shares * o.signed_remaining < 0.0)]
        return open_[int(abs(part) * 1_000.0) % len(open_)] if open_ else None

    def decide(self, step: int, weight: float) -> None:
        self.bus.publish(
            DecisionMade(
                ts_ns=step,
                agent_id="a",
                decision_id=f"a-{step:x}",
                symbol="ABC",
                bar_ns=step,
                close=100.0,
                action="hold",
                target_weight=weight,
                current_weight=0.0,
                confidence=1.0,
            )
        )

    def act(self, step: int, what: str, value: float) -> None:
        order = self.pick(value)
        if what == "decide":
            self.decide(step, value)
        elif what == "flatten":
            self.bus.publish(Flatten(ts_ns=step * 1_000_000_000, origin="test"))
        elif what == "kill":
            self.bus.publish(Kill(ts_ns=step, origin="test"))
        elif what == "halt":
            self.bus.publish(HandlerFailed(ts_ns=step, handler="h", event="e", error="x", critical=True))
        elif order is not None and what == "fill":
            quantity = max(round(order.remaining * value), 1)
            self.bus.publish(filled(order.approved, quantity, f"x{step}", commission=0.0))
        elif order is not None and what == "lose":
            self.execution.on_lost(order.approved.client_order_id)
        elif order is not None and what == "cancel":
            a = order.approved
            self.bus.publish(
                OrderCancelled(
                    ts_ns=step,
                    client_order_id=a.client_order_id,
                    agent_id="a",
                    symbol="ABC",
                    filled=order.filled,
                    reason="requested",
                )
            )


@settings(deadline=None, max_examples=300)
@given(actions=ACTIONS)
def test_no_exit_ever_flips_a_position(actions: list[tuple[str, float]]) -> None:
    world = World()
    world.decide(0, 1.0)
    for step, (what, value) in enumerate(actions, start=1):
        before = world.ledger.shares("a")
        order = world.pick(value) if what == "fill" else None
        world.act(step, what, value)
        after = world.ledger.shares("a")
        assert world.orders.open_reducing("a") <= abs(after)
        if order is not None and not order.is_entry:
            assert abs(after) < abs(before)
            assert after * before >= 0.0


@settings(deadline=None, max_examples=100)
@given(actions=ACTIONS)
def test_an_exit_is_never_blocked(actions: list[tuple[str, float]]) -> None:
    """After any history a target of flat leaves nothing uncovered: working exits claim the whole position."""
    world = World()
    world.decide(0, 1.0)
    for step, (what, value) in enumerate(actions, start=1):
        world.act(step, what, value)
    world.decide(1_000, 0.0)
    assert world.orders.open_reducing("a") == abs(world.ledger.shares("a"))


def test_entries_are_blocked_in_that_world_when_killed() -> None:
    """The property above must not hold because nothing is ever sent."""
    world = World()
    world.decide(0, 1.0)
    world.act(1, "fill", 1.0)
    assert world.ledger.shares("a") == 100.0
    world.act(2, "kill", 0.0)
    world.decide(3, 1.5)
    world.decide(4, -1.0)
    assert [o.purpose for o in world.approved] == ["entry", "reduce"]
