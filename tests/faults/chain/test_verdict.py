"""The judge itself: what a gateway with its orders laid out by hand must be called."""

from __future__ import annotations

import pytest

from rlbot.bridge.fake_gateway.gateway import FakeGateway
from rlbot.bridge.fake_gateway.market.instruments import by_symbol
from rlbot.bridge.fake_gateway.orders.order import OrderTerms
from rlbot.bridge.fake_gateway.settings import GatewaySettings
from rlbot.clock import ReplayClock
from rlbot.events.trade import OrderApproved
from tests.execution.approved import approved, filled
from tests.faults.chain.core import ACCOUNT, AGENT, SYMBOL, Journal
from tests.faults.chain.verdict import verdict

REDUCE = 3  # OCA type


class Scene:
    """Orders at the gateway, and what the core has of them."""

    def __init__(self, *, stop: float = 50.0) -> None:
        self.gateway = FakeGateway(GatewaySettings(), ReplayClock())
        self.journal = Journal()
        self._stop = stop
        self._ids = 0

    def order(self, name: str, shares: int, kind: str = "MKT", *, side: str = "SELL", group: str = "") -> None:
        """A stop far below the market rests, as a limit far above does; a market order fills."""
        self._ids += 1
        terms = OrderTerms(
            *(by_symbol(SYMBOL), "SMART", side, shares, kind),
            limit_price=900.0 if kind == "LMT" else None,
            stop_price=50.0 if kind == "STP" else None,
            oca_group=group,
            oca_type=REDUCE,
            account=ACCOUNT,
            order_ref=name,
        )
        self.gateway.desk.place(1, self._ids, terms)

    def enter(self, shares: int, booked: int | None = None) -> None:
        """Bought at the gateway; `booked` of it in the core's ledger."""
        name = f"{AGENT}-1-e"
        order: OrderApproved = approved(name, shares, stop=self._stop, agent_id=AGENT, symbol=SYMBOL)
        self.journal.approved.append(order)
        self.journal.said.append(filled(order, shares if booked is None else booked))
        self.order(name, shares, side="BUY")

    def verdict(self) -> str:
        return verdict(self.gateway, self.journal)


def test_a_position_with_a_stop_for_every_share_is_right() -> None:
    scene = Scene()
    scene.enter(20)
    scene.order("agent-1-e.sl", 15, "STP", group="one")
    scene.order("agent-1-e.tp", 15, "LMT", group="one")
    scene.order("agent-2s", 5, "STP", group="two")
    assert scene.verdict() == ""


@pytest.mark.parametrize("shares", [0, 19])
def test_shares_without_a_stop_are_named(shares: int) -> None:
    scene = Scene()
    scene.enter(20)
    scene.order("agent-1-e.tp", 20, "LMT", group="one")
    if shares:
        scene.order("agent-1-e.sl", shares, "STP", group="one")
    assert scene.verdict() == f"20 held, and stops for {shares} at the gateway"


def test_a_position_whose_entry_carried_no_stop_needs_none() -> None:
    scene = Scene(stop=0.0)
    scene.enter(20)
    assert scene.verdict() == ""


@pytest.mark.parametrize("group", ["", "two"])
def test_stops_and_exits_that_could_close_more_than_is_held_are_named(group: str) -> None:
    scene = Scene()
    scene.enter(20)
    scene.order("agent-1-e.sl", 20, "STP", group="one")
    scene.order("agent-2-r", 1, "LMT", group=group)
    assert scene.verdict().startswith("20 held, and 21 could be closed: agent-1-e.sl 20 in 'one', agent-2-r 1")


def test_an_exit_in_the_group_of_the_stop_closes_no_more_than_the_stop_would() -> None:
    scene = Scene()
    scene.enter(20)
    scene.order("agent-1-e.sl", 20, "STP", group="one")
    scene.order("agent-2-r", 20, "LMT", group="one")
    assert scene.verdict() == ""


def test_a_stop_left_behind_without_a_position_is_named() -> None:
    scene = Scene()
    scene.order("agent-1-e.sl", 20, "STP", group="one")
    assert scene.verdict().startswith("0 held, and 20 could be closed")


def test_a_difference_is_excused_by_a_halt_that_stands_and_names_it_alone() -> None:
    scene = Scene()
    scene.enter(20, booked=10)
    scene.order("agent-1-e.sl", 20, "STP", group="one")
    differs = "the ledger has 10, the gateway 20"
    assert scene.verdict() == differs
    scene.journal.halts.append(f"{SYMBOL}: the account holds 20, the agents' fills add up to 10")
    assert scene.verdict() == differs, "that one was lifted"
    scene.journal.standing["position_mismatch"] = "TNA: the account holds 20, the agents' fills add up to 10"
    assert scene.verdict() == differs, "that one names another"
    scene.journal.standing["position_mismatch"] = scene.journal.halts[0]
    assert scene.verdict() == ""


def test_a_halt_that_stands_while_nothing_differs_is_named() -> None:
    scene = Scene()
    scene.enter(20)
    scene.order("agent-1-e.sl", 20, "STP", group="one")
    scene.journal.standing["position_mismatch"] = "AAPL: the account holds 0, the agents' fills add up to 20"
    assert scene.verdict().startswith("halted, though nothing differs")


def test_a_stop_that_stands_twice_is_excused_once_the_halt_names_it() -> None:
    scene = Scene()
    scene.enter(20)
    scene.order("agent-1-e.sl", 20, "STP", group="one")
    scene.order("agent-1-e.sl", 20, "STP", group="one")
    assert scene.verdict() == "20 held, and stops for 40 at the gateway"
    scene.journal.standing["order_mismatch"] = (
        "Orders do not agree. AAPL: agent-1-e.sl stands twice at the broker, as 1 and as 2"
    )
    assert scene.verdict() == ""
