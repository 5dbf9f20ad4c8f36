"""Recorded bars become decisions due: the live handler run over history, on a bus of its own.

Training and offline analysis read features from here; there is no second way to compute them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rlbot.bus import Bus
from rlbot.events.market import DecisionDue
from rlbot.market.feeds.feed import Batch
from rlbot.market.market_data import MarketData
from rlbot.market.plan import AgentPlan


def decisions_due(plan: AgentPlan, batches: Iterable[Batch]) -> Iterator[DecisionDue]:
    """Every decision the agent would have been asked for, in order; lazily, so nothing after it has been read."""
    market_data = MarketData(Bus(), (plan,))
    for batch in batches:
        yield from market_data.warm_up_batch(batch)
