"""Puts the last bars from before the run on the chart, with their indicators, while they warm the engine up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from rlbot.events.base import Interval
from rlbot.events.market import Bar, DecisionDue, SplitApplied
from rlbot.market.feeds.feed import Batch
from rlbot.market.market_data import MarketData
from rlbot.monitoring.board import Board

BARS = 250  # of each series: a year of days, three sessions of 5m

Label = Callable[[Bar], tuple[str, ...]]
Key = tuple[str, Interval]


def seeded(history: Iterable[Batch], board: Board, market: MarketData, label: Label | None = None) -> Iterator[Batch]:
    """The same batches; each is shown on `board` once the engine has taken it in.

    `market` is the engine's own: its features of each bar become the chart's indicators. `label`: the agents that were
    trained on a bar.
    """
    agents: dict[Key, list[str]] = {}
    for view in board.state.agents.values():
        agents.setdefault((view.symbol, view.settings.interval), []).append(view.id)
    for batch in history:
        yield batch
        for action in batch.actions:
            if isinstance(action, SplitApplied):
                board.seed_split(action)
        for bar in batch.bars:
            board.seed_bar(bar, bool(label(bar)) if label is not None else False)
            for agent_id in agents.get((bar.symbol, bar.interval), ()):
                board.seed_indicators(_due(agent_id, bar, batch.ts_ns, market))
    board.keep_seeds(BARS)


def _due(agent_id: str, bar: Bar, ts_ns: int, market: MarketData) -> DecisionDue:
    features = market.features(agent_id)
    return DecisionDue(
        ts_ns=ts_ns,
        agent_id=agent_id,
        bar=bar,
        features=features.values,
        inputs=features.inputs,
        available_ns=features.available_ns,
        warm=features.warm,
    )
