"""What every broker must do. A test module names its brokers in a dict and runs this suite over them:

    BROKERS = {"simulated": simulated_world}
    @pytest.fixture(params=list(BROKERS.values()), ids=list(BROKERS))
    def world(request) -> BrokerWorld: return request.param()
    from tests.contracts.broker import *  # with F403 waived: the suite is the import

A world is a broker that trades ABC for the agents `a` and `b`, what it published, and a way to let the market move.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from rlbot.events.base import Event
from rlbot.events.trade import (
    OrderAccepted,
    OrderCancelled,
    OrderFilled,
    OrderRejected,
    ProtectionPlaced,
    ProtectionRemoved,
)
from rlbot.execution.broker import Broker
from tests.execution.approved import approved

E = TypeVar("E")


@dataclass
class BrokerWorld:
    """`trade(price, low=..., high=...)`: the market opens at `price`, so that working orders fill, and closes there."""

    broker: Broker
    said: list[Event]
    trade: Callable[..., None]

    def heard(self, kind: type[E]) -> list[E]:
        """Everything of `kind` said so far."""
        return [event for event in self.said if isinstance(event, kind)]


def test_a_submitted_order_is_accepted_then_filled_once(world: BrokerWorld) -> None:
    world.broker.submit(approved(quantity=10))
    world.trade(100.0)
    world.trade(100.0)
    assert [e.client_order_id for e in world.heard(OrderAccepted)] == ["a-1-e"]
    assert [(f.client_order_id, f.side, f.quantity, f.agent_id) for f in world.heard(OrderFilled)] == [
        ("a-1-e", "buy", 10, "a")
    ]


def test_a_known_id_changes_nothing(world: BrokerWorld) -> None:
    world.broker.submit(approved(quantity=10))
    world.broker.submit(approved(quantity=10))
    world.trade(100.0)
    world.broker.submit(approved(quantity=10))
    world.trade(100.0)
    assert sum(f.quantity for f in world.heard(OrderFilled)) == 10


def test_exec_ids_are_unique(world: BrokerWorld) -> None:
    world.broker.submit(approved("a-1-e", 10))
    world.broker.submit(approved("b-1-e", 10, agent_id="b"))
    world.trade(100.0)
    world.broker.submit(approved("a-2-r", 10, side="sell", purpose="reduce"))
    world.trade(100.0)
    ids = [f.exec_id for f in world.heard(OrderFilled)]
    assert len(ids) == 3 == len(set(ids))


def test_an_order_for_nobody_is_rejected_not_lost(world: BrokerWorld) -> None:
    world.broker.submit(approved("z-1-e", agent_id="z"))
    world.trade(100.0)
    assert [e.client_order_id for e in world.heard(OrderRejected)] == ["z-1-e"]
    assert world.heard(OrderFilled) == []


def test_a_cancelled_order_does_not_fill(world: BrokerWorld) -> None:
    world.broker.submit(approved())
    world.broker.cancel("a-1-e", "requested")
    world.broker.cancel("unknown", "requested")
    world.trade(100.0)
    assert [(e.client_order_id, e.filled, e.reason) for e in world.heard(OrderCancelled)] == [("a-1-e", 0, "requested")]
    assert world.heard(OrderFilled) == []


def test_cancel_entries_leaves_exits_and_protection(world: BrokerWorld) -> None:
    world.broker.submit(approved("a-1-e", 10, stop=90.0))
    world.trade(100.0)
    world.broker.submit(approved("a-2-e", 10))
    world.broker.submit(approved("a-2-r", 4, side="sell", purpose="reduce"))
    assert world.broker.cancel_entries() == 1
    world.trade(100.0)
    assert [e.client_order_id for e in world.heard(OrderCancelled)] == ["a-2-e"]
    assert [f.client_order_id for f in world.heard(OrderFilled)] == ["a-1-e", "a-2-r"]
    world.trade(95.0, low=85.0)
    assert world.heard(OrderFilled)[-1].kind == "stop_loss"


def test_cancel_entries_can_mean_one_agent(world: BrokerWorld) -> None:
    world.broker.submit(approved("a-1-e"))
    world.broker.submit(approved("b-1-e", agent_id="b"))
    assert world.broker.cancel_entries("b", "replaced") == 1
    assert [(e.client_order_id, e.reason) for e in world.heard(OrderCancelled)] == [("b-1-e", "replaced")]


def test_protection_stands_from_the_fill_on_and_ends_with_the_position(world: BrokerWorld) -> None:
    world.broker.submit(approved(quantity=10, stop=90.0, profit=120.0))
    world.trade(100.0)
    placed = world.heard(ProtectionPlaced)[-1]
    assert (placed.quantity, placed.stop_loss_price, placed.take_profit_price) == (10, 90.0, 120.0)
    world.trade(110.0, high=121.0)
    exit_ = world.heard(OrderFilled)[-1]
    assert (exit_.kind, exit_.purpose, exit_.side, exit_.quantity) == ("take_profit", "protect", "sell", 10)
    assert world.heard(ProtectionRemoved)[-1].reason == "filled"
    world.trade(80.0, low=70.0)
    assert len(world.heard(OrderFilled)) == 2


def test_shrunk_protection_covers_less(world: BrokerWorld) -> None:
    world.broker.submit(approved(quantity=10, stop=90.0))
    world.trade(100.0)
    world.broker.shrink_protection("a", "ABC", 6)
    assert world.heard(ProtectionPlaced)[-1].quantity == 6
    world.broker.shrink_protection("a", "ABC", 9)
    assert world.heard(ProtectionPlaced)[-1].quantity == 6


def test_two_exits_never_sell_more_than_is_held(world: BrokerWorld) -> None:
    world.broker.submit(approved(quantity=10, stop=90.0))
    world.trade(100.0)
    world.broker.shrink_protection("a", "ABC", 0)
    world.broker.submit(approved("a-2-r", 10, side="sell", purpose="reduce"))
    world.trade(95.0, low=80.0)
    world.trade(85.0, low=70.0)
    assert sum(f.quantity for f in world.heard(OrderFilled) if f.side == "sell") == 10


def test_an_entry_never_fills_against_the_position_it_finds(world: BrokerWorld) -> None:
    world.broker.submit(approved("a-1-e", 10))
    world.trade(100.0)
    world.broker.submit(approved("a-2-e", 4, side="sell"))
    world.trade(100.0)
    assert [e.client_order_id for e in world.heard(OrderCancelled)] == ["a-2-e"]
    assert sum(f.quantity for f in world.heard(OrderFilled)) == 10
