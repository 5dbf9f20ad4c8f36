"""The ledger handler: one sub-ledger per agent, the account as their sum.

Hears: SplitApplied, DividendPaid, BarClosed, OrderFilled, CommissionCharged, FillCorrected, InstantClosed, MarkUpdated.
Says: EquityMarked (one per agent whose bar closed), PositionChanged.
Owns: cash, shares, average cost and equity. Its state is a pure function of what it heard, so the same events from the
journal bring it back. It begins at the first bar of the run.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from rlbot.bus import Bus
from rlbot.events.base import Interval
from rlbot.events.market import BarClosed, DividendPaid, InstantClosed, MarkUpdated, SplitApplied
from rlbot.events.trade import CommissionCharged, EquityMarked, FillCorrected, OrderFilled, PositionChanged
from rlbot.portfolio.sub_ledger import SubLedger, SubLedgerPlan, SubLedgerView

# Executions remembered: a broker repeats at most a day of them after a reconnection.
REMEMBERED = 16_384


class Ledger:
    """Books what happened, in delivery order: split, dividend, bar, fills, instant."""

    def __init__(self, bus: Bus, plans: Sequence[SubLedgerPlan]) -> None:
        self._publish = bus.publish
        self._subs = {plan.agent_id: SubLedger(plan) for plan in plans}
        self._by_series: dict[tuple[str, Interval], tuple[SubLedger, ...]] = {}
        for sub in self._subs.values():
            series = (sub.plan.symbol, sub.plan.interval)
            self._by_series[series] = (*self._by_series.get(series, ()), sub)
        self._due: list[SubLedger] = []
        self._known: dict[str, None] = {}

    def on_split(self, event: SplitApplied) -> None:
        """Shares, cash and average cost in new shares."""
        for sub in self._subs.values():
            if sub.plan.symbol == event.symbol and sub.bars:
                held = sub.shares != 0.0
                sub.split(event.factor)
                if held:
                    self._changed(sub, event.ts_ns)

    def on_dividend(self, event: DividendPaid) -> None:
        """Cash to whoever holds, from whoever is short."""
        for sub in self._subs.values():
            if sub.plan.symbol == event.symbol and sub.shares != 0.0:
                sub.dividend(event.amount)
                self._changed(sub, event.ts_ns)

    def on_bar(self, event: BarClosed) -> None:
        """Carry cost, then value at the open; the close waits for the instant's end."""
        bar = event.bar
        subs = self._by_series.get((bar.symbol, bar.interval))
        if subs is not None:
            for sub in subs:
                sub.begin_bar(bar)
                self._due.append(sub)

    def on_fill(self, event: OrderFilled) -> None:
        """Book an execution. The same `exec_id` a second time changes nothing."""
        sub = self._subs.get(event.agent_id)
        if sub is None or event.exec_id in self._known:
            return
        self._known[event.exec_id] = None
        if len(self._known) > 2 * REMEMBERED:
            self._known = dict.fromkeys(islice(self._known, REMEMBERED, None))
        sub.fill(event)
        self._changed(sub, event.ts_ns)

    def on_commission(self, event: CommissionCharged) -> None:
        """The cost of an execution booked before. Told once by whoever says it; a repeat is not recognised here."""
        sub = self._subs.get(event.agent_id)
        if sub is not None:
            sub.charge(event.amount)
            self._changed(sub, event.ts_ns)

    def on_correction(self, event: FillCorrected) -> None:
        """An execution booked before is replaced. The same `exec_id` a second time changes nothing."""
        sub = self._subs.get(event.agent_id)
        if sub is None or event.exec_id in self._known:
            return
        self._known[event.exec_id] = None
        side = 1.0 if event.side == "buy" else -1.0
        sub.correct(side * event.quantity_before, event.price_before, side * event.quantity, event.price)
        self._changed(sub, event.ts_ns)

    def on_instant(self, event: InstantClosed) -> None:
        """Mark every agent whose bar closed, all of them before anybody hears of it."""
        due = self._due
        if not due:
            return
        self._due = []
        for sub in due:
            sub.end_bar()
        for sub in due:
            peak = sub.peak
            self._publish(
                EquityMarked(
                    ts_ns=event.ts_ns,
                    agent_id=sub.plan.agent_id,
                    symbol=sub.plan.symbol,
                    bar_ns=sub.bar_ns,
                    equity=sub.equity,
                    cash=sub.cash,
                    shares=int(sub.shares),
                    close=sub.close,
                    drawdown=1.0 - sub.equity / peak if peak > 0.0 else 0.0,
                    session_end=sub.session_end,
                    parts=(
                        sub.overnight,
                        sub.intraday,
                        sub.dividends,
                        sub.commission,
                        sub.spread,
                        sub.impact,
                        sub.borrow,
                        sub.financing,
                    ),
                )
            )
            sub.clear_parts()

    def on_mark(self, event: MarkUpdated) -> None:
        """A price between bars: moves the account's equity, never an agent's."""
        for sub in self._subs.values():
            if sub.plan.symbol == event.symbol:
                sub.quote = event.price

    def view(self, agent_id: str) -> SubLedgerView:
        """The agent's sub-ledger as it stands. Raises KeyError for an unknown agent."""
        return self._subs[agent_id].view()

    def shares(self, agent_id: str) -> float:
        """Shares held now, signed."""
        return self._subs[agent_id].shares

    def quote(self, agent_id: str) -> float:
        """Latest price of the agent's symbol: a mark where one came after the last bar, else its close; 0 before any."""
        return self._subs[agent_id].quote

    def agents(self) -> tuple[str, ...]:
        """Ids, in the order of the plans."""
        return tuple(self._subs)

    def account_equity(self) -> float:
        """All sub-ledgers at their latest prices, USD."""
        return sum(sub.cash + sub.shares * sub.quote for sub in self._subs.values())

    def _changed(self, sub: SubLedger, ts_ns: int) -> None:
        self._publish(
            PositionChanged(
                ts_ns=ts_ns,
                agent_id=sub.plan.agent_id,
                symbol=sub.plan.symbol,
                shares=int(sub.shares),
                avg_cost=sub.avg_cost,
                cash=sub.cash,
                realised=sub.realised,
            )
        )
