"""A seat: one agent with what belongs to it (observation, own history, reward), as the host keeps it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from math import log
from typing import Protocol, runtime_checkable

import msgspec

from rlbot.agents.agent import Agent, Observation
from rlbot.agents.learned import weight_range
from rlbot.agents.observation import ObservationBuilder
from rlbot.agents.own_history import OWN_STATE, own_decision, own_fill, own_session_end, reset_own
from rlbot.agents.reward_meter import RewardMeter
from rlbot.agents.rule_explainer import plain
from rlbot.agents.runners import Runner
from rlbot.agents.sentences import hold_sentence
from rlbot.events.agent import DecisionExplained, DecisionMade, DecisionReason, RewardRealised
from rlbot.events.market import DecisionDue
from rlbot.events.trade import EquityMarked, OrderFilled
from rlbot.settings.agent import AgentSettings

FILLS_REMEMBERED = 1_024  # ids of the latest fills, so that one delivered twice counts once
REASONS: dict[str, DecisionReason] = {
    "scripted": "script",
    "vol_target": "baseline",
    "sma_200": "baseline",
    "hold": "baseline",
    "flat": "baseline",
}


class Explainer(Protocol):
    """Says why a decision came out as it did."""

    def explain(self, decision: DecisionMade, observation: Observation) -> DecisionExplained:
        """The same decision and observation always give the same explanation."""
        ...


@runtime_checkable
class Watcher(Protocol):
    """An agent that keeps a series of its own (a moving average, say): it also sees the bars before the run.

    `progress()`: bars seen, bars needed before it may decide.
    """

    def watch(self, close: float, log_return: float) -> None:
        """A bar closed at `close` (USD), `log_return` after the one before, splits taken out."""
        ...

    def progress(self) -> tuple[int, int]:
        """(seen, needed)."""
        ...


class Loaded(msgspec.Struct, frozen=True):
    """A version ready to decide."""

    agent: Agent
    builder: ObservationBuilder
    explainer: Explainer


class Seat:
    """Where an agent sits. `load(version)` is called when a version is deployed; without it the first one stays."""

    def __init__(
        self,
        settings: AgentSettings,
        loaded: Loaded,
        *,
        warm_up_bars: int = 0,
        load: Callable[[str], Loaded] | None = None,
        runner: Runner | None = None,
    ) -> None:
        """`warm_up_bars`: what the features need, for the sentence that says how far they are.

        `runner`: asks the agent in its stead (a stranger's code, or a process of its own); without one it decides in place.
        """
        self.settings = settings
        self.agent_id = settings.id
        self.agent = loaded.agent
        self.builder = loaded.builder
        self.explainer = loaded.explainer
        self.load = load
        self.runner = runner
        self.reason: DecisionReason = REASONS.get(settings.algorithm, "policy")
        self.needs_features = self.reason == "policy"
        self.lowest, self.highest = weight_range(settings.limits)
        self.band = settings.limits.no_trade_band
        self.watcher: Watcher | None = loaded.agent if isinstance(loaded.agent, Watcher) else None
        # Watchers read returns with splits taken out; the feature `price` has them.
        names = loaded.builder.names()
        self.price_column = names.index("price") if "price" in names else -1
        self.recent: deque[tuple[float, ...]] = deque(maxlen=settings.features.history + 1)
        self.warm_up_bars = warm_up_bars
        self.seen = 0
        self.last_close = 0.0

        self.own = [0.0] * OWN_STATE
        self.reward = RewardMeter(
            settings.reward, settings.interval, sharpe=settings.algorithm == "sac", budget=settings.budget
        )
        self.started = False
        self.equity = settings.budget
        self.pending = ""  # the decision whose reward is not yet known
        self.made_way = ""  # the decision whose explanation has let the orders of its instant pass
        self.paused = ""
        self.why = ""  # behind the latest decision that was not the agent's own
        self.next: Loaded | None = None  # takes over at the next bar
        self.fills: dict[str, None] = {}
        self.last: tuple[DecisionMade, Observation] | None = None
        reset_own(self.own, settings.budget)

    def start(self, session_end: bool) -> None:
        """The run's first bar: own history and reward begin at the budget, as an episode of training does."""
        self.started = True
        reset_own(self.own, self.settings.budget)
        self.reward.reset(self.settings.budget)
        if session_end:
            own_session_end(self.own, self.settings.budget)

    def take(self, due: DecisionDue) -> None:
        """A bar: short history, normalizer and watcher take it in, whether somebody decides at it or not."""
        inputs = due.inputs
        self.builder.push(inputs, due.warm)
        self.recent.append(inputs)
        self.seen += 1
        if self.watcher is not None:
            close, column, last = due.bar.close, self.price_column, self.last_close
            change = inputs[column] if column >= 0 else log(close / last) if last > 0.0 and close > 0.0 else 0.0
            self.watcher.watch(close, change)
            self.last_close = close

    def filled(self, event: OrderFilled) -> None:
        """Turnover and cost of the agent's own history. The same `exec_id` a second time changes nothing."""
        if event.exec_id in self.fills:
            return
        self.fills[event.exec_id] = None
        if len(self.fills) > FILLS_REMEMBERED:
            del self.fills[next(iter(self.fills))]
        quantity, price = event.quantity, event.price
        own_fill(self.own, quantity * price, event.commission + quantity * abs(price - event.reference_price))

    def marked(self, event: EquityMarked) -> RewardRealised | None:
        """What the previous decision was worth, None where none waits for it; then own history moves on."""
        before, self.equity = self.equity, event.equity
        if not self.started:
            self.start(event.session_end)
            return None
        if event.session_end:
            own_session_end(self.own, event.equity)
        if not self.pending:
            return None
        terms, decision_id = self.reward.step(before, event.equity), self.pending
        self.pending = ""
        return RewardRealised(
            ts_ns=event.ts_ns,
            agent_id=self.agent_id,
            decision_id=decision_id,
            reward=terms.reward,
            parts=terms.parts,
            episode=terms.episode,
            episode_reward=terms.episode_reward,
        )

    def who_decides(self, killed: bool, warm: bool) -> DecisionReason:
        """The agent itself (its own `reason`), or what keeps it from deciding. `warm`: its features are."""
        if self.paused:
            return "paused"
        if killed:
            return "halted"
        if self.needs_features and not warm:
            return "warming"
        if self.watcher is not None:
            seen, needed = self.watcher.progress()
            if seen < needed:
                return "warming"
        return self.reason

    def decided(self, made: DecisionMade, observation: Observation) -> None:
        """Its reward is awaited, its explanation may be asked for."""
        own_decision(self.own, made.target_weight)
        self.pending = made.decision_id
        self.last = (made, observation)

    def explanation(self) -> DecisionExplained | None:
        """Why the latest decision came out as it did; None before the first."""
        if self.last is None:
            return None
        decision, observation = self.last
        if decision.reason == self.reason:
            return self.explainer.explain(decision, observation)
        seen, needed = self.seen, self.warm_up_bars
        if self.watcher is not None and not self.needs_features:
            seen, needed = self.watcher.progress()
        return plain(decision, hold_sentence(decision, seen, needed, self.why))

    def close(self) -> None:
        """Let go of the runner; a second time changes nothing."""
        if self.runner is not None:
            self.runner.close()

    def swap(self, loaded: Loaded) -> None:
        """Another version takes the seat; its own normalizer sees the same recent bars."""
        self.next = None
        for inputs in self.recent:
            loaded.builder.push(inputs, False)
        self.agent, self.builder, self.explainer = loaded.agent, loaded.builder, loaded.explainer
        if self.runner is not None:
            self.runner.use(loaded.agent)
        self.watcher = loaded.agent if isinstance(loaded.agent, Watcher) else None
