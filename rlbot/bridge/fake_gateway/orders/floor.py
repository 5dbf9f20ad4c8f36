"""The exchange floor: triggers stops, fills orders at the quote of the second, and books what filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import count

from rlbot.bridge.fake_gateway.account import Account
from rlbot.bridge.fake_gateway.ledger import Ledger
from rlbot.bridge.fake_gateway.market.hours import Hours
from rlbot.bridge.fake_gateway.market.instruments import Instrument
from rlbot.bridge.fake_gateway.market.prices import Prices
from rlbot.bridge.fake_gateway.orders import linked, matching
from rlbot.bridge.fake_gateway.orders.book import OrderBook
from rlbot.bridge.fake_gateway.orders.order import FILLED, PRE_SUBMITTED, SUBMITTED, Execution, Order, OrderTerms
from rlbot.bridge.fake_gateway.orders.reports import Reports
from rlbot.bridge.fake_gateway.timers import Timers


class Floor:
    """Executions remembered here are today's; the ledger has all."""

    def __init__(
        self,
        book: OrderBook,
        accounts: Mapping[str, Account],
        ledger: Ledger,
        reports: Reports,
        prices: Prices,
        hours: Hours,
        timers: Timers,
        *,
        automatic: bool,
    ) -> None:
        self._book, self._accounts, self._ledger, self._reports = book, accounts, ledger, reports
        self._prices, self._hours, self._timers, self._automatic = prices, hours, timers, automatic
        self._numbers = count(1)
        self.executions: list[Execution] = []

    def work(self, order: Order) -> int:
        """Shares filled by one look at the market."""
        second = self._timers.second
        shares = linked.available(self._book, order)
        if second < order.due_s or not self._hours.is_open(second):
            return 0
        quote = self._prices.quote(order.terms.instrument, second)
        if shares and matching.triggers(order, quote):
            order.triggered = True
        self._stand(order, active=shares > 0)
        price = matching.fill_price(order, quote)
        if not self._automatic or not shares or price is None:
            return 0
        if order.slices:
            shares = min(shares, order.slices[0])
            if shares:
                order.slices.pop(0)
        if shares:
            self.trade(order, shares, price)
        return shares

    def _stand(self, order: Order, *, active: bool) -> None:
        """The status of an order that works: a stop waits for its trigger, a child for its parent."""
        if not active:
            standing = (PRE_SUBMITTED, "child")
        elif order.terms.order_type in matching.STOPS and not order.triggered:
            standing = (PRE_SUBMITTED, "trigger")
        else:
            standing = (SUBMITTED, "")
        if standing != (order.status, order.why_held):
            was = order.status
            order.status, order.why_held = standing
            at_once = (
                order.terms.order_type == "MKT" and self._automatic
            )  # it is about to fill: the real one says nothing between
            if not (at_once and was == PRE_SUBMITTED):
                self._reports.changed(order)

    def expires(self, order: Order) -> bool:
        """Whether the order may not rest: immediate-or-cancel after one look, on-open once the opening has passed."""
        tif, second = order.terms.tif, self._timers.second
        return second >= order.due_s and tif in {"IOC", "OPG"} and self._automatic

    def market_price(self, order: Order) -> float:
        """The opposite side of the quote, USD."""
        quote = self._prices.quote(order.terms.instrument, self._timers.second)
        return quote.ask if order.terms.sign > 0 else quote.bid

    def trade(self, order: Order, shares: int, price: float) -> None:
        """The order fills `shares` at `price`; everybody who should know is told."""
        order.filled += shares
        order.cost += shares * price
        order.last_price = price
        fee = matching.commission(shares, price)
        order.commission = round(order.commission + fee, 6)
        instrument, sign = order.terms.instrument, order.terms.sign
        profit = self._accounts[order.terms.account].trade(instrument, sign * shares, price, fee)
        order.status = SUBMITTED if order.remaining else FILLED
        order.why_held = ""
        fill = Execution(
            key=f"0000e0d5.{self._timers.second & 0xFFFFFFFF:08x}.{next(self._numbers):02d}",
            revision=1,
            second=self._timers.second,
            client_id=order.client_id,
            order_id=order.order_id,
            perm_id=order.perm_id,
            order_ref=order.terms.order_ref,
            instrument=instrument,
            exchange=instrument.primary_exchange,
            account=order.terms.account,
            sign=sign,
            shares=shares,
            price=price,
            cumulative=order.filled,
            average_price=order.average_price,
            commission=fee,
            realized_pnl=profit,
        )
        self.remember(fill)
        if order.status == FILLED:
            order.completed_s = self._timers.second
            self._book.complete(order)
        self._reports.executed(order, fill)

    def trade_by_hand(self, instrument: Instrument, shares: int, account: str = "") -> None:
        """Somebody trades beside the clients, in the first account or another: an execution without order or client."""
        name = account or next(iter(self._accounts))
        terms = OrderTerms(instrument, "SMART", "BUY" if shares > 0 else "SELL", abs(shares), "MKT", account=name)
        order = Order(0, 0, self._book.new_perm_id(), terms, self._timers.second, abs(shares), status=SUBMITTED)
        self.trade(order, abs(shares), self.market_price(order))

    def correct(self, fill: Execution, price: float) -> Execution:
        """The same fill at another price, one revision on."""
        latest = self._ledger.executions[fill.key]
        self._accounts[latest.account].adjust(latest, price)
        corrected = replace(latest, price=price, revision=latest.revision + 1)
        self.remember(corrected)
        return corrected

    def remember(self, fill: Execution) -> None:
        """For reqExecutions until the day is over, for the ledger for ever."""
        self.executions.append(fill)
        self._ledger.book(fill)
