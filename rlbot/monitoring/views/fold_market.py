"""How bars, splits, dividends, prices and marks change the board."""

from __future__ import annotations

from rlbot.events.base import Interval
from rlbot.events.market import Bar, BarClosed, DecisionDue, DividendPaid, MarkUpdated, SplitApplied
from rlbot.events.trade import EquityMarked
from rlbot.monitoring.views.bar_series import BarSeries
from rlbot.monitoring.views.state import BoardState


class MarketFold:
    """Folds market events and the equity they make into the state."""

    def __init__(self, state: BoardState) -> None:
        self._state = state
        self._peak = state.budget

    def on_bar(self, closed: BarClosed, now_ns: int) -> None:
        """A new close, on the chart and for every agent of the symbol."""
        state, bar = self._state, closed.bar
        state.platform.on_bar(closed, now_ns)
        trained = False
        for view in state.by_symbol.get(bar.symbol, ()):
            view.on_price(bar.close, closed.ts_ns, now_ns)
            if view.settings.interval == bar.interval:
                view.in_sample = view.id in closed.in_sample or view.trained_on(bar.start_ns)
                trained = trained or view.in_sample
                state.changes.agents[view.id] = None
        self._learn(bar)
        if self._series_of(bar.symbol, bar.interval).append(bar, trained or bool(closed.in_sample), now_ns):
            key = (bar.symbol, bar.interval)
            state.changes.bars[key] = state.changes.bars.get(key, 0) + 1
        state.changes.status = state.changes.positions = True

    def on_due(self, due: DecisionDue, now_ns: int) -> None:
        """The indicators of the bar that an agent decides on."""
        view = self._state.agents.get(due.agent_id)
        series = self._state.series.get((due.bar.symbol, due.bar.interval))
        if view is None or series is None:
            return
        series.indicate(due.bar, view.settings.features.names, due.features, due.inputs, due.warm)
        self._state.changes.bars.setdefault((due.bar.symbol, due.bar.interval), 1)

    def on_split(self, split: SplitApplied, now_ns: int) -> None:
        """What lies before it is shown in shares after it."""
        self.rescale(split)
        for view in self._state.by_symbol.get(split.symbol, ()):
            view.on_split(split)

    def on_dividend(self, paid: DividendPaid, now_ns: int) -> None:
        """Cash for the shares held."""
        for view in self._state.by_symbol.get(paid.symbol, ()):
            view.holding.cash += view.holding.shares * paid.amount

    def on_mark(self, mark: MarkUpdated, now_ns: int) -> None:
        """A price between bars."""
        for view in self._state.by_symbol.get(mark.symbol, ()):
            view.on_price(mark.price, mark.ts_ns, now_ns)
            self._state.changes.agents[view.id] = None
        self._state.changes.positions = self._state.changes.status = True

    def on_equity(self, marked: EquityMarked, now_ns: int) -> None:
        """An agent's curve moved on, and with it the account's."""
        state = self._state
        view = state.agents.get(marked.agent_id)
        if view is None:
            return
        view.on_equity(marked, now_ns)
        equity, account = state.equity(), state.account
        if account.t and account.t[-1] != marked.ts_ns:  # several agents are marked at one instant: only the last sum counts
            self._peak = max(self._peak, account.columns["equity"][-1] or 0.0)
        peak = max(self._peak, equity)
        account.mark(
            marked.ts_ns,
            now_ns,
            equity=equity,
            drawdown=1.0 - equity / peak if peak > 0.0 else 0.0,
            benchmark=state.benchmark(),
            session_end=marked.session_end,
        )
        changes = state.changes
        changes.curves[view.id] = changes.curves[""] = changes.agents[view.id] = None
        changes.positions = changes.status = True

    def seed(self, bar: Bar, in_sample: bool, now_ns: int) -> None:
        """A bar from before the run, for the chart."""
        self._series_of(bar.symbol, bar.interval).append(bar, in_sample, now_ns)
        self._learn(bar)

    def rescale(self, split: SplitApplied) -> None:
        """The series alone, as for a split among seeded bars."""
        for (symbol, _), series in self._state.series.items():
            if symbol == split.symbol:
                series.on_split(split.factor)
        for (symbol, _), liquidity in self._state.liquidity.items():
            if symbol == split.symbol:
                liquidity.on_split(split.factor)

    def _series_of(self, symbol: str, interval: Interval) -> BarSeries:
        series = self._state.series.get((symbol, interval))
        if series is None:
            series = self._state.series[symbol, interval] = BarSeries(symbol, interval, self._state.platform.made_up)
        return series

    def _learn(self, bar: Bar) -> None:
        """How much trades in a day, for what an order is expected to cost; only of series that agents trade."""
        liquidity = self._state.liquidity.get((bar.symbol, bar.interval))
        if liquidity is not None:
            liquidity.on_bar(bar)
