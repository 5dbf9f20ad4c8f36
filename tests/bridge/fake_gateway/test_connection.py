"""Connecting, leaving, coming back; and how fast a client may speak."""

from __future__ import annotations

import pytest

from rlbot.bridge.fake_gateway.faults.kinds import Fill, InUse, Midnight, RollBack
from rlbot.bridge.fake_gateway.settings import GatewaySettings
from rlbot.clock import from_iso
from tests.bridge.fake_gateway.raw_client import Client, World, encoded, errors, framed, of, order_fields, statuses

FAR_BELOW = 1.00
EXECUTIONS = (7, 3, 9, 0, "", "", "", "", "", "")


@pytest.mark.parametrize(("own", "newest", "spoken"), [(178, 226, 178), (178, 176, 176), (200, 226, 200), (178, 173, 173)])
def test_both_sides_speak_the_lower_of_their_newest_versions(own: int, newest: int, spoken: int) -> None:
    world = World(GatewaySettings(max_version=own, messages_per_second=None))
    client = Client(world.gateway, newest=newest)
    rows = client.connect()
    assert client.version == spoken
    assert rows[:2] == [["15", "1", "DU1234567"], ["9", "1", "1"]]
    assert [row[2] if spoken >= 194 else row[3] for row in of(rows, 4)] == ["2104", "2106", "2158"]


def test_nothing_follows_the_handshake_until_start_api_comes() -> None:
    world = World()
    client = Client(world.gateway)
    client.session.receive(b"API\0" + framed(b"v157..178"))
    assert [len(row) for row in client.rows()] == [2]
    assert client.ask(49, 1) == []
    world.advance(10)
    assert client.rows() == []
    assert [row[0] for row in client.ask(71, 2, 1, "")[:2]] == ["15", "9"]


def test_start_api_sent_along_with_the_range_is_taken() -> None:
    client = Client(World().gateway)
    client.session.receive(b"API\0" + framed(b"v157..178") + encoded(71, 2, 4, ""))
    assert [row[0] for row in client.rows()] == ["178", "15", "9", "4", "4", "4"]


@pytest.mark.parametrize(
    "hello", [b"GET / HTTP/1.1\r\n\r\n", b"API\0" + framed(b"hello"), b"API\0" + framed(b"v100..150"), b"\0" * 40]
)
def test_who_greets_wrongly_is_hung_up_on(hello: bytes) -> None:
    world = World()
    client = Client(world.gateway)
    client.session.receive(hello)
    assert client.hang_ups
    assert client.rows() == []
    assert world.gateway.sessions == []


def test_frame_above_the_limit_ends_that_connection_only() -> None:
    world = World()
    good, bad = world.client(1), world.client(2)
    bad.session.receive(b"\x7f\xff\xff\xff")
    assert bad.hang_ups
    assert good.ask(49, 1) == [["49", "1", str(world.gateway.timers.second)]]


@pytest.mark.parametrize("garbage", [b"", b"\0", b"abc\0", b"\xff\xfe\0\0", b"3\0", b"7\0" * 3, b"999\x001\0"])
def test_unreadable_request_is_answered_or_ignored_and_the_next_one_is_served(garbage: bytes) -> None:
    client = World().client()
    client.session.receive(framed(garbage))
    assert {code for _, code in errors(client.rows())} <= {320, 200}
    assert of(client.ask(49, 1), 49)


def test_second_client_of_the_same_id_is_told_326_and_hung_up_on_while_the_first_goes_on() -> None:
    world = World()
    first = world.client(7)
    second = Client(world.gateway, 7)
    assert errors(second.connect()) == [(-1, 326)]
    assert second.hang_ups
    assert of(first.ask(49, 1), 49)
    first.session.peer_closed()
    assert not errors(Client(world.gateway, 7).connect())[3:]


def test_lingering_session_is_faked_for_as_long_as_told() -> None:
    world = World()
    world.inject(InUse(seconds=30))
    assert errors(Client(world.gateway).connect()) == [(-1, 326)]
    world.advance(30)
    assert (-1, 326) not in errors(Client(world.gateway).connect())


def test_orders_outlive_their_connection_and_fills_meanwhile_are_there_to_be_asked_for() -> None:
    world = World()
    client = world.client()
    client.place(1, "BUY", 10, "LMT", limit=FAR_BELOW, ref="stays")
    client.place(2, "BUY", 10, "LMT", limit=FAR_BELOW, ref="fills")
    client.session.peer_closed()
    world.inject(Fill("fills"))
    client = Client(world.gateway)
    assert of(client.connect(), 9) == [["9", "1", "3"]]
    assert client.rows() == []
    assert statuses(client.ask(5, 1)) == [(1, "Submitted")]
    (fill,) = of(client.ask(*EXECUTIONS), 11)
    assert (fill[1], fill[2], fill[26]) == ("9", "2", "fills")
    (done,) = of(client.ask(99, 0), 101)
    assert done[22] == "fills"


def test_other_clients_orders_are_seen_by_who_asks_for_all() -> None:
    world = World()
    one, two = world.client(1), world.client(2)
    one.place(1, "BUY", 10, "LMT", limit=FAR_BELOW)
    assert two.rows() == []
    assert two.ask(5, 1) == [["53", "1"]]
    assert [row[24] for row in of(two.ask(16, 1), 5)] == ["1"]
    assert errors(two.ask(4, 1, 1, "")) == [(1, 10147)]
    assert of(two.place(1, "BUY", 5), 11)[0][2] == "1"  # ids are each client's own


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ((0, "", "", "", "", "", ""), 2),
        ((1, "", "", "", "", "", ""), 2),
        ((5, "", "", "", "", "", ""), 0),
        ((0, "DU1234567", "", "AAPL", "STK", "", "BUY"), 1),
        ((0, "DU9", "", "", "", "", ""), 0),
        ((0, "", "20260105-15:00:30", "", "", "", ""), 1),
        ((0, "", "20260105 10:00:30 US/Eastern", "", "", "", ""), 1),
        ((0, "", "", "", "", "", "SLD"), 1),
        ((0, "", "", "SPY", "", "", ""), 0),
    ],
)
def test_executions_are_filtered_as_asked(wanted: tuple[object, ...], count: int) -> None:
    world = World()
    client = world.client()
    client.place(1, "BUY", 10)
    world.advance(60)
    client.place(2, "SELL", 10)
    rows = client.ask(7, 3, 9, *wanted)
    assert len(of(rows, 11)) == count
    assert rows[-1] == ["55", "1", "9"]


def test_executions_and_completed_orders_are_forgotten_at_midnight_in_new_york() -> None:
    world = World(start_ns=from_iso("2026-01-06T04:59:50Z"))
    client = world.client()
    client.place(1, "BUY", 10)
    assert len(of(client.ask(*EXECUTIONS), 11)) == 1
    world.advance(11)
    assert client.ask(*EXECUTIONS)[-1:] == [["55", "1", "9"]]
    assert not of(client.ask(99, 0), 101)
    assert world.gateway.ledger.filled("1/1") == 0
    assert world.gateway.ledger.positions() == {"AAPL": 10}


def test_midnight_can_be_had_at_any_time() -> None:
    world = World()
    client = world.client()
    client.place(1, "BUY", 10)
    world.inject(Midnight())
    client.rows()
    assert client.ask(*EXECUTIONS) == [["55", "1", "9"]]


def test_rolled_back_ids_are_offered_again_though_they_were_used() -> None:
    world = World()
    client = world.client()
    for order_id in (1, 2, 3):
        client.place(order_id, "BUY", 10, ref=f"r{order_id}")
    world.inject(RollBack(by=2))
    client.session.peer_closed()
    client = Client(world.gateway)
    assert of(client.connect(), 9) == [["9", "1", "2"]]
    assert statuses(client.place(2, "SELL", 5, ref="other"))[-1] == (2, "Filled")


def test_a_live_order_keeps_its_id_through_a_roll_back() -> None:
    world = World()
    client = world.client()
    client.place(1, "BUY", 10, "LMT", limit=FAR_BELOW, ref="rests")
    world.inject(RollBack(by=5))
    assert errors(client.place(1, "SELL", 10, ref="other")) == [(1, 105)]


def test_more_than_fifty_messages_in_a_second_are_answered_with_a_hang_up() -> None:
    world = World(GatewaySettings())
    client = world.client()
    for _ in range(49):  # startApi was the first
        client.send(49, 1)
    assert client.hang_ups == 0
    client.send(49, 1)
    assert client.hang_ups
    assert errors(client.rows())[-1] == (-1, 100)
    assert world.gateway.ledger.events["pacing_violations"] == 1


def test_fifty_a_second_are_served_for_ever() -> None:
    world = World(GatewaySettings())
    client = world.client()
    for _ in range(5):
        world.advance(1)
        for _ in range(50):
            client.send(49, 1)
    assert client.hang_ups == 0
    assert world.gateway.ledger.busiest_second == 50


def test_account_values_and_positions_follow_an_execution() -> None:
    world = World()
    client = world.client()
    assert client.ask(61, 1) == [["62", "1"]]
    rows = client.ask(6, 2, 1, "DU1234567")
    assert {row[2]: row[3] for row in of(rows, 6)}["NetLiquidation"] == "1000000.00"
    assert rows[-1] == ["54", "1", "DU1234567"]
    rows = client.place(1, "BUY", 10)
    (position,) = of(rows, 61)
    assert position[14] == "10"
    assert float(position[15]) == pytest.approx(float(of(rows, 11)[0][20]) + 0.1)  # with the commission of 1 USD
    assert [row[13] for row in of(rows, 7)] == ["10"]
    values = {row[2]: float(row[3]) for row in of(rows, 6) if row[4] == "USD" and row[2] != "Currency"}
    assert values["NetLiquidation"] == pytest.approx(values["TotalCashValue"] + values["StockMarketValue"], abs=0.02)
    client.place(2, "SELL", 10)
    client.ask(64, 1)
    assert not of(client.place(3, "BUY", 10), 61)


def test_an_order_that_names_no_account_is_the_first_ones() -> None:
    world = World(GatewaySettings(accounts=("DU1", "DU2"), messages_per_second=None))
    client = Client(world.gateway)
    assert client.connect()[0] == ["15", "1", "DU1,DU2"]
    assert of(client.place(1, "BUY", 10), 11)[0][16] == "DU1"


def test_summary_and_multi_end_with_their_marks() -> None:
    client = World().client()
    rows = client.ask(62, 1, 5, "All", "NetLiquidation,BuyingPower")
    assert [row[4] for row in of(rows, 63)] == ["BuyingPower", "NetLiquidation"]
    assert rows[-1] == ["64", "1", "5"]
    assert client.ask(76, 1, 6, "DU1234567", "", 1)[-1] == ["74", "1", "6"]


def test_connections_and_unknown_messages_are_counted() -> None:
    world = World()
    client = world.client()
    client.send(21, 1)
    client.send(*order_fields(178, 1, "BUY", 1))
    assert world.gateway.ledger.events["connections"] == 1
    assert world.gateway.ledger.events["unknown_message_21"] == 1
    assert world.gateway.ledger.placed == {"1/1": 1}
