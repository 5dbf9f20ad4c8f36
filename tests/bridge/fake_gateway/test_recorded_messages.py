"""Messages recorded from real gateways: what the fake one writes has the same fields in the same places."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from rlbot.bridge.fake_gateway.market.instruments import Instrument, by_contract, by_symbol
from rlbot.bridge.fake_gateway.market.prices import PriceBar
from rlbot.bridge.fake_gateway.orders.order import FILLED, Execution, Order, OrderTerms
from rlbot.bridge.fake_gateway.wire import handshake, messages
from rlbot.bridge.fake_gateway.wire.codec import Fields, Message, text
from rlbot.bridge.fake_gateway.wire.contracts import contract_details
from rlbot.bridge.fake_gateway.wire.order_messages import completed_order, open_order
from rlbot.bridge.fake_gateway.wire.place_order import read
from tests.conftest import SHARED

RECORDED = SHARED / "data" / "tws"
V = 173  # the recorded sessions' version
needs_recordings = pytest.mark.skipif(
    not RECORDED.is_dir(), reason="recorded TWS messages are not beside this clone (../shared/data/tws)"
)
pytestmark = needs_recordings


def texts(message: Message) -> list[str]:
    return [text(field) for field in message]


def bare(fields: Sequence[str]) -> list[str]:
    """Without what trails: some recordings end in one separator more than the wire."""
    kept = list(fields)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def session(name: str) -> list[list[str]]:
    """Every server message of a recorded session."""
    lines = (RECORDED / name).read_text(encoding="utf-8").splitlines()
    return [bare(message.split("|")) for line in lines if line for message in json.loads(line)["server"]]


def single(number: int) -> list[list[str]]:
    lines = (RECORDED / "messages_single_v2.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["server"].split("|") for line in lines if line and json.loads(line)["msg_id"] == number]


def order_of(row: list[str]) -> Order:
    """The order that a recorded openOrder tells of."""
    instrument = by_contract(int(row[2]), row[3], row[4], row[10])
    assert instrument is not None
    terms = OrderTerms(instrument, row[9], row[13], float(row[14]), row[15], tif=row[18], account=row[20], order_ref=row[23])
    order = Order(int(row[24]), int(row[1]), int(row[25]), terms, 0, size=int(row[14]), status=row[94])
    order.commission = float(row[104] if len(row) > 104 and row[104] else 0)
    return order


@pytest.mark.parametrize("name", ["session_aapl_market_order_v173.jsonl", "order_flow_tsla_market_buy.jsonl"])
def test_open_orders_and_statuses_come_out_as_recorded(name: str) -> None:
    rows = session(name)
    told = [row for row in rows if row[0] == "5"]
    assert len(told) >= 2
    for row in told:
        made = bare(texts(open_order(order_of(row), V)))
        if len(row) < len(made):  # the older recording ends before the fields that came with version 170
            made = made[: len(row)]
        assert made == row
    for row in (row for row in rows if row[0] == "3"):
        order = order_of(told[0])
        order.status, order.filled, order.size = row[2], int(row[3]), int(row[3]) + int(row[4])
        order.cost, order.last_price = float(row[5]) * order.filled, float(row[8])
        assert bare(texts(messages.order_status(order))) == row


@pytest.mark.parametrize("name", ["session_aapl_market_order_v173.jsonl", "order_flow_tsla_market_buy.jsonl"])
def test_executions_and_commissions_come_out_as_recorded(name: str) -> None:
    rows = session(name)
    (row,) = [row for row in rows if row[0] == "11"]
    fill = execution_of(row)
    assert bare(texts(messages.execution(fill, -1, V, row[15]))) == row
    for paid in (row for row in rows if row[0] == "59"):
        assert bare(texts(messages.commission(fill))) == paid


def execution_of(row: list[str]) -> Execution:
    instrument = by_contract(int(row[3]), row[4], row[5], row[11])
    assert instrument is not None
    key, revision = row[14].rsplit(".", 1)
    sign = 1 if row[18] == "BOT" else -1
    head = (key, int(revision), 0, int(row[22]), int(row[2]), int(row[21]), row[26], instrument, row[17], row[16], sign)
    return Execution(*head, int(row[19]), float(row[20]), int(row[24]), float(row[25]), commission=1.0)


def test_connecting_is_told_as_recorded() -> None:
    rows = session("session_connect_restart_contract_v173.jsonl")
    assert texts(handshake.answer(V, "20250323 22:21:01 Greenwich Mean Time")) == rows[0]
    assert handshake.negotiate(b"v100..173", 178) == V
    for row in (row for row in rows if row[0] == "4"):
        assert bare(texts(messages.error(V, -1, int(row[3]), row[4], 0))) == row


def test_contract_details_have_the_recorded_layout() -> None:
    (row,) = [row for row in session("session_connect_restart_contract_v173.jsonl") if row[0] == "10"]
    made = texts(contract_details(9000, by_symbol("AAPL"), V, row[26], row[27]))
    free = {15, 16, 23, 24, 36}  # order types, exchanges, two words on the business, market rules: lists of their own length
    assert len(made) == len(bare(row))
    assert [f for i, f in enumerate(made) if i not in free] == [f for i, f in enumerate(bare(row)) if i not in free]
    assert set(made[15].split(",")) <= set(row[15].split(","))


def test_the_recorded_order_is_read() -> None:
    line = (RECORDED / "order_flow_tsla_market_buy.jsonl").read_text(encoding="utf-8").splitlines()[0]
    order_id, terms = read(Fields(json.loads(line)["client"].split("|")), V)
    assert (order_id, terms.instrument.symbol, terms.action, terms.quantity, terms.order_type) == (
        13,
        "TSLA",
        "BUY",
        100.0,
        "MKT",
    )
    assert (terms.limit_price, terms.stop_price, terms.transmit, terms.parent_id, terms.tif) == (None, None, True, 0, "DAY")


def test_a_completed_order_has_the_recorded_layout() -> None:
    (row,) = single(101)
    terms = OrderTerms(by_symbol("AAPL"), "SMART", "BUY", 100, "MKT", account="DU1234567")
    order = Order(1, 1, 1377295418, terms, 0, size=100, status=FILLED)
    made = texts(completed_order(order, V, row[94]))
    made_up = {
        78,
        81,
        95,
        97,
        98,
    }  # the recording's author invented these: randomize size, stop price, status text, two offsets
    assert len(bare(row)) <= len(made) <= len(row)
    assert [f for i, f in enumerate(made) if i not in made_up] == [
        f for i, f in enumerate(row[: len(made)]) if i not in made_up
    ]


def tesla() -> Instrument:
    return by_symbol("TSLA")


def test_positions_and_account_values_come_out_as_recorded() -> None:
    (row,) = single(61)
    assert texts(messages.position("DU1234567", tesla(), 500, 196.77))[3:8] == row[3:8]
    exchange = 10  # the recording has NASDAQ, as a position of the real account does
    made = texts(messages.position("DU1234567", tesla(), 500, 196.77))
    assert made[exchange] == row[exchange]
    assert bare(made) == bare(row[:2] + row[2:])
    assert single(62)[0][:2] == ["62", "1"]
    assert texts((73, 1, 9000, "DU1234567", "", "CashBalance", "94629.71", "USD")) == bare(single(73)[0])


def _floats(prices: list[str]) -> tuple[float, float, float, float]:
    open_, high, low, close = (float(price) for price in prices)
    return open_, high, low, close


def test_bars_and_ticks_come_out_as_recorded() -> None:
    (first, _) = single(50)
    start, *prices = first[3:8]
    volume, wap, count = first[8:11]
    bar = PriceBar(int(start), *_floats(prices), int(volume), float(wap), int(count))
    made = texts(messages.realtime_bar(9001, messages.bar_fields(bar)))
    assert [float(f) for f in made] == [float(f) for f in bare(first)]
    (tick,) = single(1)
    assert len(texts(messages.tick_price(9001, 1, 185.50, 100))) == len(bare(tick))
    (history,) = single(17)
    rows = [tuple(history[at : at + 8]) for at in (5, 13)]
    assert texts(messages.historical(9000, V, history[2], history[3], rows)[0]) == bare(history)


def test_the_recorded_folder_is_what_these_tests_know() -> None:
    names = {path.name for path in Path(RECORDED).iterdir()}
    assert {"messages_single_v2.jsonl", "order_flow_tsla_market_buy.jsonl", "session_aapl_market_order_v173.jsonl"} <= names
