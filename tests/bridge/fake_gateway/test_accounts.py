"""A login with several accounts: each has its own cash and positions, and an order says whose it is."""

from __future__ import annotations

import pytest

from rlbot.bridge.fake_gateway.faults.kinds import LatePositions, ManualTrade
from rlbot.bridge.fake_gateway.settings import GatewaySettings
from tests.bridge.fake_gateway.raw_client import World, errors, of

TWO = GatewaySettings(accounts=("DU1", "DU2"), messages_per_second=None)


def test_an_order_trades_in_the_account_it_names() -> None:
    world = World(TWO)
    client = world.client()
    client.ask(61, 1)
    told = client.place(1, "BUY", 10, ref="r", account="DU2")
    accounts = world.gateway.accounts
    assert (accounts["DU1"].position("AAPL"), accounts["DU2"].position("AAPL")) == (0, 10)
    assert accounts["DU1"].cash == 1_000_000.0 > accounts["DU2"].cash
    assert {row[2] for row in of(told, 61)} == {"DU2"} == {row[16] for row in of(told, 11)}


def test_positions_and_values_are_told_under_their_accounts_name() -> None:
    world = World(TWO)
    world.inject(ManualTrade("AAPL", 5))
    world.inject(ManualTrade("AAPL", -7, "DU2"))
    client = world.client()
    told = of(client.ask(61, 1), 61)
    assert [(row[2], row[14]) for row in told] == [("DU1", "5"), ("DU2", "-7")]
    values = of(client.ask(6, 2, 1, "DU2"), 6)
    assert values and {row[5] for row in values} == {"DU2"}


@pytest.mark.parametrize("account", ["DU3", "du1"])
def test_an_account_of_nobody_is_refused(account: str) -> None:
    client = World(TWO).client()
    assert errors(client.place(1, "BUY", 10, ref="r", account=account)) == [(1, 321)]


def test_positions_that_are_late_are_told_as_they_were_and_then_as_they_are() -> None:
    world = World()
    world.inject(ManualTrade("AAPL", 5))
    client = world.client()
    client.ask(61, 1)
    world.inject(LatePositions(seconds=3))
    told = client.place(1, "BUY", 10, ref="r")
    assert of(told, 11) and {row[14] for row in of(told, 61)} == {"5"}
    assert [row[14] for row in of(client.ask(61, 1), 61)] == ["5"]
    world.advance(3)
    assert [row[14] for row in of(client.rows(), 61)] == ["15"]
    assert [row[14] for row in of(client.ask(61, 1), 61)] == ["15"]
