"""The official client, unchanged, against the fake gateway. Not a dependency: its licence is not ours.

To run these: `make clients`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.bridge.fake_gateway.served import Heard, Served, served

WHY = "the official client (ibapi) is not installed; to run these: make clients (it comes under IB's own licence)"
client_module: Any = pytest.importorskip("ibapi.client", reason=WHY)
contract_module: Any = pytest.importorskip("ibapi.contract", reason=WHY)
order_module: Any = pytest.importorskip("ibapi.order", reason=WHY)
cancel_module: Any = pytest.importorskip("ibapi.order_cancel", reason=WHY)
execution_module: Any = pytest.importorskip("ibapi.execution", reason=WHY)

UNREADABLE = {504, 505, 507, 512}  # not connected, unknown message, bad length, bad message

VERSIONS = pytest.mark.parametrize("version", [176, 178, 200])


@asynccontextmanager
async def connected(place: Served, heard: Heard, client_id: int = 11) -> AsyncIterator[Any]:
    """The client, ready: its reader runs in a thread until the block ends."""
    client = client_module.EClient(heard)

    def live() -> None:
        client.connect("127.0.0.1", place.port, client_id)
        try:
            client.run()
        except TypeError:  # its disconnect forgets the version while its reader may still need it
            if client.isConnected():
                raise

    async with asyncio.TaskGroup() as threads:
        threads.create_task(asyncio.to_thread(live))
        await heard.until(lambda: heard.named("nextValidId") and heard.named("managedAccounts"))
        try:
            yield client
        finally:
            client.disconnect()
        assert not [values for values in heard.named("error") if UNREADABLE & set(values)]


def stock(symbol: str = "AAPL", kind: str = "STK", exchange: str = "SMART") -> Any:
    contract = contract_module.Contract()
    contract.symbol, contract.secType, contract.exchange, contract.currency = symbol, kind, exchange, "USD"
    return contract


def order(action: str, quantity: int, kind: str, ref: str, **more: object) -> Any:
    made = order_module.Order()
    made.action, made.totalQuantity, made.orderType, made.orderRef, made.tif = action, quantity, kind, ref, "DAY"
    for name, value in more.items():
        setattr(made, name, value)
    return made


def last_status(heard: Heard, order_id: int) -> object:
    found = [values[1] for values in heard.named("orderStatus") if values[0] == order_id]
    return found[-1] if found else None


@VERSIONS
async def test_connects_and_speaks_the_version_it_was_offered(version: int) -> None:
    async with served(version) as place:
        heard = Heard()
        async with connected(place, heard) as client:
            assert client.serverVersion() == version
            assert heard.named("managedAccounts") == [("DU1234567",)]
            client.reqCurrentTime()
            await heard.until(lambda: heard.named("currentTime"))
            await heard.until(lambda: len(heard.named("error")) >= 3)
            assert {2104, 2106, 2158} <= {code for values in heard.named("error") for code in values}


@VERSIONS
async def test_market_order_is_reported_filled_and_paid(version: int) -> None:
    async with served(version) as place:
        heard = Heard()
        async with connected(place, heard) as client:
            client.placeOrder(1, stock(), order("BUY", 100, "MKT", "entry-1"))
            await heard.until(lambda: heard.named("commissionAndFeesReport"))
            await heard.until(lambda: last_status(heard, 1) == "Filled")
            _, contract, execution = heard.named("execDetails")[0]
            assert (contract.conId, contract.symbol) == (265598, "AAPL")
            assert (execution.orderRef, execution.shares, execution.side) == (
                "entry-1",
                100,
                "BOT",
            )
            (report,) = heard.named("commissionAndFeesReport")[0]
            assert report.execId == execution.execId
            assert report.commissionAndFees == 1.0
            order_id, _, told, state = heard.named("openOrder")[-1]
            assert (order_id, told.orderRef, state.status) == (1, "entry-1", "Filled")
            assert told.permId == execution.permId
            assert place.gateway.ledger.placed == {"entry-1": 1}


@VERSIONS
async def test_bracket_is_transmitted_by_its_last_member_and_one_exit_ends_the_other(version: int) -> None:
    async with served(version) as place:
        heard = Heard()
        async with connected(place, heard) as client:
            exits: dict[str, object] = {"parentId": 1, "ocaGroup": "g", "ocaType": 3}
            client.placeOrder(1, stock(), order("BUY", 50, "MKT", "e", transmit=False))
            client.placeOrder(2, stock(), order("SELL", 50, "LMT", "e.tp", lmtPrice=900.0, transmit=False, **exits))
            client.placeOrder(3, stock(), order("SELL", 50, "STP", "e.sl", auxPrice=10.0, **exits))
            await heard.until(lambda: last_status(heard, 1) == "Filled" and last_status(heard, 2) == "Submitted")
            children = [values for values in heard.named("openOrder") if values[0] in {2, 3}]
            assert {child[2].parentId for child in children} == {1}
            assert {child[2].ocaGroup for child in children} == {"g"}
            assert {child[2].ocaType for child in children} == {3}
            client.placeOrder(2, stock(), order("SELL", 50, "LMT", "e.tp", lmtPrice=1.0, **exits))
            await heard.until(lambda: last_status(heard, 2) == "Filled" and last_status(heard, 3) == "Cancelled")
            assert place.gateway.account.position("AAPL") == 0


@VERSIONS
async def test_resting_order_is_listed_cancelled_and_then_completed(version: int) -> None:
    async with served(version) as place:
        heard = Heard()
        async with connected(place, heard) as client:
            client.placeOrder(1, stock("SPY"), order("BUY", 10, "LMT", "rests", lmtPrice=1.5))
            await heard.until(lambda: last_status(heard, 1) == "Submitted")
            client.reqAllOpenOrders()
            await heard.until(lambda: heard.named("openOrderEnd"))
            told = heard.named("openOrder")[-1][2]
            assert (told.lmtPrice, told.totalQuantity, told.clientId) == (1.5, 10, 11)
            assert told.auxPrice == 0.0
            client.cancelOrder(1, cancel_module.OrderCancel())
            await heard.until(lambda: last_status(heard, 1) == "Cancelled")
            await heard.until(lambda: any(202 in values for values in heard.named("error")))
            client.reqCompletedOrders(False)
            await heard.until(lambda: heard.named("completedOrdersEnd"))
            _, done, state = heard.named("completedOrder")[0]
            assert (done.orderRef, state.completedStatus) == ("rests", "Cancelled")
            assert state.completedTime.endswith("US/Eastern")


@VERSIONS
async def test_short_form_of_open_orders_is_read_too(version: int) -> None:
    async with served(version, terse=True) as place:
        heard = Heard()
        async with connected(place, heard) as client:
            client.placeOrder(1, stock("SPY"), order("BUY", 10, "LMT", "short", lmtPrice=2.5))
            await heard.until(lambda: last_status(heard, 1) == "Submitted")
            _, _, told, state = heard.named("openOrder")[-1]
            assert (told.orderRef, told.lmtPrice, told.usePriceMgmtAlgo, state.status) == ("short", 2.5, False, "Submitted")


@VERSIONS
async def test_executions_positions_and_account_agree(version: int) -> None:
    async with served(version) as place:
        heard = Heard()
        async with connected(place, heard) as client:
            client.placeOrder(1, stock("TNA"), order("BUY", 30, "MKT", "x"))
            await heard.until(lambda: last_status(heard, 1) == "Filled")
            client.reqExecutions(9, execution_module.ExecutionFilter())
            client.reqPositions()
            client.reqAccountUpdates(True, "DU1234567")
            client.reqAccountSummary(10, "All", "NetLiquidation,TotalCashValue")
            client.reqAccountUpdatesMulti(12, "DU1234567", "", True)
            ends = ("execDetailsEnd", "positionEnd", "accountDownloadEnd", "accountSummaryEnd", "accountUpdateMultiEnd")
            await heard.until(lambda: all(heard.named(end) for end in ends))
            assert [values[2] for values in heard.named("execDetails") if values[0] == 9]
            (account, contract, shares, cost) = heard.named("position")[-1]
            assert (account, contract.symbol, shares) == ("DU1234567", "TNA", 30)
            assert cost == pytest.approx(place.gateway.account.holdings["TNA"].average_cost)
            assert "NetLiquidation" in {values[0] for values in heard.named("updateAccountValue")}
            assert {values[2] for values in heard.named("accountSummary")} == {"NetLiquidation", "TotalCashValue"}
            assert [values[1] for values in heard.named("updatePortfolio")] == [30]


@VERSIONS
async def test_contracts_history_bars_and_quotes_arrive(version: int) -> None:
    async with served(version) as place:
        heard = Heard()
        async with connected(place, heard) as client:
            client.reqContractDetails(20, stock())
            client.reqHistoricalData(21, stock(), "", "3600 S", "1 min", "TRADES", 1, 1, False, [])
            client.reqRealTimeBars(22, stock("IWM"), 5, "TRADES", True, [])
            client.reqMktData(23, stock("VIX", "IND", "CBOE"), "", False, False, [])
            client.reqMktData(24, stock(), "", False, False, [])
            await heard.until(lambda: heard.named("contractDetailsEnd") and heard.named("historicalDataEnd"))
            await heard.until(lambda: len(heard.named("realtimeBar")) >= 2)
            (_, details) = heard.named("contractDetails")[0]
            assert (details.longName, details.minTick, details.stockType) == (
                "APPLE INC",
                0.01,
                "COMMON",
            )
            assert details.timeZoneId == "US/Eastern"
            assert len(heard.named("historicalData")) == 60
            first, second = heard.named("realtimeBar")[:2]
            assert int(str(second[1])) - int(str(first[1])) == 5
            assert float(str(first[5])) == float(str(second[2]))  # a bar opens where the one before closed
            kinds = {(values[0], values[1]) for values in heard.named("tickPrice")}
            assert {(23, 4), (24, 1), (24, 2), (24, 4), (24, 9)} <= kinds
