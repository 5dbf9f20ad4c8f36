"""What the session tells an order that waits for the open: that the account was compared, wholly and not in the past."""

from __future__ import annotations

from pathlib import Path

from rlbot.bridge.bridge_broker import BridgeBroker
from rlbot.bridge.commander import Commander
from rlbot.bridge.release import Opening
from rlbot.bridge.wire.commands import OrderSubmit, ReconcileRequest
from rlbot.bridge.wire.state import FeedState
from rlbot.bus import Bus
from rlbot.clock import from_iso
from tests.bridge.opening_world import CHECK, DECIDED, RELEASE
from tests.bridge.talk import SECOND_NS, Talk, replayed
from tests.execution.approved import approved


def waiting(folder: Path) -> Talk:
    """A daily agent's entry, in the minute before its release; the bridge is up and was heard."""
    talk = Talk(folder)
    talk.wall.advance_to(from_iso(DECIDED))
    session = talk.session
    commander = Commander(talk.sent.append, talk.wall, lambda: f"o{len(talk.sent)}", session.account, session.epoch)
    opening = Opening(frozenset({"a"}), takes_orders=lambda: session.watch.takes_orders)
    session.broker = BridgeBroker(Bus(), {"a": "ABC"}, commander, talk.wall, opening=opening)
    talk.state()
    replayed(talk, 0)
    session.broker.submit(approved("a-1-e", 10, ts_ns=talk.wall.now_ns()))
    talk.sent.clear()
    talk.wall.advance_to(from_iso(CHECK))
    talk.state()
    session.tick()
    return talk


def released(talk: Talk) -> list[tuple[str, str]]:
    talk.wall.advance_to(from_iso(RELEASE))
    talk.state()
    talk.session.tick()
    return [(c.client_order_id, c.tif) for c in talk.asked(OrderSubmit)]


def test_a_whole_comparison_lets_it_go(tmp_path: Path) -> None:
    talk = waiting(tmp_path)
    assert len(talk.asked(ReconcileRequest)) == 1
    talk.positions(1, 0)
    assert released(talk) == [("a-1-e", "OPG")]


def test_one_that_is_not_whole_or_is_told_again_or_sees_what_is_not_booked_yet_does_not(tmp_path: Path) -> None:
    talk = waiting(tmp_path)
    talk.positions(1, 0, complete=False)
    talk.positions(2, 0, replay=True)
    talk.positions(9, 0)
    assert released(talk) == []


def test_orders_that_are_closed_stand_in_its_way_and_delayed_prices_do_not(tmp_path: Path) -> None:
    talk = waiting(tmp_path)
    talk.positions(1, 0)
    talk.wall.advance_to(from_iso(RELEASE))
    talk.state(orders="closed", orders_reason="blackout")
    talk.session.tick()
    assert talk.asked(OrderSubmit) == []
    talk.state(feeds={"ABC": FeedState(interval="5s", delayed=True, status="ok")})
    talk.session.tick()
    assert [c.client_order_id for c in talk.asked(OrderSubmit)] == ["a-1-e"]


def test_an_entry_waits_for_the_second_look_at_positions_that_did_not_add_up(tmp_path: Path) -> None:
    talk = waiting(tmp_path)
    talk.wall.advance_to(from_iso(RELEASE) - SECOND_NS)
    talk.positions(1, 7)
    assert released(talk) == [], "the account was compared, and does not add up"
    talk.positions(2, 0)
    assert [(c.client_order_id, c.tif) for c in talk.asked(OrderSubmit)] == [("a-1-e", "OPG")]
