"""The wiring page of the trading path: every subscription, in delivery order.

A mode is three objects, a clock, a feed and a broker; nothing below this page knows which mode it runs in. Backtest, simulate,
paper and live all call `Engine.play` with batches of bars; only who calls it, and how fast, differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from rlbot.agents.agent_host import AgentHost, Seat
from rlbot.bus import Bus, Handler
from rlbot.clock import Clock
from rlbot.events.agent import DecisionMade, ExplanationDue, ModelDeployed
from rlbot.events.commands import Flatten, Kill, PauseAgent, ResumeAgent, ResumeTrading
from rlbot.events.market import BarClosed, DecisionDue, DividendPaid, InstantClosed, MarkUpdated, SplitApplied
from rlbot.events.ops import HandlerFailed, Heartbeat, KillActivated, TradingHalted, TradingResumed
from rlbot.events.trade import EquityMarked, OrderAccepted, OrderApproved, OrderCancelled, OrderFilled, OrderRejected
from rlbot.execution.broker import Broker
from rlbot.execution.execution import Execution
from rlbot.execution.simulated_broker import SimulatedBroker
from rlbot.market.feeds.feed import Batch
from rlbot.market.market_data import MarketData
from rlbot.portfolio.ledger import Ledger
from rlbot.risk.risk_gate import RiskGate


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """The trading path, wired. Built by `build`; its parts are open to be read, never to be called around the bus."""

    bus: Bus
    clock: Clock
    ledger: Ledger
    execution: Execution
    market_data: MarketData
    risk: RiskGate
    agents: AgentHost
    broker: Broker

    def warm_up(self, history: Iterable[Batch]) -> None:
        """Run history through features and volume estimates. Nothing is published, nobody decides."""
        for batch in history:
            self.market_data.warm_up_batch(batch)
            if isinstance(self.broker, SimulatedBroker):
                self.broker.warm_up_batch(batch)

    def play(self, batch: Batch) -> None:
        """All that became known at one instant, then the instant's end; when this returns its orders have left."""
        publish = self.bus.publish
        self.clock.advance_to(batch.ts_ns)
        for notice in batch.notices:
            publish(notice)
        for action in batch.actions:
            publish(action)
        for bar in batch.bars:
            publish(BarClosed(ts_ns=batch.ts_ns, bar=bar))
        publish(InstantClosed(ts_ns=batch.ts_ns))


def failure_sink(publish: Callable[[object], None], clock: Clock) -> Callable[[Handler, object, Exception, bool], None]:
    """Turns a handler's exception into a `HandlerFailed` event."""

    def on_failure(handler: Handler, event: object, error: Exception, critical: bool) -> None:
        name = getattr(handler, "__qualname__", repr(handler))
        what = f"{type(error).__name__}: {error}"
        publish(HandlerFailed(ts_ns=clock.now_ns(), handler=name, event=type(event).__name__, error=what, critical=critical))

    return on_failure


def wire(
    bus: Bus,
    *,
    ledger: Ledger,
    broker: Broker,
    execution: Execution,
    market_data: MarketData,
    risk: RiskGate,
    agents: AgentHost,
) -> None:
    """Every subscription of the trading path. Order matters: first registered, first served."""
    on = bus.on
    on(SplitApplied, ledger.on_split, critical=True)
    on(DividendPaid, ledger.on_dividend, critical=True)
    on(BarClosed, ledger.on_bar, critical=True)
    if isinstance(broker, SimulatedBroker):
        on(SplitApplied, broker.on_split, critical=True)
        on(BarClosed, broker.on_bar, critical=True)
    on(SplitApplied, market_data.on_split, critical=True)
    on(BarClosed, market_data.on_bar, critical=True)
    on(MarkUpdated, ledger.on_mark)
    on(MarkUpdated, risk.on_mark)

    on(OrderFilled, ledger.on_fill, critical=True)
    on(OrderFilled, execution.on_fill, critical=True)
    on(OrderFilled, agents.on_fill, critical=True)
    on(OrderAccepted, execution.on_accepted, critical=True)
    on(OrderCancelled, execution.on_cancelled, critical=True)
    on(OrderRejected, execution.on_rejected, critical=True)

    on(InstantClosed, ledger.on_instant, critical=True)
    on(InstantClosed, market_data.on_instant, critical=True)
    on(Heartbeat, market_data.on_heartbeat)
    on(EquityMarked, risk.on_equity, critical=True)
    on(EquityMarked, agents.on_equity, critical=True)

    on(DecisionDue, agents.on_decision_due, critical=True)
    on(DecisionMade, risk.on_decision, critical=True)
    on(DecisionMade, agents.on_decision_made)
    on(OrderApproved, execution.on_order, critical=True)
    on(ExplanationDue, agents.on_explanation_due)

    on(PauseAgent, agents.on_pause)
    on(ResumeAgent, agents.on_resume)
    on(ModelDeployed, agents.on_model)
    on(Kill, risk.on_kill)
    on(Flatten, risk.on_flatten)
    on(ResumeTrading, risk.on_resume)
    on(HandlerFailed, risk.on_handler_failed)
    on(KillActivated, execution.on_kill, critical=True)
    on(TradingHalted, agents.on_halted)
    on(TradingResumed, agents.on_resumed)
