"""What happens to a single order."""

from __future__ import annotations

import pytest

from rlbot.bridge.fake_gateway.faults.kinds import Fill
from rlbot.bridge.fake_gateway.market.hours import RegularHours
from rlbot.bridge.fake_gateway.settings import GatewaySettings
from rlbot.clock import from_iso
from tests.bridge.fake_gateway.raw_client import VIX, World, errors, of, statuses

FAR_BELOW, FAR_ABOVE = 1.00, 9_000.00


def test_market_order_is_told_in_the_recorded_order() -> None:
    rows = World().client().place(1, ref="a")
    assert [row[0] for row in rows] == ["5", "3", "11", "5", "3", "5", "59"]
    assert statuses(rows) == [(1, "PreSubmitted"), (1, "Filled")]


def test_sale_of_what_was_bought_realizes_the_difference() -> None:
    world = World()
    client = world.client()
    bought = float(of(client.place(1, "BUY", 100), 11)[0][20])
    world.advance(60)
    rows = client.place(2, "SELL", 100)
    sold = float(of(rows, 11)[0][20])
    assert float(of(rows, 59)[0][5]) == pytest.approx(100 * (sold - bought) - 2.0)
    assert world.gateway.account.position("AAPL") == 0
    assert world.gateway.account.cash == pytest.approx(1_000_000 + 100 * (sold - bought) - 2.0, abs=1e-6)


def test_limit_order_rests_until_the_market_comes_to_it_and_fills_no_worse() -> None:
    world = World()
    client = world.client()
    limit = round(world.price() - 0.10, 2)
    assert statuses(client.place(1, "BUY", 10, "LMT", limit=limit)) == [(1, "PreSubmitted"), (1, "Submitted")]
    for _ in range(600):
        world.advance(1)
        rows = client.rows()
        if fills := of(rows, 11):
            break
    assert float(fills[0][20]) <= limit
    assert world.price() <= limit


@pytest.mark.parametrize(("action", "sign"), [("BUY", 1), ("SELL", -1)])
def test_stop_waits_for_its_trigger_then_fills_at_the_market(action: str, sign: int) -> None:
    world = World()
    client = world.client()
    stop = round(world.price() + sign * 0.20, 2)
    rows = client.place(1, action, 10, "STP", stop=stop)
    assert statuses(rows)[-1] == (1, "PreSubmitted")
    assert of(rows, 3)[-1][10] == "trigger"
    for _ in range(3_000):
        assert (world.price() - stop) * sign < 0
        world.advance(1)
        if fills := of(client.rows(), 11):
            break
    assert (world.price() - stop) * sign >= 0
    assert fills


def test_stop_limit_rests_at_its_limit_once_triggered() -> None:
    world = World()
    client = world.client()
    rows = client.place(
        1, "SELL", 10, "STP LMT", stop=FAR_ABOVE, limit=FAR_ABOVE
    )  # the price is below the stop: triggered at once
    assert statuses(rows)[-1] == (1, "Submitted")
    assert not of(rows, 11)


def test_immediate_or_cancel_takes_what_there_is_and_cancels_the_rest() -> None:
    client = World().client()
    assert statuses(client.place(1, "BUY", 10, "LMT", limit=FAR_BELOW, tif="IOC"))[-1] == (1, "Cancelled")
    assert statuses(client.place(2, "BUY", 10, "LMT", limit=FAR_ABOVE, tif="IOC"))[-1] == (2, "Filled")


def test_on_open_order_waits_for_the_opening_and_a_limit_that_misses_it_is_cancelled() -> None:
    world = World(GatewaySettings(messages_per_second=None, hours=RegularHours()), from_iso("2026-01-05T14:20:00Z"))
    client = world.client()
    rows = client.place(1, tif="OPG") + client.place(2, "BUY", 10, "LMT", limit=FAR_BELOW, tif="OPG")
    assert {status for _, status in statuses(rows)} == {"PreSubmitted"}
    world.advance(599)
    assert not statuses(client.rows())
    world.advance(1)
    assert [status for status in statuses(client.rows()) if status[1] != "Submitted"] == [(1, "Filled"), (2, "Cancelled")]
    assert world.gateway.account.position("AAPL") == 100
    assert world.gateway.book.live() == []


@pytest.mark.parametrize(
    ("at", "taken"),
    [
        ("2026-01-05T14:27:59Z", True),
        ("2026-01-05T14:28:00Z", False),
        ("2026-01-05T14:30:00Z", False),
        ("2026-01-05T20:59:59Z", False),
        ("2026-01-05T21:00:00Z", True),
        ("2026-01-03T15:00:00Z", True),  # a Saturday
        ("2026-11-26T15:00:00Z", True),  # Thanksgiving
        ("2026-11-27T17:59:59Z", False),
        ("2026-11-27T18:00:00Z", True),  # the day after closes at 13:00
    ],
)
def test_on_open_order_is_refused_from_two_minutes_before_the_open_to_the_close(at: str, taken: bool) -> None:
    client = World(GatewaySettings(messages_per_second=None, hours=RegularHours()), from_iso(at)).client()
    rows = client.place(1, tif="OPG")
    assert errors(rows) == ([] if taken else [(1, 201)])
    assert [status for _, status in statuses(rows)] == (["PreSubmitted"] if taken else [])


def test_order_outside_hours_is_warned_of_and_kept_until_the_open() -> None:
    world = World(
        GatewaySettings(messages_per_second=None, hours=RegularHours()), from_iso("2026-01-03T17:00:00Z")
    )  # a Saturday
    client = world.client()
    rows = client.place(1, "BUY", 10)
    assert errors(rows) == [(1, 399)]
    assert "20260105 09:30:00" in of(rows, 4)[0][4]
    world.advance(45.5 * 3600)
    assert statuses(client.rows())[-1] == (1, "Filled")


def test_order_of_a_holiday_is_kept_until_the_next_session_and_ends_with_its_early_close() -> None:
    world = World(
        GatewaySettings(messages_per_second=None, hours=RegularHours()), from_iso("2026-11-26T15:00:00Z")
    )  # Thanksgiving
    client = world.client()
    rows = client.place(1, "BUY", 10, "LMT", limit=FAR_BELOW)
    assert errors(rows) == [(1, 399)] and "20261127 09:30:00" in of(rows, 4)[0][4]
    world.advance(26 * 3600 + 3599)  # to the last second of the half-day
    assert (1, "Cancelled") not in statuses(client.rows())
    world.advance(2)
    assert statuses(client.rows())[-1] == (1, "Cancelled")


def test_day_order_ends_at_the_close_and_a_good_till_cancelled_one_does_not() -> None:
    world = World(GatewaySettings(messages_per_second=None, hours=RegularHours()), from_iso("2026-01-05T20:59:00Z"))
    client = world.client()
    client.place(1, "BUY", 10, "LMT", limit=FAR_BELOW)
    client.place(2, "BUY", 10, "LMT", limit=FAR_BELOW, tif="GTC")
    world.advance(61)
    rows = client.rows()
    assert statuses(rows) == [(1, "Cancelled")]
    assert (1, 202) in errors(rows)
    assert [order.order_id for order in world.gateway.book.live()] == [2]


def test_modify_changes_price_and_size_and_keeps_the_permanent_id() -> None:
    world = World()
    client = world.client()
    first = of(client.place(1, "BUY", 10, "LMT", limit=FAR_BELOW, ref="m"), 5)[-1]
    rows = client.place(1, "BUY", 20, "LMT", limit=2.00, ref="m")
    told = of(rows, 5)[-1]
    assert (told[14], told[16], told[25]) == ("20", "2.0", first[25])
    assert statuses(client.place(1, "BUY", 20, "LMT", limit=FAR_ABOVE, ref="m"))[-1] == (1, "Filled")
    assert world.gateway.ledger.placed["m"] == 1
    assert world.gateway.ledger.modified["m"] == 2


def test_modify_down_to_what_has_filled_ends_the_order() -> None:
    world = World()
    client = world.client()
    client.place(1, "BUY", 10, "LMT", limit=FAR_BELOW, ref="m")
    world.inject(Fill("m", shares=4))
    rows = client.rows() + client.place(1, "BUY", 4, "LMT", limit=FAR_BELOW, ref="m")
    assert statuses(rows)[-1] == (1, "Filled")
    assert errors(client.place(1, "BUY", 8, "LMT", limit=FAR_BELOW, ref="m")) == [(1, 104)]


def test_cancel_is_answered_202_then_10148_and_10147_where_there_is_nothing() -> None:
    client = World().client()
    client.place(1, "BUY", 10, "LMT", limit=FAR_BELOW)
    rows = client.ask(4, 1, 1, "")
    assert statuses(rows) == [(1, "Cancelled")]
    assert errors(rows) == [(1, 202)]
    assert errors(client.ask(4, 1, 1, "")) == [(1, 10148)]
    assert errors(client.ask(4, 1, 77, "")) == [(77, 10147)]


def test_cancel_has_no_version_field_from_192_on() -> None:
    world = World(GatewaySettings(max_version=200, messages_per_second=None))
    client = world.client(newest=200)
    client.place(1, "BUY", 10, "LMT", limit=FAR_BELOW)
    rows = client.ask(4, 1, "", "", "")
    assert statuses(rows) == [(1, "Cancelled")]
    assert of(rows, 4)[0][1:3] == ["1", "202"]


def test_used_id_is_refused_as_duplicate_and_changes_nothing() -> None:
    world = World()
    client = world.client()
    client.place(5, "BUY", 10, ref="first")
    assert errors(client.place(5, "BUY", 10, ref="again")) == [(5, 104)]
    assert errors(client.place(3, "BUY", 10, ref="lower")) == [(3, 103)]
    assert world.gateway.ledger.positions() == {"AAPL": 10}
    assert client.ask(8, 1, 1) == [["9", "1", "6"]]


REFUSED: list[tuple[dict[str, object], int]] = [
    ({"quantity": 0}, 434),
    ({"quantity": -1}, 434),
    ({"quantity": 1.5}, 10243),
    ({"quantity": 10**12}, 201),
    ({"kind": "MOC"}, 387),
    ({"kind": "LMT"}, 321),
    ({"kind": "LMT", "limit": 10.001}, 110),
    ({"kind": "LMT", "limit": -5}, 321),
    ({"kind": "STP"}, 321),
    ({"tif": "FOK"}, 201),
    ({"account": "U7654321"}, 321),
    ({"contract": VIX}, 201),
    ({"contract": ("0", "NONE", "STK", "", "0", "", "", "SMART", "", "USD", "", "")}, 200),
    ({"parent": 99}, 10006),
    ({"what_if": 1}, 321),
    ({"quantity": "many"}, 320),
]


@pytest.mark.parametrize(("wrong", "code"), REFUSED)
def test_order_that_cannot_be_is_refused_with_its_code_and_nothing_is_placed(wrong: dict[str, object], code: int) -> None:
    world = World()
    client = world.client()
    more = {"action": "BUY", "quantity": 10, "kind": "MKT", **wrong}
    rows = client.place(1, **more)  # type: ignore[arg-type]  # the rows above are typed by their place in placeOrder
    assert [found for _, found in errors(rows)] == [code]
    assert not statuses(rows)
    assert not world.gateway.ledger.placed
    assert not world.gateway.ledger.executions


def test_held_back_order_is_in_no_list_and_goes_with_its_connection() -> None:
    world = World()
    client = world.client()
    assert client.place(1, "BUY", 10, transmit=0) == []
    assert client.ask(5, 1) == [["53", "1"]]
    client.session.peer_closed()
    again = world.client()
    assert errors(again.ask(4, 1, 1, "")) == [(1, 10147)]
    assert errors(again.place(1, "BUY", 10)) == [(1, 103)]
