"""The board: what the page shows, folded from events.

Hears: what the page shows (`_table`).   Says: nothing.   Owns: bounded views, and what changed since the feed last looked.
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
from rlbot.events.market import Bar
from rlbot.monitoring.views.agent_view import AgentView
from rlbot.monitoring.views.changes import Changes
from rlbot.monitoring.views.curve import Curve
from rlbot.monitoring.views.fold_decisions import DecisionFold
from rlbot.monitoring.views.fold_market import MarketFold
from rlbot.monitoring.views.fold_ops import OpsFold
from rlbot.monitoring.views.fold_orders import OrderFold
from rlbot.monitoring.views.kill_view import KillView
from rlbot.monitoring.views.log_book import LogBook
from rlbot.monitoring.views.order_log import OrderLog
from rlbot.monitoring.views.platform_view import PlatformView
from rlbot.monitoring.views.state import BoardState
from rlbot.monitoring.views.trade_log import TradeLog
from rlbot.monitoring.web.contract.base import Mode
from rlbot.monitoring.web.contract.status import Component, ComponentState
from rlbot.settings.agent import AgentSettings

INBOX = 8_192
Fold = Callable[[Any, int], None]


class Board:
    """Read model of the platform. One thread; `clock` is the machine's own, also in a replay (ages are of this moment).

    `made_up`: the market is invented also where its bars come as IBKR's, as in a demonstration.
    """

    def __init__(
        self, agents: Sequence[AgentSettings], mode: Mode, clock: Clock, *, currency: str = "USD", made_up: bool = False
    ) -> None:
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
            platform=PlatformView(mode, now_ns, made_up),
            logs=LogBook(),
            changes=Changes(),
            currency=currency,
        )
        self._market = MarketFold(self.state)
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
        self._market.seed(bar, in_sample, self._clock.now_ns())

    def seed_indicators(self, due: ev_market.DecisionDue) -> None:
        """The indicators of a seeded bar."""
        self._market.on_due(due, 0)

    def seed_split(self, split: ev_market.SplitApplied) -> None:
        """Seeded bars before a split are shown in shares after it."""
        self._market.rescale(split)

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
        market, ops = self._market, OpsFold(self.state)
        orders, decisions = OrderFold(self.state), DecisionFold(self.state)
        return {
            ev_market.BarClosed: market.on_bar,
            ev_market.SplitApplied: market.on_split,
            ev_market.DividendPaid: market.on_dividend,
            ev_market.MarkUpdated: market.on_mark,
            ev_market.DecisionDue: market.on_due,
            ev_market.FeedStateChanged: ops.on_feed,
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
            ev_trade.EquityMarked: market.on_equity,
            ev_ops.AlertRaised: ops.on_alert,
            ev_ops.HandlerFailed: ops.on_failure,
            ev_agent.DecisionLate: ops.on_late,
            ev_ops.TradingHalted: ops.on_halt,
            ev_ops.TradingResumed: ops.on_trading_resumed,
            ev_ops.KillActivated: orders.on_kill,
            ev_ops.KillReset: orders.on_kill_reset,
            ev_ops.RunStarted: ops.on_run,
            ev_ops.RunEnded: ops.on_end,
            ev_ops.Heartbeat: ops.on_heartbeat,
        }
