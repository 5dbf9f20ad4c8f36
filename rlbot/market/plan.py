"""What each agent needs of the market: a plan per agent, and the series they add up to."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from rlbot.events.base import Interval
from rlbot.market.features.feature import VIX
from rlbot.market.feeds.feed import Subscription

# Bars of history before the first decision, in every mode. More than any feature's declared warm-up (EMA_50: 453), and the
# same everywhere: a recursive indicator that began at another bar differs in its last bits.
HISTORY_BARS = 1_024


def history_bars(warm_up: int) -> int:
    """How much history to run through before a start, for features (or an agent's own series) that need `warm_up` bars."""
    return max(HISTORY_BARS, warm_up)


class AgentPlan(msgspec.Struct, frozen=True):
    """One agent's series and features. `vix_interval`: the daily VIX beside any interval, or an intraday one if subscribed."""

    agent_id: str
    symbol: str
    interval: Interval
    underlying: str | None
    features: tuple[str, ...]
    vix_interval: Interval = "1d"

    def own(self) -> Subscription:
        """The series it trades."""
        return Subscription(self.symbol, self.interval)

    def companions(self) -> tuple[Subscription, ...]:
        """The series its features look at beside its own."""
        beside: list[Subscription] = []
        if "underlying" in self.features and self.underlying:
            beside.append(Subscription(self.underlying, self.interval))
        if "vix" in self.features:
            beside.append(Subscription(VIX, self.vix_interval))
        return tuple(beside)


def wants_scores(plans: Iterable[AgentPlan]) -> bool:
    """Whether any of them looks at the market's mood."""
    return any("sentiment" in plan.features for plan in plans)


def subscriptions(plans: Iterable[AgentPlan]) -> tuple[Subscription, ...]:
    """Every series the plans need, each once, own series before companions."""
    plans = tuple(plans)
    wanted = [plan.own() for plan in plans]
    wanted += [series for plan in plans for series in plan.companions()]
    return tuple(dict.fromkeys(wanted))
