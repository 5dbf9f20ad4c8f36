"""The account: cash, positions, and the values a client may ask for. USD; average-cost accounting, commissions included."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rlbot.bridge.fake_gateway.market.instruments import Instrument
from rlbot.bridge.fake_gateway.orders.order import Execution

MARGIN = 0.25  # of the positions' gross value
SUMMARY_TAGS = "AccountType,NetLiquidation,TotalCashValue,SettledCash,BuyingPower,AvailableFunds,GrossPositionValue"
Value = tuple[str, str, str]  # tag, value, currency


@dataclass
class Holding:
    """Shares (negative: short), their average cost in USD with commissions, and what closing some has earned."""

    instrument: Instrument
    quantity: int = 0
    average_cost: float = 0.0
    realized: float = 0.0

    def trade(self, shares: int, price: float, commission: float) -> float | None:
        """Apply signed shares; the profit of what was closed, None where nothing was."""
        closing = 0
        if self.quantity * shares < 0:
            closing = min(abs(shares), abs(self.quantity))
        opening = abs(shares) - closing
        profit: float | None = None
        if closing:
            side = 1 if self.quantity > 0 else -1
            profit = round((price - self.average_cost) * closing * side - commission * closing / abs(shares), 6)
            self.realized += profit
        before = abs(self.quantity) - closing
        self.quantity += shares
        if opening:
            sign = 1 if shares > 0 else -1
            cost = opening * price + sign * commission * opening / abs(shares)
            self.average_cost = (before * self.average_cost + cost) / (before + opening)
        elif not self.quantity:
            self.average_cost = 0.0
        return profit


class Account:
    """One account of the login; positions change by executions alone."""

    def __init__(self, name: str, cash: float) -> None:
        self.name = name
        self.cash = cash
        self.holdings: dict[str, Holding] = {}

    def trade(self, instrument: Instrument, shares: int, price: float, commission: float) -> float | None:
        """Book signed shares; the realized profit, None where nothing was closed."""
        self.cash -= shares * price + commission
        return self._holding(instrument).trade(shares, price, commission)

    def adjust(self, fill: Execution, price: float) -> None:
        """A fill turns out to have had another price."""
        self.cash -= fill.signed_shares * (price - fill.price)

    def _holding(self, instrument: Instrument) -> Holding:
        return self.holdings.setdefault(instrument.symbol, Holding(instrument))

    def position(self, symbol: str) -> int:
        """Signed shares."""
        holding = self.holdings.get(symbol)
        return holding.quantity if holding else 0

    def open_holdings(self) -> list[Holding]:
        """Holdings with shares in them."""
        return [holding for holding in self.holdings.values() if holding.quantity]

    def values(self, mark: Callable[[Instrument], float]) -> list[Value]:
        """(tag, value, currency) as account updates carry them."""
        holdings = self.open_holdings()
        stock = sum(h.quantity * mark(h.instrument) for h in holdings)
        gross = sum(abs(h.quantity) * mark(h.instrument) for h in holdings)
        unrealized = sum(h.quantity * (mark(h.instrument) - h.average_cost) for h in holdings)
        realized = sum(h.realized for h in self.holdings.values())
        net, margin = self.cash + stock, gross * MARGIN
        money = {
            "AvailableFunds": net - margin,
            "BuyingPower": max(0.0, net - margin) / MARGIN,
            "CashBalance": self.cash,
            "EquityWithLoanValue": net,
            "ExcessLiquidity": net - margin,
            "GrossPositionValue": gross,
            "InitMarginReq": margin,
            "MaintMarginReq": margin,
            "NetLiquidation": net,
            "RealizedPnL": realized,
            "SettledCash": self.cash,
            "StockMarketValue": stock,
            "TotalCashBalance": self.cash,
            "TotalCashValue": self.cash,
            "UnrealizedPnL": unrealized,
        }
        words = [("AccountCode", self.name, ""), ("AccountReady", "true", ""), ("AccountType", "INDIVIDUAL", "")]
        return [*words, ("Currency", "USD", "USD"), *((tag, f"{value:.2f}", "USD") for tag, value in money.items())]
