"""An entry that waited for the open is held against the rules once more before it leaves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from rlbot.clock import from_iso
from rlbot.events.commands import Flatten, Kill
from rlbot.events.market import MarkUpdated
from rlbot.events.trade import OrderApproved
from rlbot.risk.limits import NO_ACCOUNT_LIMITS
from rlbot.settings.platform import RiskSettings
from tests.risk.trading_path import TradingPath, agent, flat_day

OPEN_NS = from_iso("2022-01-10T14:30:00Z")


def waiting(path: TradingPath, weight: float = 0.5) -> OrderApproved:
    """The entry of a decision at the close of the first day; nothing has filled."""
    path.play(flat_day(0, 100.0))
    path.decide(weight, flat_day(0, 100.0))
    return path.heard(OrderApproved)[-1]


def rule(path: TradingPath, order: OrderApproved) -> str:
    refusal = path.gate.second_look(order, OPEN_NS)
    return "" if refusal is None else refusal.rule


@pytest.mark.parametrize("weight", [1.0, -0.5])
def test_nothing_stands_against_an_entry_where_nothing_changed(weight: float) -> None:
    """Least room everywhere: the order itself is in the book, and must not be counted against itself."""
    tight = RiskSettings(max_exposure=1.0, max_exposure_per_asset=1.0, buying_power=0.5, orders_per_minute=1)
    path = TradingPath(agent(limits={"orders_per_day": 1, "allow_short": True}), account=tight)
    order = waiting(path, weight)
    assert rule(path, order) == ""


def test_nor_where_it_was_halved_in_a_drawdown_when_it_was_sized() -> None:
    path = TradingPath(agent(limits={"drawdown_reduce": 0.05}))
    path.play(flat_day(0, 100.0))
    path.decide(1.0, flat_day(0, 100.0))
    path.play(flat_day(1, 100.0))
    path.play(flat_day(2, 90.0))
    path.decide(0.0, flat_day(2, 90.0))
    path.play(flat_day(3, 90.0))
    path.decide(1.0, flat_day(3, 90.0))
    order = path.heard(OrderApproved)[-1]
    assert order.purpose == "entry" and 240 < order.quantity < 300, "half of what was wanted"
    assert rule(path, order) == ""


def test_a_kill_and_a_flatten_and_a_halt_of_the_night_stand_against_it() -> None:
    changes: dict[str, Callable[[TradingPath], None]] = {
        "kill_switch": lambda path: path.bus.publish(Kill(ts_ns=1, reason="night", origin="test")),
        "flattening": lambda path: path.bus.publish(Flatten(ts_ns=1, agent_id="a", origin="test")),
        "position_mismatch": lambda path: path.gate.halt("position_mismatch", "does not add up", 1),
    }
    for name, change in changes.items():
        path = TradingPath(agent())
        held = waiting(path)
        path.play(flat_day(1, 100.0))  # it fills: there is something to flatten
        order = replace(held, client_order_id="a-2-e", quantity=10)
        change(path)
        assert rule(path, order) == name


def test_a_price_that_left_the_collar_overnight_stands_against_it() -> None:
    path = TradingPath(agent(), account=NO_ACCOUNT_LIMITS.model_copy(update={"price_collar": 0.1}))
    order = waiting(path)
    assert rule(path, order) == ""
    path.bus.publish(MarkUpdated(ts_ns=order.ts_ns + 1, symbol="ABC", price=112.0))
    assert rule(path, order) == "price_collar"


def test_room_that_others_took_overnight_stands_against_all_of_it() -> None:
    path = TradingPath(agent("a"), agent("b"), account=NO_ACCOUNT_LIMITS.model_copy(update={"max_exposure": 0.5}))
    path.play(flat_day(0, 100.0))
    path.decide(0.5, flat_day(0, 100.0), agent_id="b")
    path.play(flat_day(1, 100.0))
    path.decide(0.49, flat_day(1, 100.0))
    order = path.heard(OrderApproved)[-1]
    assert rule(path, order) == ""
    path.bus.publish(MarkUpdated(ts_ns=order.ts_ns + 1, symbol="ABC", price=115.0))
    assert rule(path, order) == "exposure", "some of it would fit; its size is not worked out again"


def test_what_was_decided_at_a_close_is_as_old_as_the_session_it_was_meant_for() -> None:
    path = TradingPath(agent(), account=NO_ACCOUNT_LIMITS.model_copy(update={"stale_after_s": 900.0}))
    order = waiting(path)
    path.clock.advance_to(OPEN_NS - 1)
    assert rule(path, order) == "", "fresh all night"
    path.clock.advance_to(OPEN_NS + 900_000_000_000)
    assert rule(path, order) == ""
    path.clock.advance_to(OPEN_NS + 901_000_000_000)
    assert rule(path, order) == "stale_data"


def test_an_entry_of_a_flip_is_looked_at_as_if_the_exit_before_it_had_filled() -> None:
    tight = NO_ACCOUNT_LIMITS.model_copy(update={"max_exposure": 1.0})
    path = TradingPath(agent(limits={"allow_short": True}), account=tight)
    path.play(flat_day(0, 100.0))
    path.decide(0.9, flat_day(0, 100.0))
    path.play(flat_day(1, 100.0))
    path.decide(-0.9, flat_day(1, 100.0))
    exit_, entry = path.heard(OrderApproved)[-2:]
    assert (exit_.purpose, entry.purpose) == ("reduce", "entry")
    assert rule(path, entry) == ""
    assert rule(path, replace(entry, quantity=2 * entry.quantity)) == "position_size"


def test_what_reduces_is_never_stood_against() -> None:
    path = TradingPath(agent())
    waiting(path)
    path.play(flat_day(1, 100.0))
    path.decide(0.0, flat_day(1, 100.0))
    path.bus.publish(Kill(ts_ns=1, reason="night", origin="test"))
    assert rule(path, path.heard(OrderApproved)[-1]) == ""
