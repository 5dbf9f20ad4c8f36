"""Market data: bars become features, and an agent's turn to decide.

Hears: SplitApplied, SentimentScored, BarClosed, InstantClosed, Heartbeat.
Says: DecisionDue, once per agent and bar of its series; MarkUpdated, for a bar of a finer series than some agent decides on.
Owns: every agent's feature set, and the liquidity estimate of every traded series.

In a replay all bars of an instant come together and the decision is due when the instant closes. On a wall clock a companion
may come a little later than the symbol's own bar: then the decision waits until it is in, or until the grace is over and its
last known value stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rlbot.bus import Bus
from rlbot.events.base import INTERVAL_NS, Interval
from rlbot.events.market import Bar, BarClosed, DecisionDue, InstantClosed, MarkUpdated, SentimentScored, SplitApplied
from rlbot.events.ops import Heartbeat
from rlbot.market.features.feature import VIX
from rlbot.market.features.feature_set import FeatureSet
from rlbot.market.feeds.feed import Batch
from rlbot.market.liquidity import Liquidity
from rlbot.market.plan import AgentPlan

__all__ = ["AgentPlan", "MarketData"]

Key = tuple[str, Interval]


class _Seat:
    """One agent's features, and its bar while the decision is not yet due."""

    __slots__ = ("agent_id", "bar", "deadline_ns", "features", "not_awaited")

    def __init__(self, plan: AgentPlan) -> None:
        self.agent_id = plan.agent_id
        self.features = FeatureSet(plan.features, plan.symbol, plan.interval, plan.underlying)
        # A daily VIX comes after the bell and serves the next session: nobody waits for it.
        self.not_awaited: tuple[str, ...] = (VIX,) if plan.vix_interval == "1d" else ()
        self.bar: Bar | None = None
        self.deadline_ns = 0


class _Route:
    """Where the bars of one series go."""

    __slots__ = ("beside", "liquidity", "marks", "seats")

    def __init__(self) -> None:
        self.marks = False  # an agent trades the symbol at a coarser interval: to it these bars are marks
        self.seats: tuple[_Seat, ...] = ()
        self.beside: tuple[FeatureSet, ...] = ()
        self.liquidity: Liquidity | None = None


class MarketData:
    """Feeds the plans' feature sets. `grace_ns`: how long a decision waits for companions; 0 in a replay.

    `liquidity` false: somebody else keeps the estimates (the simulated broker has its own).

    Raises UnknownFeatureError for a plan with a feature that does not exist.
    """

    def __init__(self, bus: Bus, plans: Sequence[AgentPlan], grace_ns: int = 0, liquidity: bool = True) -> None:
        self._publish: Callable[[object], None] = bus.publish
        self._grace_ns = grace_ns
        self._seats = {plan.agent_id: _Seat(plan) for plan in plans}
        self._routes: dict[Key, _Route] = {}
        for plan in plans:
            seat = self._seats[plan.agent_id]
            route = self._routes.setdefault((plan.symbol, plan.interval), _Route())
            route.seats = (*route.seats, seat)
            if liquidity and route.liquidity is None:
                route.liquidity = Liquidity(plan.interval)
            for series in plan.companions():
                route = self._routes.setdefault((series.symbol, series.interval), _Route())
                route.beside = (*route.beside, seat.features)
        for (symbol, interval), route in self._routes.items():
            step = INTERVAL_NS[interval]
            route.marks = bool(route.seats) and any(p.symbol == symbol and INTERVAL_NS[p.interval] > step for p in plans)
        self._waiting: list[_Seat] = []

    def features(self, agent_id: str) -> FeatureSet:
        """The agent's feature set: its names, labels and texts."""
        return self._seats[agent_id].features

    def liquidity(self, symbol: str, interval: Interval) -> Liquidity:
        """The estimate of a traded series as of its last finished bar. Raises KeyError for a series nobody trades."""
        route = self._routes.get((symbol, interval))
        if route is None or route.liquidity is None:
            raise KeyError(f"no agent trades {symbol} {interval}")
        return route.liquidity

    @property
    def warm_up_bars(self) -> int:
        """Bars of history that warm every feature up."""
        return max((seat.features.warm_up for seat in self._seats.values()), default=0)

    def warm_up_batch(self, batch: Batch) -> list[DecisionDue]:
        """Run one instant of history through the same objects. Nothing is published; what would have been due is returned."""
        due: list[DecisionDue] = []
        publish, grace = self._publish, self._grace_ns
        self._publish, self._grace_ns = due.append, 0  # type: ignore[assignment]  # nothing but what is due is said
        try:
            for action in batch.actions:
                if isinstance(action, SplitApplied):
                    self.on_split(action)
            for score in batch.scores:
                self.on_sentiment(score)
            for bar in batch.bars:
                self._take(bar, batch.ts_ns)
            self._close(batch.ts_ns)
        finally:
            self._publish, self._grace_ns = publish, grace
        return due

    def warm_up(self, batches: Iterable[Batch], on_due: Callable[[DecisionDue], None] | None = None) -> None:
        """The same for many; `on_due` is handed what would have been due (agents keep their short history by it)."""
        for batch in batches:
            for due in self.warm_up_batch(batch):
                if on_due is not None:
                    on_due(due)

    def on_split(self, event: SplitApplied) -> None:
        """Rescale what was learnt from the symbol's prices and volumes."""
        waiting, self._waiting = self._waiting, []
        for seat in waiting:
            self._due(seat, event.ts_ns)  # its bar was before the split
        for seat in self._seats.values():
            seat.features.on_split(event.symbol, event.factor)
        for (symbol, _), route in self._routes.items():
            if symbol == event.symbol and route.liquidity is not None:
                route.liquidity.on_split(event.factor)

    def on_bar(self, event: BarClosed) -> None:
        """A bar is in; whose turn it is shows at the end of the instant."""
        bar = event.bar
        if self._take(bar, event.ts_ns):
            self._publish(MarkUpdated(ts_ns=event.ts_ns, symbol=bar.symbol, price=bar.close))

    def on_instant(self, event: InstantClosed) -> None:
        """Everything of this instant is in: decisions are due, unless they wait for a companion."""
        if self._waiting:
            self._close(event.ts_ns)

    def on_heartbeat(self, event: Heartbeat) -> None:
        """Time passes without bars: whose grace is over decides on what there is."""
        for seat in tuple(self._waiting):
            if seat.deadline_ns and event.ts_ns >= seat.deadline_ns:
                self._waiting.remove(seat)
                self._due(seat, event.ts_ns)

    def on_sentiment(self, event: SentimentScored) -> None:
        """The market's mood has changed; who looks at it takes it in at its next bar, once it is available."""
        for seat in self._seats.values():
            seat.features.on_sentiment(event.value, event.available_ns)

    def _take(self, bar: Bar, ts_ns: int) -> bool:
        """Where the bar belongs; whether it is a mark as well."""
        route = self._routes.get((bar.symbol, bar.interval))
        if route is None:
            return False
        for features in route.beside:
            features.on_companion(bar)
        if route.liquidity is not None:
            route.liquidity.on_bar(bar)
        for seat in route.seats:
            if seat.bar is None:
                self._waiting.append(seat)
            else:
                self._due(seat, ts_ns)  # overtaken by its next bar
            seat.bar = bar
            seat.deadline_ns = 0
        return route.marks

    def _close(self, ts_ns: int) -> None:
        waiting, self._waiting = self._waiting, []
        for seat in waiting:
            if self._grace_ns and self._waits(seat, ts_ns):
                self._waiting.append(seat)
            else:
                self._due(seat, ts_ns)

    def _waits(self, seat: _Seat, ts_ns: int) -> bool:
        if seat.bar is None or seat.features.complete(seat.bar, seat.not_awaited):
            return False
        if not seat.deadline_ns:
            seat.deadline_ns = ts_ns + self._grace_ns
        return ts_ns < seat.deadline_ns

    def _due(self, seat: _Seat, ts_ns: int) -> None:
        bar, seat.bar = seat.bar, None
        if bar is None:
            return
        features = seat.features
        features.on_bar(bar)
        self._publish(
            DecisionDue(
                ts_ns=ts_ns,
                agent_id=seat.agent_id,
                bar=bar,
                features=features.values,
                inputs=features.inputs,
                available_ns=features.available_ns,
                warm=features.warm,
            )
        )
