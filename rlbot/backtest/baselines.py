"""What anybody could have done on the same bars at the same costs: hold, volatility target, SMA 200, flat."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rlbot.agents.loading import open_seat
from rlbot.agents.registry import ModelRegistry
from rlbot.backtest.run import Outcome, run
from rlbot.events.base import Interval
from rlbot.market.feeds.feed import ReplayFeed
from rlbot.settings.agent import AgentSettings

BASELINES = ("hold", "vol_target", "sma_200", "flat")
# Limits that are the agent's own way of trading, not the market's: a baseline is shown without them.
OWN_WAYS = {"stop_loss": None, "take_profit": None, "max_drawdown": None, "drawdown_reduce": None, "daily_loss": None}


def baseline_settings(agent: AgentSettings, algorithm: str) -> AgentSettings:
    """The agent's symbol, budget, costs and weights, decided by a rule."""
    limits = agent.limits.model_copy(update=OWN_WAYS)
    return agent.model_copy(update={"algorithm": algorithm, "limits": limits, "decisions": None, "runner": "inline"})


def run_baselines(
    agent: AgentSettings, feed: Callable[[], ReplayFeed], vix: Interval, registry: ModelRegistry, home: Path
) -> dict[str, Outcome]:
    """One backtest per baseline; `feed` makes a fresh one over the same bars each time."""
    return {name: run(open_seat(baseline_settings(agent, name), registry, home), feed(), vix=vix) for name in BASELINES}
