"""Market data: bars become features, and an agent's turn to decide.

Hears: SplitApplied, BarClosed, InstantClosed, Heartbeat.   Says: DecisionDue, once per agent and bar of its series.
Owns: every agent's feature set, and the liquidity estimate of every traded series.

In a replay all bars of an instant come together and the decision is due when the instant closes. On a wall clock a companion
may come a little later than the symbol's own bar: then the decision waits until it is in, or until the grace is over and its
last known value stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rlbot.bus import Bus
from rlbot.events.base import Interval
from rlbot.events.market import Bar, BarClosed, DecisionDue, InstantClosed, SplitApplied
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


class MarketData:
    """Feeds the plans' feature sets. `grace_ns`: how long a decision waits for companions; 0 in a replay.

    Raises UnknownFeatureError for a plan with a feature that does not exist.
    """

    def __init__(self, bus: Bus, plans: Sequence[AgentPlan], grace_ns: int = 0) -> None:
        self._publish: Callable[[object], None] = bus.publish
        self._grace_ns = grace_ns
        self._seats = {plan.agent_id: _Seat(plan) for plan in plans}
        self._own: dict[Key, tuple[_Seat, ...]] = {}
        self._beside: dict[Key, tuple[FeatureSet, ...]] = {}
        self._liquidity: dict[Key, Liquidity] = {}
        for plan in plans:
            seat = self._seats[plan.agent_id]
            key = (plan.symbol, plan.interval)
            self._own[key] = (*self._own.get(key, ()), seat)
            self._liquidity.setdefault(key, Liquidity(plan.interval))
            for series in plan.companions():
                beside = (series.symbol, series.interval)
                self._beside[beside] = (*self._beside.get(beside, ()), seat.features)
        self._waiting: list[_Seat] = []

    def features(self, agent_id: str) -> FeatureSet:
        """The agent's feature set: its names, labels and texts."""
        return self._seats[agent_id].features

    def liquidity(self, symbol: str, interval: Interval) -> Liquidity:
        """The estimate of a traded series as of its last finished bar. Raises KeyError for a series nobody trades."""
        return self._liquidity[symbol, interval]

    @property
    def warm_up_bars(self) -> int:
        """Bars of history that warm every feature up."""
        return max((seat.features.warm_up for seat in self._seats.values()), default=0)

    def warm_up_batch(self, batch: Batch) -> list[DecisionDue]:
        """Run one instant of history through the same objects. Nothing is published; what would have been due is returned."""
        due: list[DecisionDue] = []
        publish, grace = self._publish, self._grace_ns
        self._publish, self._grace_ns = due.append, 0  # type: ignore[assignment]
        try:
            for action in batch.actions:
                if isinstance(action, SplitApplied):
                    self.on_split(action)
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
        for (symbol, _), liquidity in self._liquidity.items():
            if symbol == event.symbol:
                liquidity.on_split(event.factor)

    def on_bar(self, event: BarClosed) -> None:
        """A bar is in; whose turn it is shows at the end of the instant."""
        self._take(event.bar, event.ts_ns)

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

    def on_sentiment(self, value: float | None, available_ns: int) -> None:
        """A sentiment score of -1..1 (None: no longer known), usable from `available_ns` on."""
        for seat in self._seats.values():
            seat.features.on_sentiment(value, available_ns)

    def _take(self, bar: Bar, ts_ns: int) -> None:
        key = (bar.symbol, bar.interval)
        for features in self._beside.get(key, ()):
            features.on_companion(bar)
        seats = self._own.get(key)
        if seats is None:
            return
        self._liquidity[key].on_bar(bar)
        for seat in seats:
            if seat.bar is None:
                self._waiting.append(seat)
            else:
                self._due(seat, ts_ns)  # overtaken by its next bar
            seat.bar = bar
            seat.deadline_ns = 0

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
