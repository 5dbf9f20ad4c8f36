"""The wiring page of the trading path: every subscription, in delivery order.

A mode is three objects, a clock, a feed and a broker; nothing below this page knows which mode it runs in. Backtest, simulate,
paper and live all call `Engine.play` with batches of bars; only who calls it, and how fast, differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rlbot.agents.agent_host import AgentHost, Seat
from rlbot.bus import Bus, FailureSink, Handler
from rlbot.clock import Clock
from rlbot.events.agent import DecisionMade, ExplanationDue, ModelDeployed
from rlbot.events.base import Interval
from rlbot.events.commands import Flatten, Kill, PauseAgent, ResumeAgent, ResumeTrading
from rlbot.events.market import (
    Bar,
    BarClosed,
    DecisionDue,
    DividendPaid,
    InstantClosed,
    MarkUpdated,
    SentimentScored,
    SplitApplied,
)
from rlbot.events.ops import HandlerFailed, Heartbeat, KillActivated, KillReset
from rlbot.events.trade import (
    CommissionCharged,
    EquityMarked,
    FillCorrected,
    OrderAccepted,
    OrderApproved,
    OrderCancelled,
    OrderFilled,
    OrderRejected,
)
from rlbot.execution.broker import Broker
from rlbot.execution.cost_schedule import cost_plan
from rlbot.execution.execution import Execution, StoreIntent
from rlbot.execution.order_book import OrderBook
from rlbot.execution.resting import BrokerPlan
from rlbot.execution.simulated_broker import SimulatedBroker
from rlbot.market.feeds.feed import Batch
from rlbot.market.instruments import Instrument, instrument
from rlbot.market.liquidity import Liquidity
from rlbot.market.market_data import MarketData
from rlbot.market.plan import AgentPlan
from rlbot.portfolio.ledger import Ledger
from rlbot.portfolio.sub_ledger import SubLedgerPlan
from rlbot.risk.kill_switch import KillSwitch
from rlbot.risk.limits import RiskSeat
from rlbot.risk.risk_gate import RiskGate
from rlbot.settings.agent import AgentSettings
from rlbot.settings.platform import RiskSettings

MakeBroker = Callable[[Bus, Sequence[AgentSettings]], Broker]


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """The trading path, wired. Its parts are open to be read; nobody calls them around the bus."""

    bus: Bus
    clock: Clock
    ledger: Ledger
    broker: Broker
    execution: Execution
    market_data: MarketData
    agents: AgentHost
    risk: RiskGate
    kill_switch: KillSwitch
    in_sample: Callable[[Bar], tuple[str, ...]] | None = None  # which agents' models were trained on a bar

    def warm_up(self, history: Iterable[Batch]) -> None:
        """Run history through features, normalizers and volume estimates. Nothing is published, nobody decides."""
        for batch in history:
            for due in self.market_data.warm_up_batch(batch):
                self.agents.warm_up(due)
            if isinstance(self.broker, SimulatedBroker):
                self.broker.warm_up_batch(batch)

    def play(self, batch: Batch) -> None:
        """All that became known at one instant, then the instant's end; when this returns its orders have left."""
        self.risk.check_kill(self.clock.now_ns())  # one look at the file: a kill counts before the next bar fills anything
        publish = self.bus.publish
        ts_ns = batch.ts_ns
        self.clock.advance_to(ts_ns)
        for notice in batch.notices:
            publish(notice)
        for action in batch.actions:
            publish(action)
        for score in batch.scores:
            publish(score)
        label = self.in_sample
        for bar in batch.bars:
            publish(BarClosed(ts_ns=ts_ns, bar=bar, in_sample=label(bar) if label is not None else ()))
        publish(InstantClosed(ts_ns=ts_ns, seen_ns=batch.seen_ns))


def simulated(bus: Bus, agents: Sequence[AgentSettings]) -> Broker:
    """The broker of backtest and simulate."""
    return SimulatedBroker(bus, [BrokerPlan(a.id, a.symbol, a.interval, cost_plan(a.costs)) for a in agents], Liquidity)


def leverage_of(agent: AgentSettings) -> float:
    """Daily multiple of the underlying: the file's word or the fund's own, whichever is more."""
    known = instrument(agent.symbol)
    return max(agent.leverage, abs(known.leverage)) if isinstance(known, Instrument) else agent.leverage


def agent_plan(agent: AgentSettings, vix_interval: Interval = "1d") -> AgentPlan:
    """What the agent needs of the market."""
    return AgentPlan(agent.id, agent.symbol, agent.interval, agent.underlying, agent.features.names, vix_interval)


def build(
    seats: Sequence[Seat],
    *,
    clock: Clock,
    account: RiskSettings,
    make_broker: MakeBroker = simulated,
    kill_switch: KillSwitch | None = None,
    explain: bool = False,
    recorded: Mapping[str, DecisionMade] | None = None,
    vix_intervals: Mapping[str, Interval] | None = None,
    grace_ns: int = 0,
    store_intent: StoreIntent | None = None,
    in_sample: Callable[[Bar], tuple[str, ...]] | None = None,
) -> Engine:
    """Build and wire the path for `seats`.

    `vix_intervals`: per agent, where an intraday VIX stands beside it. `store_intent`: `Journal.commit_intent`; only a broker
    whose orders leave this process asks for it.
    """
    agents = [seat.settings for seat in seats]
    bus = Bus(_halting(clock))
    vix = vix_intervals or {}
    switch = kill_switch or KillSwitch()
    orders = OrderBook()
    plans = [SubLedgerPlan(a.id, a.symbol, a.interval, a.budget, a.costs.debit_rate, a.costs.borrow_rate) for a in agents]
    ledger = Ledger(bus, plans)
    broker = make_broker(bus, agents)
    execution = Execution(bus, broker, ledger, orders, store_intent)
    adv = broker.adv if isinstance(broker, SimulatedBroker) else None
    risk_seats = [RiskSeat(a.id, a.symbol, leverage_of(a), a.limits) for a in agents]
    risk = RiskGate(bus, clock, ledger, risk_seats, account, orders, switch, execution.cancel_entries, adv)
    own_estimates = isinstance(broker, SimulatedBroker)
    market_data = MarketData(bus, [agent_plan(a, vix.get(a.id, "1d")) for a in agents], grace_ns, not own_estimates)
    host = AgentHost(bus, ledger, seats, explain, recorded)
    engine = Engine(
        bus=bus,
        clock=clock,
        ledger=ledger,
        broker=broker,
        execution=execution,
        market_data=market_data,
        agents=host,
        risk=risk,
        kill_switch=switch,
        in_sample=in_sample,
    )
    wire(engine)
    return engine


def wire(engine: Engine) -> None:
    """Every subscription of the trading path. First registered, first served."""
    on = engine.bus.on
    ledger, broker, execution = engine.ledger, engine.broker, engine.execution
    market_data, risk, agents = engine.market_data, engine.risk, engine.agents

    on(SplitApplied, ledger.on_split, critical=True)
    on(DividendPaid, ledger.on_dividend, critical=True)
    on(BarClosed, ledger.on_bar, critical=True)
    if isinstance(broker, SimulatedBroker):
        on(SplitApplied, broker.on_split, critical=True)
        on(BarClosed, broker.on_bar, critical=True)
    on(SplitApplied, execution.on_split, critical=True)
    on(SplitApplied, market_data.on_split, critical=True)
    on(SentimentScored, market_data.on_sentiment, critical=True)
    on(BarClosed, market_data.on_bar, critical=True)
    on(MarkUpdated, ledger.on_mark)
    on(MarkUpdated, risk.sight.on_mark)
    on(MarkUpdated, risk.on_mark)

    on(OrderFilled, ledger.on_fill, critical=True)
    on(OrderFilled, execution.on_fill, critical=True)
    on(OrderFilled, agents.on_fill, critical=True)
    on(CommissionCharged, ledger.on_commission, critical=True)
    on(FillCorrected, ledger.on_correction, critical=True)
    on(OrderAccepted, execution.on_accepted, critical=True)
    on(OrderCancelled, execution.on_cancelled, critical=True)
    on(OrderRejected, execution.on_rejected, critical=True)

    on(InstantClosed, risk.sight.on_instant, critical=True)
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
    on(KillActivated, risk.on_killed, critical=True)
    on(KillActivated, execution.on_kill, critical=True)
    on(KillActivated, agents.on_killed)
    on(KillReset, risk.on_kill_reset)
    on(KillReset, agents.on_kill_reset)


def _halting(clock: Clock) -> FailureSink:
    """A handler's exception becomes a `HandlerFailed`, which risk turns into a halt where it was critical."""

    def on_failure(bus: Bus, handler: Handler, event: object, error: Exception, critical: bool) -> None:
        name = getattr(handler, "__qualname__", repr(handler))
        what = f"{type(error).__name__}: {error}"
        bus.publish(
            HandlerFailed(ts_ns=clock.now_ns(), handler=name, event=type(event).__name__, error=what, critical=critical)
        )

    return on_failure
