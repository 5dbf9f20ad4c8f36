"""The trading path from a decision to equity on a real bus, without market and agents: what several tests drive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from rlbot.bus import Bus
from rlbot.clock import ReplayClock
from rlbot.events.agent import DecisionMade
from rlbot.events.base import Event
from rlbot.events.commands import Flatten, Kill, ResumeTrading
from rlbot.events.market import Bar, BarClosed, DividendPaid, InstantClosed, MarkUpdated, SplitApplied
from rlbot.events.ops import AlertRaised, HandlerFailed, KillActivated, KillReset, TradingHalted, TradingResumed
from rlbot.events.trade import (
    EquityMarked,
    OrderAccepted,
    OrderApproved,
    OrderCancelled,
    OrderFilled,
    OrderRefused,
    OrderRejected,
    PositionChanged,
    ProtectionPlaced,
    ProtectionRemoved,
)
from rlbot.execution.cost_schedule import cost_plan
from rlbot.execution.execution import Execution
from rlbot.execution.order_book import OrderBook
from rlbot.execution.resting import BrokerPlan
from rlbot.execution.simulated_broker import SimulatedBroker
from rlbot.market.liquidity import Liquidity
from rlbot.portfolio.ledger import Ledger
from rlbot.portfolio.sub_ledger import SubLedgerPlan
from rlbot.risk.kill_switch import KillSwitch
from rlbot.risk.limits import NO_ACCOUNT_LIMITS, RiskSeat
from rlbot.risk.risk_gate import RiskGate
from rlbot.settings.agent import AgentSettings
from rlbot.settings.platform import RiskSettings

E = TypeVar("E")

DAY_NS = 86_400_000_000_000
START_NS = 19_000 * DAY_NS  # 2022-01-08
SAID = (
    AlertRaised,
    EquityMarked,
    KillActivated,
    KillReset,
    OrderAccepted,
    OrderApproved,
    OrderCancelled,
    OrderFilled,
    OrderRefused,
    OrderRejected,
    PositionChanged,
    ProtectionPlaced,
    ProtectionRemoved,
    TradingHalted,
    TradingResumed,
)


def agent(agent_id: str = "a", **values: object) -> AgentSettings:
    """Settings of an agent that trades ABC."""
    return AgentSettings.model_validate({"id": agent_id, "algorithm": "scripted", "symbol": "ABC", **values})


def daily(day: int, open_: float, high: float, low: float, close: float, volume: float = 1e6, symbol: str = "ABC") -> Bar:
    """Day number `day` of the run."""
    start = START_NS + day * DAY_NS
    return Bar(symbol, "1d", start, start + 21 * 3_600_000_000_000, open_, high, low, close, volume)


def flat_day(day: int, price: float, symbol: str = "ABC") -> Bar:
    """A day that stands still."""
    return daily(day, price, price, price, price, symbol=symbol)


class TradingPath:
    """Ledger, broker, execution and gate, wired in the order of the architecture; `said` is what they published."""

    def __init__(
        self,
        *agents: AgentSettings,
        account: RiskSettings = NO_ACCOUNT_LIMITS,
        kill: KillSwitch | None = None,
        clock: ReplayClock | None = None,
    ) -> None:
        self.bus = Bus()
        self.clock = clock or ReplayClock()
        self.said: list[Event] = []
        self.ledger = Ledger(
            self.bus,
            [SubLedgerPlan(a.id, a.symbol, a.interval, a.budget, a.costs.debit_rate, a.costs.borrow_rate) for a in agents],
        )
        plans = [BrokerPlan(a.id, a.symbol, a.interval, cost_plan(a.costs)) for a in agents]
        self.broker = SimulatedBroker(self.bus, plans, Liquidity)
        self.orders = OrderBook()
        self.execution = Execution(self.bus, self.broker, self.ledger, self.orders)
        self.gate = RiskGate(
            self.bus,
            self.clock,
            self.ledger,
            [RiskSeat(a.id, a.symbol, a.leverage, a.limits) for a in agents],
            account,
            self.orders,
            kill or KillSwitch(),
            self.execution.cancel_entries,
            self.broker.adv,
        )
        self._wire()

    def play(self, *bars: Bar, actions: Sequence[SplitApplied | DividendPaid] = ()) -> None:
        """One instant."""
        ts_ns = bars[0].known_ns
        self.clock.advance_to(ts_ns)
        for action in actions:
            self.bus.publish(action)
        for bar in bars:
            self.bus.publish(BarClosed(ts_ns=ts_ns, bar=bar))
        self.bus.publish(InstantClosed(ts_ns=ts_ns))

    def decide(self, weight: float, bar: Bar, agent_id: str = "a", hold: bool = False) -> None:
        """A decision at the close of `bar`."""
        view = self.ledger.view(agent_id)
        self.bus.publish(
            DecisionMade(
                ts_ns=bar.known_ns,
                agent_id=agent_id,
                decision_id=f"{agent_id}-{bar.start_ns // 1_000_000_000:x}",
                symbol=bar.symbol,
                bar_ns=bar.start_ns,
                close=bar.close,
                action="hold",
                target_weight=weight,
                current_weight=view.weight,
                confidence=1.0,
                hold_shares=hold,
            )
        )

    def heard(self, kind: type[E]) -> list[E]:
        """Everything of `kind` said so far."""
        return [event for event in self.said if isinstance(event, kind)]

    def _wire(self) -> None:
        on = self.bus.on
        on(SplitApplied, self.ledger.on_split)
        on(DividendPaid, self.ledger.on_dividend)
        on(BarClosed, self.ledger.on_bar)
        on(SplitApplied, self.broker.on_split)
        on(SplitApplied, self.execution.on_split)
        on(BarClosed, self.broker.on_bar)
        on(MarkUpdated, self.ledger.on_mark)
        on(MarkUpdated, self.gate.sight.on_mark)
        on(MarkUpdated, self.gate.on_mark)
        on(OrderFilled, self.ledger.on_fill)
        on(OrderFilled, self.execution.on_fill)
        on(OrderAccepted, self.execution.on_accepted)
        on(OrderCancelled, self.execution.on_cancelled)
        on(OrderRejected, self.execution.on_rejected)
        on(InstantClosed, self.gate.sight.on_instant)
        on(InstantClosed, self.ledger.on_instant)
        on(EquityMarked, self.gate.on_equity)
        on(DecisionMade, self.gate.on_decision)
        on(OrderApproved, self.execution.on_order)
        on(Kill, self.gate.on_kill)
        on(Flatten, self.gate.on_flatten)
        on(ResumeTrading, self.gate.on_resume)
        on(HandlerFailed, self.gate.on_handler_failed)
        on(KillActivated, self.execution.on_kill)
        for kind in SAID:
            on(kind, self.said.append)
