"""The board: what the page shows, folded from events.

Hears: everything the page shows (`HEARS`).   Says: nothing.   Owns: bounded views, and what changed since the feed last looked.
On the bus path it appends to an inbox, no more; folding happens when the feed or a request looks (`catch_up`), or inline once
`INBOX` events wait, which bounds memory when nobody looks for long.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from rlbot.bus import Bus
from rlbot.clock import Clock
from rlbot.events import agent as ev_agent
from rlbot.events import market as ev_market
from rlbot.events import ops as ev_ops
from rlbot.events import trade as ev_trade
from rlbot.events.base import Interval
from rlbot.events.market import Bar
from rlbot.monitoring.views.agent_view import AgentView
from rlbot.monitoring.views.bar_series import BarSeries
from rlbot.monitoring.views.changes import Changes
from rlbot.monitoring.views.curve import Curve
from rlbot.monitoring.views.fold_decisions import DecisionFold
from rlbot.monitoring.views.fold_orders import OrderFold
from rlbot.monitoring.views.kill_view import KillView
from rlbot.monitoring.views.log_book import LogBook
from rlbot.monitoring.views.order_log import OrderLog
from rlbot.monitoring.views.platform_view import PlatformView
from rlbot.monitoring.views.state import BoardState
from rlbot.monitoring.views.trade_log import TradeLog
from rlbot.monitoring.web.contract.base import Mode
from rlbot.monitoring.web.contract.feed import AlertUpdate
from rlbot.monitoring.web.contract.status import Component, ComponentState
from rlbot.settings.agent import AgentSettings

INBOX = 8_192
Fold = Callable[[Any, int], None]


# Halts whose cause raises an alert of its own.
TOLD_BY_THEMSELVES = frozenset({"journal_failed", "handler_failed"})


class Board:
    """Read model of the platform. One thread; `clock` is the machine's own, also in a replay (ages are of this moment)."""

    def __init__(self, agents: Sequence[AgentSettings], mode: Mode, clock: Clock, *, currency: str = "USD") -> None:
        self._clock = clock
        self._inbox: deque[object] = deque()
        now_ns = clock.now_ns()
        views = {settings.id: AgentView(settings) for settings in agents}
        self.state = BoardState(
            agents=views,
            series={},
            account=Curve("", "hold all"),
            orders=OrderLog(),
            trades=TradeLog(),
            kill=KillView(),
            platform=PlatformView(mode, now_ns),
            logs=LogBook(),
            changes=Changes(),
            currency=currency,
        )
        self._orders = OrderFold(self.state)
        self._decisions = DecisionFold(self.state)
        self._peak = self.state.budget
        self._folds = self._table()

    def subscribe(self, bus: Bus) -> None:
        """Hear everything the page shows. To be called after the trading path is wired."""
        for kind in self._folds:
            bus.on(kind, self.hear)

    def hear(self, event: object) -> None:
        """Take an event in; this is all that happens on the bus path."""
        self._inbox.append(event)
        if len(self._inbox) >= INBOX:
            self.catch_up()

    def catch_up(self) -> None:
        """Fold what waits."""
        inbox, folds = self._inbox, self._folds
        if not inbox:
            return
        now_ns = self._clock.now_ns()
        self.state.platform.heard_ns = now_ns
        while inbox:
            event = inbox.popleft()
            folds[type(event)](event, now_ns)

    def seed_bar(self, bar: Bar, in_sample: bool) -> None:
        """Put a bar from before the run on the chart."""
        self._series_of(bar.symbol, bar.interval).append(bar, in_sample, self._clock.now_ns())
        self._learn(bar)

    def seed_indicators(self, due: ev_market.DecisionDue) -> None:
        """The indicators of a seeded bar."""
        self._on_due(due, 0)

    def seed_split(self, split: ev_market.SplitApplied) -> None:
        """Seeded bars before a split are shown in shares after it."""
        self._rescale(split)

    def keep_seeds(self, bars: int) -> None:
        """Seeding is over: only the newest `bars` of each series stay, for a page that opens at the start."""
        for series in self.state.series.values():
            series.keep(bars)
        self.state.touch_all()

    def set_component(self, name: str, state: ComponentState, detail: str) -> None:
        """How a part outside the bus is doing (bridge, gateway, mqtt, watchdog, trainer …)."""
        component = Component(name=name, state=state, detail=detail, as_of_ns=self._clock.now_ns())
        self.state.platform.components[name] = component
        self.state.changes.status = True

    def _table(self) -> dict[type, Fold]:
        orders, decisions = self._orders, self._decisions
        return {
            ev_market.BarClosed: self._on_bar,
            ev_market.SplitApplied: self._on_split,
            ev_market.DividendPaid: self._on_dividend,
            ev_market.MarkUpdated: self._on_mark,
            ev_market.DecisionDue: self._on_due,
            ev_market.FeedStateChanged: self._on_feed,
            ev_agent.DecisionMade: decisions.on_made,
            ev_agent.DecisionExplained: decisions.on_explained,
            ev_agent.RewardRealised: decisions.on_reward,
            ev_agent.AgentPaused: decisions.on_paused,
            ev_agent.AgentResumed: decisions.on_resumed,
            ev_agent.ModelDeployed: decisions.on_model,
            ev_trade.OrderApproved: orders.on_approved,
            ev_trade.OrderRefused: orders.on_refused,
            ev_trade.OrderAccepted: orders.on_accepted,
            ev_trade.OrderCancelled: orders.on_cancelled,
            ev_trade.OrderRejected: orders.on_rejected,
            ev_trade.OrderFilled: orders.on_fill,
            ev_trade.ProtectionPlaced: orders.on_protection,
            ev_trade.ProtectionRemoved: orders.on_unprotected,
            ev_trade.PositionChanged: orders.on_position,
            ev_trade.EquityMarked: self._on_equity,
            ev_ops.AlertRaised: self._on_alert,
            ev_ops.HandlerFailed: self._on_failure,
            ev_agent.DecisionLate: self._on_late,
            ev_ops.TradingHalted: self._on_halt,
            ev_ops.TradingResumed: self._on_trading_resumed,
            ev_ops.KillActivated: orders.on_kill,
            ev_ops.KillReset: orders.on_kill_reset,
            ev_ops.RunStarted: self._on_run,
            ev_ops.RunEnded: self._on_end,
            ev_ops.Heartbeat: self._on_heartbeat,
        }

    def _series_of(self, symbol: str, interval: Interval) -> BarSeries:
        series = self.state.series.get((symbol, interval))
        if series is None:
            series = self.state.series[symbol, interval] = BarSeries(symbol, interval)
        return series

    def _on_bar(self, closed: ev_market.BarClosed, now_ns: int) -> None:
        state, bar = self.state, closed.bar
        state.platform.on_bar(closed, now_ns)
        trained = False
        for view in state.by_symbol.get(bar.symbol, ()):
            view.price, view.price_ns = bar.close, now_ns
            if view.settings.interval == bar.interval:
                view.in_sample = view.id in closed.in_sample or view.trained_on(bar.start_ns)
                trained = trained or view.in_sample
                state.changes.agents[view.id] = None
        self._learn(bar)
        if self._series_of(bar.symbol, bar.interval).append(bar, trained or bool(closed.in_sample), now_ns):
            key = (bar.symbol, bar.interval)
            state.changes.bars[key] = state.changes.bars.get(key, 0) + 1
        state.changes.status = state.changes.positions = True

    def _on_due(self, due: ev_market.DecisionDue, now_ns: int) -> None:
        view = self.state.agents.get(due.agent_id)
        series = self.state.series.get((due.bar.symbol, due.bar.interval))
        if view is None or series is None:
            return
        series.indicate(due.bar, view.settings.features.names, due.features, due.inputs, due.warm)
        self.state.changes.bars.setdefault((due.bar.symbol, due.bar.interval), 1)

    def _learn(self, bar: Bar) -> None:
        """How much trades in a day, for what an order is expected to cost; only of series that agents trade."""
        liquidity = self.state.liquidity.get((bar.symbol, bar.interval))
        if liquidity is not None:
            liquidity.on_bar(bar)

    def _rescale(self, split: ev_market.SplitApplied) -> None:
        for (symbol, _), series in self.state.series.items():
            if symbol == split.symbol:
                series.on_split(split.factor)
        for (symbol, _), liquidity in self.state.liquidity.items():
            if symbol == split.symbol:
                liquidity.on_split(split.factor)

    def _on_split(self, split: ev_market.SplitApplied, now_ns: int) -> None:
        self._rescale(split)
        for view in self.state.by_symbol.get(split.symbol, ()):
            view.on_split(split)

    def _on_dividend(self, paid: ev_market.DividendPaid, now_ns: int) -> None:
        for view in self.state.by_symbol.get(paid.symbol, ()):
            view.holding.cash += view.holding.shares * paid.amount

    def _on_mark(self, mark: ev_market.MarkUpdated, now_ns: int) -> None:
        for view in self.state.by_symbol.get(mark.symbol, ()):
            view.price, view.price_ns = mark.price, now_ns
            self.state.changes.agents[view.id] = None
        self.state.changes.positions = self.state.changes.status = True

    def _on_feed(self, changed: ev_market.FeedStateChanged, now_ns: int) -> None:
        self.state.platform.on_feed(changed, now_ns)
        self.state.changes.status = True

    def _on_equity(self, marked: ev_trade.EquityMarked, now_ns: int) -> None:
        state = self.state
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

    def _on_alert(self, raised: ev_ops.AlertRaised, now_ns: int) -> None:
        alert = self.state.platform.on_alert(raised, now_ns)
        if self.state.changes.watched:
            self.state.changes.event("alerts", AlertUpdate(alert=alert))
        self.state.changes.status = True

    def _on_failure(self, failed: ev_ops.HandlerFailed, now_ns: int) -> None:
        text = f"{failed.handler} failed on {failed.event}: {failed.error}"
        severity: ev_ops.Severity = "critical" if failed.critical else "warning"
        self._on_alert(ev_ops.AlertRaised(ts_ns=failed.ts_ns, severity=severity, code="handler_failed", text=text), now_ns)

    def _on_late(self, late: ev_agent.DecisionLate, now_ns: int) -> None:
        text = f"{late.agent_id} gave no decision within {late.late_ns / 1e9:g} s; its position stays as it is."
        self._on_alert(ev_ops.AlertRaised(ts_ns=late.ts_ns, severity="warning", code="decision_late", text=text), now_ns)

    def _on_halt(self, halted: ev_ops.TradingHalted, now_ns: int) -> None:
        self.state.platform.on_halt(halted, now_ns)
        if halted.rule not in TOLD_BY_THEMSELVES:
            severity: ev_ops.Severity = "warning" if halted.agent_id else "critical"
            text = f"{halted.agent_id or 'The account'} is halted: {halted.reason}. It takes no new risk; it can still reduce."
            self._on_alert(ev_ops.AlertRaised(ts_ns=halted.ts_ns, severity=severity, code=halted.rule, text=text), now_ns)
        self.state.touch_all()

    def _on_trading_resumed(self, resumed: ev_ops.TradingResumed, now_ns: int) -> None:
        self.state.platform.halts.pop(resumed.agent_id, None)
        who = resumed.agent_id or "The account"
        text = f"{who}: {resumed.reason}; another halt stands." if resumed.still else f"{who} trades again: {resumed.reason}."
        self._on_alert(ev_ops.AlertRaised(ts_ns=resumed.ts_ns, severity="info", code="resumed", text=text), now_ns)
        self.state.touch_all()

    def _on_run(self, started: ev_ops.RunStarted, now_ns: int) -> None:
        self.state.platform.on_run(started, now_ns)
        self.state.touch_all()

    def _on_end(self, ended: ev_ops.RunEnded, now_ns: int) -> None:
        self.state.platform.on_end(ended)
        self.state.touch_all()

    def _on_heartbeat(self, beat: ev_ops.Heartbeat, now_ns: int) -> None:
        """A sign of life; `catch_up` has noted the time."""
