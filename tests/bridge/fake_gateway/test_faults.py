"""Each fault: what the client sees of it, what the ledger knows, and that it ends."""

from __future__ import annotations

import math

import pytest

from rlbot.bridge.fake_gateway.faults import broken_bar, garbage
from rlbot.bridge.fake_gateway.faults.kinds import (
    BadBar,
    Cancel,
    CancelRefused,
    Correct,
    CutAfter,
    CutBefore,
    Drop,
    Duplicate,
    Farm,
    Fill,
    FillOffline,
    Freeze,
    Garbage,
    LateCancel,
    Latency,
    LateStatus,
    LinkLost,
    ManualTrade,
    Mute,
    Partial,
    Refuse,
    Reject,
    Restart,
    Say,
    Silence,
    Split,
    Swallow,
    Twin,
    Warn,
)
from tests.bridge.fake_gateway.raw_client import AAPL, Client, World, encoded, errors, of, order_fields, statuses

FAR_BELOW = 1.00
EXECUTIONS = (7, 3, 9, 0, "", "", "", "", "", "")
BARS = (50, 3, 9, *AAPL, 5, "TRADES", 1, "")


def resting(world: World, ref: str = "r") -> Client:
    """A client with one resting order of 10 shares under id 1."""
    client = world.client()
    client.place(1, "BUY", 10, "LMT", limit=FAR_BELOW, ref=ref)
    return client


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


def test_history_is_refused_while_its_farm_is_broken() -> None:
    world = World()
    client = world.client()
    world.inject(Farm(seconds=10, name="ushmds"))
    client.rows()
    history = (20, 5, *AAPL, 0, "", "1 min", "600 S", 1, "TRADES", 1, 0, "")
    assert errors(client.ask(*history)) == [(5, 162)]
    world.advance(10)
    client.rows()
    assert of(client.ask(*history), 17)


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


def test_silenced_order_is_found_by_who_asks() -> None:
    world = World()
    client = world.client()
    world.inject(Silence("s"))
    assert client.place(1, "BUY", 10, "LMT", limit=FAR_BELOW, ref="s") == []
    assert world.gateway.ledger.placed == {"s": 1}
    assert statuses(client.ask(5, 1)) == [(1, "Submitted")]
    world.inject(Fill("s"))
    assert statuses(client.rows())[-1] == (1, "Filled")  # once found it speaks


def test_silenced_order_fills_in_silence() -> None:
    world = World()
    client = world.client()
    world.inject(Silence())
    assert client.place(1, "BUY", 10, ref="s") == []
    assert of(client.ask(*EXECUTIONS), 11)[0][26] == "s"


def test_swallowed_order_is_nowhere() -> None:
    world = World()
    client = world.client()
    world.inject(Swallow("s"))
    assert client.place(1, "BUY", 10, ref="s") == []
    assert client.ask(5, 1) + client.ask(*EXECUTIONS) + client.ask(99, 0) == [["53", "1"], ["55", "1", "9"], ["102"]]
    assert errors(client.ask(4, 1, 1, "")) == [(1, 10147)]
    assert world.gateway.ledger.received == {"s": 1}
    assert not world.gateway.ledger.placed


@pytest.mark.parametrize(("fault", "placed"), [(CutBefore("c"), 0), (CutAfter("c"), 1)])
def test_connection_breaks_before_or_after_the_order_is_placed(fault: CutBefore | CutAfter, placed: int) -> None:
    world = World()
    client = world.client()
    world.inject(fault)
    assert client.place(1, "BUY", 10, ref="c") == []
    assert client.hang_ups == 1
    assert world.gateway.ledger.placed.get("c", 0) == placed
    assert len(of(world.client().ask(*EXECUTIONS), 11)) == placed


def test_order_fills_in_the_parts_it_is_cut_into() -> None:
    world = World()
    client = world.client()
    world.inject(Partial("p", first=40, parts=3))
    rows = client.place(1, "BUY", 100, ref="p")
    assert statuses(rows)[-1] == (1, "Submitted")
    world.advance(5)
    rows += client.rows()
    fills = of(rows, 11)
    assert [int(row[19]) for row in fills] == [40, 20, 20, 20]
    assert [int(row[24]) for row in fills] == [40, 60, 80, 100]
    assert len({row[14] for row in fills}) == 4
    assert len(of(rows, 59)) == 4
    assert float(of(rows, 5)[-1][103]) == sum(float(row[3]) for row in of(rows, 59)) == 4.0
    assert statuses(rows)[-1] == (1, "Filled")


def test_order_cut_without_a_rest_stays_partly_filled_until_it_is_cancelled() -> None:
    world = World()
    client = world.client()
    world.inject(Partial("p", first=40, parts=0))
    client.place(1, "BUY", 100, ref="p")
    world.advance(60)
    assert world.gateway.ledger.filled("p") == 40
    assert statuses(client.ask(4, 1, 1, ""))[-1] == (1, "Cancelled")


def test_duplicated_execution_comes_twice_and_counts_once() -> None:
    world = World()
    client = world.client()
    world.inject(Duplicate("d"))
    rows = client.place(1, "BUY", 10, ref="d")
    first, second = of(rows, 11)
    assert first == second
    assert len(of(rows, 59)) == 2
    assert world.gateway.ledger.positions() == {"AAPL": 10}


def test_corrected_execution_has_the_next_revision_and_another_price() -> None:
    world = World()
    client = world.client()
    world.inject(Correct("k", by=0.05))
    (first,) = of(client.place(1, "BUY", 10, ref="k"), 11)
    cash = world.gateway.account.cash
    world.advance(1)
    (second,) = of(client.rows(), 11)
    assert (first[14][-3:], second[14][-3:]) == (".01", ".02")
    assert first[14][:-3] == second[14][:-3]
    assert float(second[20]) == pytest.approx(float(first[20]) + 0.05)
    assert world.gateway.account.cash == pytest.approx(cash - 0.5, abs=1e-6)
    assert [fill.revision for fill in world.gateway.ledger.executions.values()] == [2]
    assert len(of(client.ask(*EXECUTIONS), 11)) == 2


def test_correction_moves_the_average_price_of_the_order() -> None:
    world = World()
    client = world.client()
    world.inject(Partial("k", first=4, parts=0))
    world.inject(Correct("k", by=0.05))
    (fill,) = of(client.place(1, "BUY", 10, ref="k"), 11)
    world.advance(1)
    (status,) = of(client.ask(5, 1), 3)
    assert float(status[5]) == pytest.approx(float(fill[20]) + 0.05)


def test_fill_while_disconnected_is_found_afterwards() -> None:
    world = World()
    client = resting(world)
    world.inject(FillOffline("r", away_s=10))
    assert client.hang_ups == 1
    world.advance(10)
    client = world.client()
    assert of(client.ask(*EXECUTIONS), 11)[0][26] == "r"


def test_late_status_tells_what_was_and_comes_after_the_fill() -> None:
    world = World()
    client = world.client()
    world.inject(LateStatus("l", seconds=3))
    rows = client.place(1, "BUY", 10, ref="l")
    assert of(rows, 11)
    assert not of(rows, 3)
    world.advance(3)
    assert statuses(client.rows()) == [(1, "PreSubmitted"), (1, "Filled")]


def test_late_cancel_is_pending_and_can_still_fill() -> None:
    world = World()
    client = resting(world)
    world.inject(LateCancel("r", seconds=5))
    assert statuses(client.ask(4, 1, 1, "")) == [(1, "PendingCancel")]
    world.inject(Fill("r"))
    assert statuses(client.rows())[-1] == (1, "Filled")
    world.advance(5)
    assert client.rows() == []


def test_late_cancel_is_carried_out_in_the_end() -> None:
    world = World()
    client = resting(world)
    world.inject(LateCancel("r", seconds=5))
    client.ask(4, 1, 1, "")
    world.advance(5)
    assert statuses(client.rows()) == [(1, "Cancelled")]


@pytest.mark.parametrize("code", [10147, 10148, 161, 0])
def test_refused_cancel_leaves_the_order_alive(code: int) -> None:
    world = World()
    client = resting(world)
    world.inject(CancelRefused("r", code=code))
    assert errors(client.ask(4, 1, 1, "")) == ([(1, code)] if code else [])
    assert len(world.gateway.book.live()) == 1
    assert statuses(client.ask(4, 1, 1, ""))[-1] == (1, "Cancelled")


def test_rejected_order_is_inactive_and_completed() -> None:
    world = World()
    client = world.client()
    world.inject(Reject("x"))
    rows = client.place(1, "BUY", 10, ref="x")
    assert (errors(rows), statuses(rows)) == ([(1, 201)], [(1, "Inactive")])
    assert [row[22] for row in of(client.ask(99, 0), 101)] == ["x"]


def test_warning_comes_as_an_error_and_the_order_lives() -> None:
    world = World()
    client = world.client()
    world.inject(Warn("w"))
    rows = client.place(1, "BUY", 10, "LMT", limit=FAR_BELOW, ref="w")
    assert errors(rows) == [(1, 399)]
    assert statuses(rows)[-1] == (1, "Submitted")


def test_exchange_cancels_by_itself() -> None:
    world = World()
    client = resting(world)
    world.inject(Cancel("r"))
    rows = client.rows()
    assert (statuses(rows), errors(rows)) == ([(1, "Cancelled")], [(1, 202)])


def test_twin_leaves_two_live_permanent_ids_under_one_reference() -> None:
    world = World()
    client = resting(world)
    world.inject(Twin("r"))
    client.place(1, "BUY", 10, "LMT", limit=2.0, ref="r")
    told = of(client.ask(16, 1), 5)
    assert [row[23] for row in told] == ["r", "r"]
    assert len({row[25] for row in told}) == 2
    assert {row[16] for row in told} == {"1.0", "2.0"}


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


def test_farm_breaks_and_mends_and_data_pauses_meanwhile() -> None:
    world = World()
    client = world.client()
    client.ask(*BARS)
    world.inject(Farm(seconds=10))
    assert errors(client.rows()) == [(-1, 2103)]
    world.advance(9)
    assert client.rows() == []
    world.advance(6)
    rows = client.rows()
    assert errors(rows) == [(-1, 2104)]
    assert of(rows, 50)


def test_history_farm_has_codes_of_its_own_and_leaves_live_data_alone() -> None:
    world = World()
    client = world.client()
    client.ask(*BARS)
    world.inject(Farm(seconds=10, name="ushmds"))
    world.advance(10)
    rows = client.rows()
    assert errors(rows) == [(-1, 2105), (-1, 2106)]
    assert len(of(rows, 50)) == 2


def test_muted_feed_is_cured_by_asking_again_under_another_id() -> None:
    world = World()
    client = world.client()
    client.ask(*BARS)
    world.inject(Mute("AAPL"))
    world.advance(30)
    assert client.rows() == []
    client.send(51, 1, 9)
    client.ask(50, 3, 10, *AAPL, 5, "TRADES", 1, "")
    world.advance(5)
    assert [row[2] for row in of(client.rows(), 50)] == ["10"]


def test_muted_feed_speaks_again_after_its_time() -> None:
    world = World()
    client = world.client()
    client.ask(*BARS)
    world.inject(Mute(seconds=10))
    world.advance(20)
    assert [int(row[3]) % 60 for row in of(client.rows(), 50)] == [5, 10, 15]


@pytest.mark.parametrize("kind", broken_bar.KINDS)
def test_bad_bar_breaks_one_rule_and_the_next_is_good(kind: str) -> None:
    world = World()
    client = world.client()
    client.ask(*BARS)
    world.advance(5)
    client.rows()
    world.inject(BadBar("AAPL", kind))
    now = world.gateway.timers.second
    world.advance(10)
    bad, good = of(client.rows(), 50)
    assert broken_rules(bad, now) == {kind}
    assert broken_rules(good, now + 5) == set()


def broken_rules(row: list[str], start: int) -> set[str]:
    """The rules a client must check, by the name of the fault that breaks them."""
    stamp, (open_, high, low, close, volume) = int(row[3]), (float(f) for f in row[4:9])
    found = {
        "nan": math.isnan(close),
        "negative": low <= 0,
        "high": high < max(open_, close),
        "low": low > min(open_, close),
        "volume": volume < 0,
        "grid": stamp % 5 != 0,
        "future": stamp > start + 10,
        "repeat": stamp < start,
    }
    if found["high"] and not found["nan"]:
        found["low"] = low > min(open_, close)
    return {name for name, wrong in found.items() if wrong}


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


def test_any_request_can_be_refused_once() -> None:
    world = World()
    client = world.client()
    history = (20, 5, *AAPL, 0, "", "60 secs", "1 D", 1, "TRADES", 1, 0, "")
    world.inject(Refuse(20, 162, "pacing violation"))
    assert errors(client.ask(*history)) == [(5, 162)]
    assert errors(client.ask(*history)) == [(5, 321)]  # now it is read, and its bar size is wrong
    world.inject(Refuse(50, 420, "pacing"))
    assert errors(client.ask(*BARS)) == [(9, 420)]


def test_trade_by_hand_moves_the_position_without_an_order_of_ours() -> None:
    world = World()
    client = world.client()
    client.ask(61, 1)
    world.inject(ManualTrade("AAPL", -7))
    (position,) = of(client.rows(), 61)
    assert position[14] == "-7"
    (fill,) = of(client.ask(*EXECUTIONS), 11)
    assert (fill[2], fill[22], fill[26], fill[18]) == ("0", "0", "", "SLD")
    assert not world.gateway.ledger.placed


def test_fault_for_one_reference_leaves_other_orders_alone() -> None:
    world = World()
    client = world.client()
    world.inject(Swallow("mine"))
    assert client.place(1, "BUY", 10, ref="yours")
    assert client.place(2, "BUY", 10, ref="mine") == []
    assert client.place(3, "BUY", 10, ref="mine")
    assert len(world.gateway.pending) == 0


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
