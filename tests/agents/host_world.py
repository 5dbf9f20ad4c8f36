"""A world of one agent: the real bus, ledger and host; bars and fills are played by hand."""

from __future__ import annotations

from collections.abc import Sequence

from rlbot.agents.agent import Decision, Observation
from rlbot.agents.agent_host import AgentHost, Loaded, Seat
from rlbot.agents.observation import ObservationBuilder
from rlbot.agents.rule_explainer import RuleExplainer
from rlbot.agents.runners import InlineRunner
from rlbot.bus import Bus
from rlbot.events.agent import (
    AgentPaused,
    AgentResumed,
    DecisionExplained,
    DecisionMade,
    ExplanationDue,
    ModelDeployed,
    RewardRealised,
)
from rlbot.events.base import Event
from rlbot.events.commands import PauseAgent, ResumeAgent
from rlbot.events.market import Bar, BarClosed, DecisionDue, InstantClosed
from rlbot.events.ops import HandlerFailed, KillActivated, KillReset
from rlbot.events.trade import EquityMarked, OrderFilled
from rlbot.market.normalizer import Normalizer
from rlbot.portfolio.ledger import Ledger
from rlbot.portfolio.sub_ledger import SubLedgerPlan
from rlbot.settings.agent import AgentSettings, LimitSettings

DAY = 86_400 * 10**9
NAMES = ("price", "rsi")


class Steady:
    """Always asks for the same weight; counts how often it was asked."""

    def __init__(self, weight: float, version: str = "v1") -> None:
        self.weight, self.version, self.asked = weight, version, 0

    def decide(self, observation: Observation) -> Decision:
        self.asked += 1
        return Decision(self.weight, 0.7, False, (self.weight,))


class Broken(Steady):
    """Raises."""

    def decide(self, observation: Observation) -> Decision:
        raise RuntimeError("no idea")


class World:
    """One agent on a bus with its ledger; `bar` plays a day, `fill` executes at the day's open."""

    def __init__(
        self, agent: Steady, *, algorithm: str = "ppo", explain: bool = True, recorded: Sequence[DecisionMade] = ()
    ) -> None:
        self.bus, self.seen = Bus(), list[Event]()
        self.ledger = Ledger(self.bus, [SubLedgerPlan("a", "AAPL", "1d", 10_000.0)])
        settings = AgentSettings(
            id="a", algorithm=algorithm, symbol="AAPL", budget=10_000.0, limits=LimitSettings(no_trade_band=0.05)
        )
        self.seat = Seat(
            settings,
            self.loaded(agent),
            warm_up_bars=200,
            load=lambda version: self.loaded(Steady(0.25, version)),
            runner=InlineRunner(agent) if isinstance(agent, Broken) else None,
        )
        self.host = AgentHost(self.bus, self.ledger, [self.seat], explain, {d.decision_id: d for d in recorded})
        host, on = self.host, self.bus.on
        on(BarClosed, self.ledger.on_bar)
        on(OrderFilled, self.ledger.on_fill)
        on(OrderFilled, host.on_fill)
        on(InstantClosed, self.ledger.on_instant)
        on(EquityMarked, host.on_equity)
        on(DecisionDue, host.on_decision_due)
        on(DecisionMade, host.on_decision_made)
        on(ExplanationDue, host.on_explanation_due)
        on(PauseAgent, host.on_pause)
        on(ResumeAgent, host.on_resume)
        on(ModelDeployed, host.on_model)
        on(KillActivated, host.on_killed)
        on(KillReset, host.on_kill_reset)
        for kind in (DecisionMade, DecisionExplained, RewardRealised, AgentPaused, AgentResumed, HandlerFailed):
            on(kind, self.seen.append)

    @staticmethod
    def loaded(agent: Steady) -> Loaded:
        return Loaded(agent, ObservationBuilder(NAMES, 1, Normalizer(NAMES)), RuleExplainer(agent))

    def bar(self, day: int, close: float, *, warm: bool = True, fills: Sequence[OrderFilled] = ()) -> None:
        bar = Bar("AAPL", "1d", day * DAY, day * DAY + DAY // 2, close, close, close, close, 1e6)
        self.bus.publish(BarClosed(ts_ns=bar.known_ns, bar=bar))
        for event in fills:
            self.bus.publish(event)
        self.bus.publish(InstantClosed(ts_ns=bar.known_ns))
        self.bus.publish(
            DecisionDue(
                ts_ns=bar.known_ns,
                agent_id="a",
                bar=bar,
                features=(close, 50.0),
                inputs=(0.01, 0.0),
                available_ns=bar.known_ns,
                warm=warm,
            )
        )

    def of(self, kind: type[Event]) -> list[Event]:
        return [e for e in self.seen if isinstance(e, kind)]

    @property
    def decisions(self) -> list[DecisionMade]:
        return [e for e in self.seen if isinstance(e, DecisionMade)]

    @property
    def rewards(self) -> list[RewardRealised]:
        return [e for e in self.seen if isinstance(e, RewardRealised)]


def bought(day: int, quantity: int, price: float, exec_id: str = "x1", reference: float = 0.0) -> OrderFilled:
    return OrderFilled(
        ts_ns=day * DAY,
        exec_id=exec_id,
        client_order_id="o",
        agent_id="a",
        symbol="AAPL",
        side="buy",
        quantity=quantity,
        price=price,
        reference_price=reference or price,
        commission=1.0,
        fees=0.0,
        spread_cost=0.0,
        impact_cost=0.0,
        kind="open",
        purpose="entry",
        bar_ns=day * DAY,
    )
