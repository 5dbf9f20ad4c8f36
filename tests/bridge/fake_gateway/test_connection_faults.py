"""Faults of the connection: cut, frozen, restarted, late, in pieces, garbled, without its link."""

from __future__ import annotations

import pytest

from rlbot.bridge.fake_gateway.faults import garbage
from rlbot.bridge.fake_gateway.faults.kinds import (
    CutAfter,
    CutBefore,
    Drop,
    Fill,
    Freeze,
    Garbage,
    Latency,
    LinkLost,
    Restart,
    Say,
    Split,
)
from tests.bridge.fake_gateway.raw_client import AAPL, Client, World, encoded, errors, of, order_fields, resting

FAR_BELOW = 1.00
EXECUTIONS = (7, 3, 9, 0, "", "", "", "", "", "")
BARS = (50, 3, 9, *AAPL, 5, "TRADES", 1, "")


def test_drop_cuts_every_connection_and_refuses_new_ones_for_as_long_as_told() -> None:
    world = World()
    heard: list[bool] = []
    world.gateway.on_listening = heard.append
    client = world.client()
    world.inject(Drop(away_s=65))
    assert client.hang_ups == 1
    assert not world.gateway.listening
    world.advance(64)
    assert heard == [False]
    world.advance(1)
    assert heard == [False, True]


def test_overlapping_absences_end_with_the_last_one() -> None:
    world = World()
    world.inject(Drop(away_s=10))
    world.advance(5)
    world.inject(Drop(away_s=10))
    world.advance(6)
    assert not world.gateway.listening
    world.advance(4)
    assert world.gateway.listening


def test_frozen_gateway_answers_later_what_it_was_asked_meanwhile() -> None:
    world = World()
    client = world.client()
    world.inject(Freeze(seconds=30))
    assert client.ask(49, 1) == []
    assert client.place(1, "BUY", 10, ref="late") == []
    world.advance(29)
    assert client.rows() == []
    assert not world.gateway.ledger.received
    world.advance(1)
    rows = client.rows()
    assert [row[0] for row in rows[:2]] == ["49", "5"]
    assert world.gateway.ledger.placed == {"late": 1}


def test_order_sent_into_a_freeze_is_placed_though_its_client_has_gone() -> None:
    world = World()
    client = world.client()
    world.inject(Freeze(seconds=30))
    client.send(*order_fields(178, 1, "BUY", 10, ref="orphan"))
    client.session.peer_closed()
    again = Client(world.gateway)
    again.connect()
    world.advance(30)
    assert world.gateway.ledger.filled("orphan") == 10
    assert (-1, 326) not in errors(again.rows())  # the old session was over by the time the new one was looked at
    assert of(again.ask(*EXECUTIONS), 11)[0][26] == "orphan"


def test_connection_cut_during_a_freeze_is_cut_at_once() -> None:
    world = World()
    client = world.client()
    world.inject(Freeze(seconds=30))
    world.inject(Drop())
    assert client.hang_ups == 1


def test_message_on_its_way_when_the_gateway_freezes_arrives_after_it() -> None:
    world = World()
    client = world.client()
    world.inject(Latency(seconds=60, low_s=1.0, high_s=1.0))
    assert client.ask(49, 1) == []
    world.inject(Freeze(seconds=10))
    world.advance(9)
    assert client.rows() == []
    world.advance(1)
    assert of(client.rows(), 49)


def test_bracket_cut_after_its_first_member_leaves_nothing_behind() -> None:
    world = World()
    client = world.client()
    world.inject(CutAfter("e"))
    client.place(1, "BUY", 10, ref="e", transmit=0)
    client = world.client()
    client.rows()
    assert errors(client.ask(4, 1, 1, "")) == [(1, 10147)]


def test_who_connects_while_the_link_is_lost_is_told_so() -> None:
    world = World()
    world.inject(LinkLost(seconds=20))
    assert errors(Client(world.gateway).connect()) == [(-1, 2110)]


def test_restart_loses_the_last_orders_and_offers_their_ids_again() -> None:
    world = World()
    client = resting(world, "old")
    world.advance(30)
    client.place(2, "BUY", 10, "LMT", limit=FAR_BELOW, ref="young")
    world.inject(Restart(away_s=60, roll_back=1, vanish_s=1))
    world.advance(60)
    client = Client(world.gateway)
    assert of(client.connect(), 9) == [["9", "1", "2"]]
    assert [row[23] for row in of(client.ask(5, 1), 5)] == ["old"]
    assert world.gateway.ledger.placed == {"old": 1, "young": 1}
    assert world.gateway.ledger.events["vanished_orders"] == 1


@pytest.mark.parametrize(("fault", "placed"), [(CutBefore("c"), 0), (CutAfter("c"), 1)])
def test_connection_breaks_before_or_after_the_order_is_placed(fault: CutBefore | CutAfter, placed: int) -> None:
    world = World()
    client = world.client()
    world.inject(fault)
    assert client.place(1, "BUY", 10, ref="c") == []
    assert client.hang_ups == 1
    assert world.gateway.ledger.placed.get("c", 0) == placed
    assert len(of(world.client().ask(*EXECUTIONS), 11)) == placed


@pytest.mark.parametrize("lost", [True, False])
def test_lost_link_holds_news_back_and_tells_or_loses_them_when_it_returns(lost: bool) -> None:
    world = World()
    client = resting(world)
    client.ask(*BARS)
    world.inject(LinkLost(seconds=20, data_lost=lost))
    assert errors(client.rows()) == [(-1, 1100)]
    world.inject(Fill("r"))
    world.advance(19)
    assert client.rows() == []
    assert of(client.ask(49, 1), 49)  # the socket and the gateway are well
    world.advance(1)
    rows = client.rows()
    assert errors(rows)[0] == (-1, 1101 if lost else 1102)
    assert len(of(rows, 11)) == (0 if lost else 1)
    assert len(of(client.ask(*EXECUTIONS), 11)) == 1
    world.advance(10)
    assert bool(of(client.rows(), 50)) is not lost


def test_news_held_back_for_a_connection_are_not_told_to_the_next_one() -> None:
    world = World()
    client = resting(world)
    world.inject(LinkLost(seconds=20))
    world.inject(Fill("r"))
    client.session.peer_closed()
    client = world.client()
    world.advance(20)
    rows = client.rows()
    assert errors(rows) == [(-1, 1102)]
    assert not of(rows, 11)
    assert of(client.ask(*EXECUTIONS), 11)


@pytest.mark.parametrize("kind", [kind for kind in garbage.KINDS if kind != "length"])
def test_garbage_comes_whole_and_the_conversation_goes_on(kind: str) -> None:
    world = World()
    client = world.client()
    world.inject(Garbage(kind))
    assert len(client.rows()) == 1
    assert of(client.ask(49, 1), 49)


def test_garbage_length_leaves_a_stream_that_no_client_can_go_on_with() -> None:
    world = World()
    client = world.client()
    world.inject(Garbage("length"))
    assert client.ask(49, 1) == []
    assert client.received.startswith(b"\x01\x00\x00\x00")


def test_split_messages_come_in_pieces_a_millisecond_apart_and_mean_the_same() -> None:
    whole, split = World(), World()
    plain, cut = whole.client(), split.client()
    split.inject(Split(seconds=30, largest=3))
    cut.writes.clear()
    expected = plain.place(1, "BUY", 10)
    assert of(cut.place(1, "BUY", 10), 11) == []
    for _ in range(400):
        before = len(cut.writes)
        split.advance(0.001)
        assert len(cut.writes) - before <= 2  # the end of one message and the beginning of the next
    split.advance(5)
    got = cut.rows()
    assert got == expected
    assert max(len(piece) for piece in cut.writes) <= 3


def test_latency_delays_each_message_and_keeps_their_order() -> None:
    world = World()
    client = world.client()
    world.inject(Latency(seconds=30, low_s=0.1, high_s=2.0))
    assert client.place(1, "BUY", 10) == []
    world.advance(0.09)
    assert client.rows() == []
    world.advance(20)
    assert [row[0] for row in client.rows()] == ["5", "3", "11", "5", "3", "5", "59"]
    world.advance(30)
    assert of(client.ask(49, 1), 49)


def test_any_code_can_be_said() -> None:
    world = World()
    client = world.client()
    world.inject(Say(1300, "TWS socket port has been reset and this connection is being dropped."))
    assert errors(client.rows()) == [(-1, 1300)]


def test_order_read_in_two_halves_around_a_drop_is_not_placed() -> None:
    world = World()
    client = world.client()
    message = encoded(*order_fields(178, 1, "BUY", 10, ref="half"))
    client.session.receive(message[:-1])
    world.inject(Drop())
    client.session.receive(message[-1:])
    assert not world.gateway.ledger.received


def test_unknown_name_of_a_garbage_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        World().inject(Garbage("poetry"))
