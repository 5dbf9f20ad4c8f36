"""A small market from the synthetic feed, ready to train on, made once a process."""

from __future__ import annotations

from functools import cache

from rlbot.clock import from_iso
from rlbot.market.feeds.synthetic import SyntheticFeed
from rlbot.market.plan import subscriptions
from rlbot.settings.agent import AgentSettings
from rlbot.training.dataset import TrainingData, agent_plan, training_data, with_warm_up

TINY = {
    "ppo": {"rollout": 2_048, "batch": 512, "epochs": 2, "envs": 32},
    "sac": {"envs": 16, "learning_starts": 256, "buffer": 4_096, "batch": 64},
}
STEPS = {"ppo": 4_096, "sac": 1_024}


def small_agent(algorithm: str) -> AgentSettings:
    """An agent whose training takes about a second."""
    fields = {
        "id": f"{algorithm}_small",
        "algorithm": algorithm,
        "symbol": "AAPL",
        "limits": {"stop_loss": 0.1, "no_trade_band": 0.05},
        "features": {"names": ["price", "volume", "rsi", "vix"], "history": 1},
        "training": {"hyperparameters": TINY[algorithm]},
    }
    return AgentSettings.model_validate(fields)


@cache
def small_data(algorithm: str) -> TrainingData:
    """Two synthetic years."""
    settings = small_agent(algorithm)
    plan = agent_plan(settings)
    start, end = from_iso("2020-01-02"), from_iso("2021-12-31")
    feed = SyntheticFeed(subscriptions((plan,)), 5, start, end)
    return training_data(settings, plan, with_warm_up(plan, feed), start, end)
