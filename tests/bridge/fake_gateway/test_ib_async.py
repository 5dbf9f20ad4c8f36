"""ib_async, a second client it was not written for, against the fake gateway.

Not a dependency: it pins tzdata below the version we lock. To run these: `make clients`.
"""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.bridge.fake_gateway.served import PATIENCE_S, Served, nothing_unreadable, served

WHY = "ib_async is not installed; to run these: make clients"
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its import, on newer Pythons
    lib: Any = pytest.importorskip("ib_async", reason=WHY)

OFFERED = pytest.mark.parametrize(("offered", "spoken"), [(176, 176), (178, 178), (200, 178)])


@asynccontextmanager
async def connected(place: Served, client_id: int = 7) -> AsyncIterator[Any]:
    ib = lib.IB()
    ib.RaiseRequestErrors = True
    await ib.connectAsync("127.0.0.1", place.port, clientId=client_id, timeout=PATIENCE_S, raiseSyncErrors=True)
    try:
        yield ib
    finally:
        ib.disconnect()


@pytest.fixture(autouse=True)
def every_message_is_read() -> Iterator[None]:
    with nothing_unreadable("ib_async.Decoder"):
        yield


async def until(event: Any, true: Callable[[], object]) -> None:
    """Wait for an event of the client's until `true()`."""
    async with asyncio.timeout(PATIENCE_S):
        while not true():
            await event


@OFFERED
async def test_connects_with_its_whole_synchronisation(offered: int, spoken: int) -> None:
    async with served(offered) as place, connected(place) as ib:
        assert ib.client.serverVersion() == spoken
        assert ib.managedAccounts() == ["DU1234567"]
        values = {(value.tag, value.currency): value.value for value in ib.accountValues()}
        assert values["NetLiquidation", "USD"] == "1000000.00"
        assert (await ib.reqCurrentTimeAsync()).year == 2026


@OFFERED
async def test_market_order_fills_with_its_commission(offered: int, spoken: int) -> None:
    async with served(offered) as place, connected(place) as ib:
        (contract,) = await ib.qualifyContractsAsync(lib.Stock("AAPL", "SMART", "USD"))
        assert contract.conId == 265598
        trade = ib.placeOrder(contract, lib.MarketOrder("BUY", 100, orderRef="a-1"))
        await until(trade.commissionReportEvent, lambda: trade.fills and trade.fills[0].commissionReport.execId)
        assert trade.orderStatus.status == "Filled"
        assert trade.fills[0].execution.orderRef == "a-1"
        assert trade.fills[0].commissionReport.commission == 1.0
        assert trade.orderStatus.permId == trade.fills[0].execution.permId
        assert [(p.contract.symbol, p.position) for p in ib.positions()] == [("AAPL", 100.0)]


@OFFERED
async def test_bracket_works_and_a_cancel_of_its_parent_ends_it(offered: int, spoken: int) -> None:
    async with served(offered) as place, connected(place) as ib:
        contract = lib.Stock("SPY", "SMART", "USD", conId=756733)
        legs = ib.bracketOrder("BUY", 10, limitPrice=2.0, takeProfitPrice=3.0, stopLossPrice=1.0)
        trades = [ib.placeOrder(contract, leg) for leg in legs]
        await until(ib.orderStatusEvent, lambda: trades[0].orderStatus.status == "Submitted")
        await until(ib.orderStatusEvent, lambda: all(t.orderStatus.status == "PreSubmitted" for t in trades[1:]))
        assert len(await ib.reqAllOpenOrdersAsync()) == 3
        ib.cancelOrder(legs[0])
        await until(ib.orderStatusEvent, lambda: all(t.orderStatus.status == "Cancelled" for t in trades))
        done = await ib.reqCompletedOrdersAsync(False)
        assert len(done) == 3
        assert {trade.orderStatus.status for trade in done} == {"Cancelled"}


@OFFERED
async def test_history_bars_quotes_and_executions(offered: int, spoken: int) -> None:
    async with served(offered) as place, connected(place) as ib:
        contract, index = await ib.qualifyContractsAsync(lib.Stock("IWM", "SMART", "USD"), lib.Index("VIX", "CBOE", "USD"))
        bars = await ib.reqHistoricalDataAsync(contract, "", "1800 S", "1 min", "TRADES", useRTH=True, keepUpToDate=False)
        assert len(bars) == 30
        days = await ib.reqHistoricalDataAsync(contract, "", "10 D", "1 day", "TRADES", useRTH=True, formatDate=2)
        assert len(days) >= 5
        live = ib.reqRealTimeBars(contract, 5, "TRADES", True)
        await until(live.updateEvent, lambda: len(live) >= 2)
        ticker = ib.reqMktData(index)
        await until(ib.pendingTickersEvent, lambda: ticker.last == ticker.last)
        quote = ib.reqMktData(contract)
        await until(ib.pendingTickersEvent, lambda: quote.bid < quote.last < quote.ask)
        assert await ib.reqExecutionsAsync() == []


@OFFERED
async def test_short_form_of_open_orders_is_read_too(offered: int, spoken: int) -> None:
    async with served(offered, terse=True) as place, connected(place) as ib:
        contract = lib.Stock("SPY", "SMART", "USD", conId=756733)
        ib.placeOrder(contract, lib.LimitOrder("BUY", 10, 2.5, orderRef="short"))
        trade = (await ib.reqAllOpenOrdersAsync())[-1]
        assert (trade.order.orderRef, trade.order.lmtPrice, trade.orderStatus.status) == ("short", 2.5, "Submitted")


async def test_second_client_with_the_same_id_is_refused_with_326() -> None:
    async with served() as place, connected(place, 7):
        other = lib.IB()
        said: list[int] = []
        other.errorEvent += lambda request, code, text, contract: said.append(code)
        with pytest.raises((ConnectionError, TimeoutError)):
            await other.connectAsync("127.0.0.1", place.port, clientId=7, timeout=1)
        assert 326 in said
