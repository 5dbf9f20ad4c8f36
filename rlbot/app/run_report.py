"""What a run came to, kept in constant memory: the report at the end of `rlbot up --exit-at-end`."""

from __future__ import annotations

from collections import Counter
from typing import Any

from rlbot.app.refused_rows import sentence
from rlbot.bus import Bus
from rlbot.events.agent import DecisionMade
from rlbot.events.market import BarClosed, BarRejected, SplitApplied
from rlbot.events.trade import CommissionCharged, EquityMarked, OrderFilled, OrderRefused


class _Tally:
    """One agent's."""

    def __init__(self) -> None:
        self.first_equity = self.equity = 0.0
        self.first_close = self.close = 0.0  # in today's shares
        self.symbol = ""
        self.drawdown = 0.0
        self.bars = self.in_sample = self.fills = self.refused = 0
        self.trained: dict[str, int] = {}  # by symbol: the newest bar that its model was trained on
        self.costs = 0.0
        self.actions = {"buy": 0, "sell": 0, "hold": 0}


class RunReport:
    """Hears: SplitApplied, BarClosed, EquityMarked, OrderFilled, CommissionCharged, OrderRefused, DecisionMade, BarRejected."""

    def __init__(self, agents: tuple[str, ...]) -> None:
        self._tallies = {agent: _Tally() for agent in agents}
        self._unseated: dict[str, _Tally] = {}  # agents of an earlier start whose orders a broker still executed
        self._rejected: Counter[tuple[str, str, str]] = Counter()

    def listen(self, bus: Bus) -> None:
        """Subscribe after the trading path."""
        bus.on(SplitApplied, self.on_split)
        bus.on(BarClosed, self.on_bar)
        bus.on(EquityMarked, self.on_equity)
        bus.on(OrderFilled, self.on_fill)
        bus.on(CommissionCharged, self.on_charge)
        bus.on(OrderRefused, self.on_refused)
        bus.on(DecisionMade, self.on_decision)
        bus.on(BarRejected, self.on_rejected)

    def on_split(self, event: SplitApplied) -> None:
        """A price of before the split, in the shares of after it."""
        for tally in self._tallies.values():
            if tally.symbol == event.symbol:
                tally.first_close /= event.factor

    def on_bar(self, event: BarClosed) -> None:
        """Whose model has seen it before."""
        for agent_id in event.in_sample:
            self._of(agent_id).trained[event.bar.symbol] = event.bar.start_ns

    def on_equity(self, event: EquityMarked) -> None:
        """The account moved on."""
        tally = self._of(event.agent_id)
        if not tally.bars:
            tally.first_equity, tally.first_close, tally.symbol = event.equity, event.close, event.symbol
        tally.bars += 1
        tally.in_sample += tally.trained.get(event.symbol) == event.bar_ns
        tally.equity, tally.close = event.equity, event.close
        tally.drawdown = max(tally.drawdown, event.drawdown)

    def on_fill(self, event: OrderFilled) -> None:
        """It cost something."""
        tally = self._of(event.agent_id)
        tally.fills += 1
        tally.costs += event.commission + event.spread_cost + event.impact_cost

    def on_charge(self, event: CommissionCharged) -> None:
        """A broker told later what it cost."""
        self._of(event.agent_id).costs += event.amount

    def on_refused(self, event: OrderRefused) -> None:
        """Risk said no."""
        self._of(event.agent_id).refused += 1

    def on_decision(self, event: DecisionMade) -> None:
        """One decision, holding included."""
        self._of(event.agent_id).actions[event.action] += 1

    def on_rejected(self, event: BarRejected) -> None:
        """A bar was refused at the edge."""
        self._rejected[event.symbol, event.fault, event.detail if event.fault == "off_grid" else ""] += 1

    def _of(self, agent_id: str) -> _Tally:
        seated = self._tallies.get(agent_id)
        return seated if seated is not None else self._unseated.setdefault(agent_id, _Tally())

    def refusals(self) -> str:
        """The refusal met most often, as a sentence; empty if there was none."""
        if not self._rejected:
            return ""
        (symbol, fault, detail), count = self._rejected.most_common(1)[0]
        return f"{count:,} rows of {symbol} were refused as {fault}" + (f" ({detail})" if detail else "")

    def left_out(self) -> list[str]:
        """What no figure holds: a line for every symbol of which rows were refused, and for every agent without a seat."""
        by_symbol: dict[str, Counter[str]] = {}
        for (symbol, fault, _), count in self._rejected.items():
            by_symbol.setdefault(symbol, Counter())[fault] += count
        rows = [sentence(symbol, faults) for symbol, faults in sorted(by_symbol.items())]
        return [*rows, *(_elsewhere(agent, tally) for agent, tally in sorted(self._unseated.items()))]

    def in_sample(self) -> list[str]:
        """A line for every agent whose model was trained on bars of the run."""
        return [
            f"{t.in_sample:,} of {t.bars:,} bars are IN SAMPLE: {agent} was trained on them, so its figures prove nothing"
            for agent, t in self._tallies.items()
            if t.in_sample
        ]

    def document(self) -> dict[str, Any]:
        """Per agent: bars, those its model was trained on, decisions, fills, costs in USD, return, drawdown, and what the
        price did meanwhile.
        """
        return {
            agent: {
                "bars": t.bars,
                "in_sample_bars": t.in_sample,
                "decisions": dict(t.actions),
                "fills": t.fills,
                "refused": t.refused,
                "costs": t.costs,
                "equity": t.equity,
                "total_return": t.equity / t.first_equity - 1.0 if t.first_equity else 0.0,
                "max_drawdown": t.drawdown,
                "price_change": t.close / t.first_close - 1.0 if t.first_close else 0.0,
            }
            for agent, t in self._tallies.items()
        }


def _elsewhere(agent: str, tally: _Tally) -> str:
    fills = f"{tally.fills:,} fill" + ("" if tally.fills == 1 else "s")
    return f"agent {agent} has no seat in this run: {fills} and {tally.costs:,.2f} USD of costs are in no figure here"
