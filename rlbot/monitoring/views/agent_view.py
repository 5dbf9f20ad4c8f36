"""One agent as the page knows it: last decision, sub-ledger, counters."""

from __future__ import annotations

from collections import deque

from rlbot.events.agent import DecisionMade, ModelDeployed, RewardRealised
from rlbot.events.market import SplitApplied
from rlbot.events.trade import ATTRIBUTION_PARTS, EquityMarked, OrderFilled, PositionChanged
from rlbot.market.calendar import NYSE
from rlbot.monitoring.views.curve import Curve, Holding
from rlbot.monitoring.views.decision_log import DecisionLog, shown_confidence
from rlbot.monitoring.web.contract.agents import Agent, AgentState, Stance
from rlbot.monitoring.web.contract.trading import Position
from rlbot.portfolio.positions import split_shares
from rlbot.portfolio.trades import RoundTrips
from rlbot.settings.agent import AgentSettings

SPARK = 60


class AgentView:
    """Mutable record of one agent; `on_*` fold, `read` and `position` build what is shown."""

    def __init__(self, settings: AgentSettings) -> None:
        self.settings = settings
        self.id = settings.id
        self.symbol = settings.symbol
        self.decisions = DecisionLog()
        self.curve = Curve(settings.id, f"hold {settings.symbol}")
        self.holding = Holding()
        self.trips = RoundTrips()
        self.model: ModelDeployed | None = None
        self.skill = "no demonstrated skill"
        self.paused = ""
        self.last: DecisionMade | None = None
        self.in_sample = False  # its newest bar
        self.in_sample_marks = 0  # of `marks`: on bars that its model was trained on
        self.shares = 0
        self.avg_cost = 0.0
        self.cash = settings.budget
        self.realised = 0.0
        self.equity: float | None = None  # at its newest mark
        self.drawdown: float | None = None
        self.price: float | None = None
        self.price_ns = 0
        self.day_base = settings.budget
        self.next_open_ns: int | None = None  # of the session after the newest mark, where that was its session's last
        self.rewards: deque[float] = deque(maxlen=SPARK)
        self.equities: deque[float] = deque(maxlen=SPARK)
        self.reward_sum = 0.0
        self.reward_count = 0
        self.episode = 0
        self.episode_reward: float | None = None
        self.actions = {"buy": 0, "hold": 0, "sell": 0}
        self.refused = 0
        self.trades = 0
        self.closed = 0
        self.wins = 0
        self.traded_value = 0.0
        self.costs = 0.0
        self.equity_sum = 0.0
        self.exposure_sum = 0.0
        self.marks = 0
        self.parts = dict.fromkeys(ATTRIBUTION_PARTS, 0.0)
        self.as_of_ns = 0
        self.market_ns = 0

    def on_decision(self, made: DecisionMade, now_ns: int) -> None:
        """Its newest decision."""
        self.last = made
        self.actions[made.action] += 1
        self.as_of_ns, self.market_ns = now_ns, made.ts_ns

    def on_reward(self, realised: RewardRealised, now_ns: int) -> None:
        """What its previous decision was worth."""
        self.rewards.append(realised.reward)
        self.reward_sum += realised.reward
        self.reward_count += 1
        self.episode, self.episode_reward = realised.episode, realised.episode_reward
        self.as_of_ns = now_ns

    def on_fill(self, fill: OrderFilled, now_ns: int) -> None:
        """Count an execution."""
        self.trades += 1
        self.traded_value += fill.quantity * fill.price
        self.costs += fill.commission + fill.spread_cost + fill.impact_cost
        trip = self.trips.on_fill(fill)
        if trip is not None:
            self.closed += 1
            self.wins += trip.profit > 0.0
        self.as_of_ns, self.market_ns = now_ns, fill.ts_ns

    def on_split(self, split: SplitApplied) -> None:
        """What it and its benchmark hold, in new shares. The ledger's own word on its shares follows as an event."""
        self.trips.on_split(split, split_shares(self.shares, split.factor))
        self.holding.shares *= split.factor
        if self.price is not None:
            self.price /= split.factor
        for record in self.decisions.by_id.values():
            record.split *= split.factor

    def on_position(self, changed: PositionChanged, now_ns: int) -> float:
        """The ledger's word on shares and cash; returns by how much the realised total moved."""
        moved = changed.realised - self.realised
        self.shares, self.avg_cost, self.cash = changed.shares, changed.avg_cost, changed.cash
        self.realised = changed.realised
        self.as_of_ns, self.market_ns = now_ns, changed.ts_ns
        return moved

    def on_price(self, price: float, ts_ns: int, now_ns: int) -> None:
        """The newest one; `ts_ns`: of the market. The first of a session begins its day, also for an agent of daily bars."""
        self._begin_day(ts_ns)
        self.price, self.price_ns = price, now_ns

    def _begin_day(self, ts_ns: int) -> None:
        if self.next_open_ns is not None and ts_ns >= self.next_open_ns and self.equity is not None:
            self.day_base, self.next_open_ns = self.equity, None

    def on_equity(self, marked: EquityMarked, now_ns: int) -> None:
        """A mark at the close of its bar."""
        self._begin_day(marked.ts_ns)
        self.next_open_ns = NYSE.next_session(marked.ts_ns).open_ns if marked.session_end else None
        self.equity, self.drawdown, self.price = marked.equity, marked.drawdown, marked.close
        self.shares, self.cash = marked.shares, marked.cash
        self.price_ns = self.as_of_ns = now_ns
        self.market_ns = marked.ts_ns
        self.equities.append(marked.equity)
        weight = marked.shares * marked.close / marked.equity if marked.equity > 0.0 else 0.0
        self.equity_sum += marked.equity
        self.exposure_sum += abs(weight)
        self.marks += 1
        self.in_sample_marks += self.in_sample
        parts = self.parts
        for name, value in zip(ATTRIBUTION_PARTS, marked.parts, strict=True):
            parts[name] += value
        self.curve.mark(
            marked.bar_ns,
            now_ns,
            equity=marked.equity,
            drawdown=marked.drawdown,
            benchmark=self.holding.value(self.settings.budget, marked.close),
            weight=weight,
            confidence=shown_confidence(self.last) if self.last else None,
            session_end=marked.session_end,
        )

    @property
    def worth(self) -> float | None:
        """Equity now, USD: cash and shares at the newest price, also between marks, so that what is shown adds up. None before
        the first mark."""
        if self.equity is None or self.price is None:
            return self.equity
        return self.cash + self.shares * self.price

    @property
    def weight(self) -> float | None:
        """Fraction of its equity in the asset now."""
        worth = self.worth
        if worth is None or self.price is None or worth <= 0.0:
            return None
        return self.shares * self.price / worth

    def trained_on(self, start_ns: int) -> bool:
        """Whether a bar lies in the training range of the deployed model."""
        m = self.model
        return m is not None and m.trained_to_ns > 0 and m.trained_from_ns <= start_ns <= m.trained_to_ns

    def read(self, state: AgentState, detail: str, simulated: bool) -> Agent:
        """As the rail shows it."""
        s, made = self.settings, self.last
        worth = self.worth
        day = None if worth is None else worth - self.day_base
        stance: Stance = "long" if self.shares > 0 else "short" if self.shares < 0 else "flat"
        return Agent(
            id=self.id,
            algorithm=s.algorithm,
            symbol=s.symbol,
            underlying=s.underlying or "",
            interval=s.interval,
            version=self.model.version if self.model else made.version if made else "",
            proven=self.model.proven if self.model else False,
            skill=self.skill,
            state=state,
            state_detail=detail,
            stance=stance,
            action=made.action if made else None,
            target_weight=made.target_weight if made else None,
            weight=self.weight,
            confidence=shown_confidence(made) if made else None,
            budget=s.budget,
            equity=worth,
            day_pnl=day,
            day_pnl_fraction=None if day is None or self.day_base <= 0.0 else day / self.day_base,
            drawdown=self.drawdown,
            shares=self.shares,
            last=self.price,
            last_ns=self.price_ns if self.price is not None else 0,
            decisions=self.decisions.made,
            episode=self.episode,
            episode_reward=self.episode_reward,
            rewards=tuple(self.rewards),
            equities=tuple(self.equities),
            in_sample=self.in_sample or self.in_sample_marks > 0,
            simulated=simulated,
            as_of_ns=self.as_of_ns,
            market_ns=self.market_ns,
        )

    def position(self, stop: float | None, profit: float | None, covered: int, simulated: bool) -> Position:
        """Its position; `covered`: shares for which a stop works at the broker."""
        value = None if self.price is None else self.shares * self.price
        unrealised = None if self.price is None else self.shares * (self.price - self.avg_cost)
        paid = abs(self.shares) * self.avg_cost
        return Position(
            agent_id=self.id,
            symbol=self.symbol,
            side="long" if self.shares > 0 else "short" if self.shares < 0 else "flat",
            shares=self.shares,
            weight=self.weight,
            avg_cost=self.avg_cost,
            last=self.price,
            value=value,
            unrealised=unrealised,
            unrealised_fraction=None if unrealised is None or paid <= 0.0 else unrealised / paid,
            realised=self.realised,
            stop_loss_price=stop,
            take_profit_price=profit,
            protected=self.shares == 0 or covered >= abs(self.shares),
            simulated=simulated,
            as_of_ns=max(self.price_ns, self.as_of_ns if self.price is None else self.price_ns),
            market_ns=self.market_ns,
        )
