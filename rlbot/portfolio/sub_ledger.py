"""One agent's cash, shares and equity, and where each change of its equity came from.

Mark-to-reference accounting: shares are always valued at one mark (last close, open, reference price of the last fill,
close), every move of the mark is a price part, and what a fill cost beyond its reference is a cost part. So the parts add
up to the change of equity by construction. The arithmetic of cash is `training/step_kernel.advance`, operation by operation.
"""

from __future__ import annotations

import msgspec

from rlbot.events.base import Interval
from rlbot.events.market import Bar
from rlbot.events.trade import OrderFilled
from rlbot.portfolio.positions import average_cost, carry, cash_after_fill, realised_pnl, split_shares, unrealised_return

DAY_NS = 86_400_000_000_000


class SubLedgerPlan(msgspec.Struct, frozen=True, gc=False):
    """One agent's part of the account: `budget` USD to begin with; yearly rates on negative cash and on shorts."""

    agent_id: str
    symbol: str
    interval: Interval
    budget: float
    debit_rate: float = 0.0
    borrow_rate: float = 0.0


class SubLedgerView(msgspec.Struct, frozen=True, gc=False):
    """A sub-ledger as it stands. USD; `shares` signed.

    `equity`: at the close of the agent's own last bar, never at a mark in between. `unrealised`: USD on the open position
    before costs; `unrealised_return`: close / average cost - 1, signed by the side, 0 when flat. `realised`: USD locked in so
    far, before costs. `exited`: a protective exit happened in the last bar.
    """

    agent_id: str
    cash: float
    shares: float
    avg_cost: float
    close: float
    equity: float
    weight: float
    unrealised: float
    unrealised_return: float
    realised: float
    exited: bool


class SubLedger:
    """The state and its arithmetic; `ledger.py` hears the events."""

    __slots__ = (
        "_view",
        "avg_cost",
        "bar_ns",
        "bars",
        "borrow",
        "cash",
        "close",
        "commission",
        "day",
        "dividends",
        "equity",
        "exited",
        "financing",
        "impact",
        "intraday",
        "mark",
        "overnight",
        "peak",
        "pending",
        "plan",
        "quote",
        "realised",
        "session_end",
        "shares",
        "spread",
    )

    def __init__(self, plan: SubLedgerPlan) -> None:
        self.plan = plan
        self.cash = plan.budget
        self.shares = 0.0
        self.avg_cost = 0.0
        self.realised = 0.0
        self.close = 0.0  # of the last marked bar, in today's shares
        self.mark = 0.0  # what the shares are valued at while a bar is booked
        self.quote = 0.0  # latest price between bars, for account risk only
        self.equity = plan.budget
        self.peak = plan.budget
        self.exited = False
        self.session_end = False
        self.bars = 0
        self.bar_ns = 0
        self.day = 0
        self.pending = 0.0  # close of the bar being booked
        self._view: SubLedgerView | None = None  # several ask between two changes; each change drops it
        self.clear_parts()

    def clear_parts(self) -> None:
        """Begin a new step."""
        self.overnight = self.intraday = self.dividends = self.commission = 0.0
        self.spread = self.impact = self.borrow = self.financing = 0.0

    def split(self, factor: float) -> None:
        """`factor` new shares per old; the fraction of a share is paid out at the adjusted last close."""
        self._view = None
        self.close /= factor
        self.mark /= factor
        self.quote /= factor
        after = split_shares(self.shares, factor)
        fraction = self.shares * factor - after
        self.cash += fraction * self.close
        self.overnight += fraction * (self.close - self.mark)
        self.shares = after
        self.avg_cost /= factor
        if after == 0.0:
            self.avg_cost = 0.0

    def dividend(self, amount: float) -> None:
        """USD a share, owed by a short."""
        self._view = None
        paid = self.shares * amount
        self.cash += paid
        self.dividends += paid

    def begin_bar(self, bar: Bar) -> None:
        """Carry for the calendar days since the last bar, then value the shares at the open."""
        self._view = None
        plan = self.plan
        shares = self.shares
        day = bar.start_ns // DAY_NS
        same_session = day == self.day
        if self.bars:
            days = float(day - self.day)
            if days and (shares < 0.0 or self.cash < 0.0):
                short = -shares * self.close if shares < 0.0 else 0.0
                cost = carry(self.cash, short, days, plan.debit_rate, plan.borrow_rate)
                borrow = short * plan.borrow_rate * days / 360.0
                self.cash -= cost
                self.borrow -= borrow
                self.financing -= cost - borrow
        if shares != 0.0:
            if same_session:
                self.intraday += shares * (bar.open - self.mark)
            else:
                self.overnight += shares * (bar.open - self.mark)
        self.mark = bar.open
        self.pending = bar.close
        self.bar_ns = bar.start_ns
        self.session_end = bar.session_end
        self.day = day
        self.bars += 1
        self.exited = False

    def fill(self, event: OrderFilled) -> None:
        """Shares, cash and average cost after an execution, and its cost parts."""
        self._view = None
        signed = float(event.quantity) if event.side == "buy" else -float(event.quantity)
        moved = self.shares * (event.reference_price - self.mark)
        if event.bar_ns // DAY_NS == self.day:
            self.intraday += moved
        else:  # executed before its bar was known (a real broker's opening auction)
            self.overnight += moved
        self.mark = event.reference_price
        self.realised += realised_pnl(self.shares, self.avg_cost, signed, event.price)
        self.avg_cost = average_cost(self.shares, self.avg_cost, signed, event.price)
        self.cash = cash_after_fill(self.cash, signed, event.price, event.commission)
        self.shares += signed
        self.commission -= event.commission
        self.spread -= event.spread_cost
        # What the price gave away beyond the stated spread is impact, whatever the broker called it.
        self.impact -= signed * (event.price - event.reference_price) - event.spread_cost
        if event.kind != "open":
            self.exited = True

    def charge(self, amount: float) -> None:
        """A commission that was told after its fill, USD."""
        self._view = None
        self.cash -= amount
        self.commission -= amount

    def correct(self, before: float, price_before: float, after: float, price: float) -> None:
        """`before` signed shares at `price_before` (USD) are taken back, `after` at `price` take their place.

        Position and cash come out as if only the latter had happened; the difference of the marks is a price part.
        """
        self._view = None
        for signed, paid in ((-before, price_before), (after, price)):
            self.intraday += signed * (self.mark - paid)
            self.realised += realised_pnl(self.shares, self.avg_cost, signed, paid)
            self.avg_cost = average_cost(self.shares, self.avg_cost, signed, paid)
            self.cash = cash_after_fill(self.cash, signed, paid, 0.0)
            self.shares += signed

    def end_bar(self) -> float:
        """Mark at the close; returns the equity, USD. The parts stay until `clear_parts`."""
        self._view = None
        close = self.pending
        shares = self.shares
        if shares != 0.0:
            self.intraday += shares * (close - self.mark)
        self.close = self.mark = self.quote = close
        equity = self.equity = self.cash + shares * close
        self.peak = equity if equity > self.peak else self.peak
        return equity

    def view(self) -> SubLedgerView:
        """A frozen copy of the present."""
        if self._view is not None:
            return self._view
        shares, close, cost = self.shares, self.close, self.avg_cost
        equity = self.cash + shares * close
        gain = unrealised_return(shares, cost, close)
        self._view = SubLedgerView(
            self.plan.agent_id,
            self.cash,
            shares,
            cost,
            close,
            equity,
            shares * close / equity if equity > 0.0 else 0.0,
            shares * (close - cost) if shares != 0.0 else 0.0,
            gain,
            self.realised,
            self.exited,
        )
        return self._view
