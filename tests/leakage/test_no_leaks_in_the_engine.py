"""The real engine, bars to equity, of both agents: no decision, reason, order, fill or mark knows what comes after it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from rlbot.clock import from_iso
from rlbot.engine import agent_plan
from rlbot.market.data_folder import DataFolder
from rlbot.market.feeds.csv_replay import CsvReplayFeed
from rlbot.market.feeds.feed import Batch
from rlbot.market.plan import subscriptions
from rlbot.training.leakage import Fill, find_leaks
from rlbot.training.leakage_engine import trading
from tests.leakage.traded import agent, untrained
from tests.market.series import merged, wandering

SYNTHETIC = merged(*(wandering(symbol, 1000, seed) for seed, symbol in enumerate(("AAPL", "TNA", "IWM", "VIX"))))
BOTH = ["ppo", "sac"]


@pytest.mark.parametrize("algorithm", BOTH)
@pytest.mark.parametrize("seed", range(4))
def test_nothing_leaks_on_a_synthetic_market(algorithm: str, seed: int) -> None:
    """Together 400 instants, each with eight other futures."""
    settings = agent(algorithm)
    assert find_leaks(trading(settings, untrained(settings, SYNTHETIC, seed)), SYNTHETIC, instants=50, seed=seed) == []


@pytest.mark.parametrize("algorithm", BOTH)
@pytest.mark.parametrize(
    "chosen",
    [
        {"costs": {"schedule": "ibkr_tiered", "spread_bps": 8.0, "impact": 1.0, "max_participation": 0.0001}},
        {"features": {"names": ("price", "volatility", "sentiment"), "history": 5, "online_normalizer": True}},
        {"limits": {"max_adv_fraction": 0.0001, "daily_loss": 0.02, "drawdown_reduce": 0.05, "orders_per_day": 1}},
    ],
    ids=["bounded by volume", "learning online", "every limit"],
)
def test_nothing_leaks_under_other_settings(algorithm: str, chosen: dict[str, Any]) -> None:
    settings = agent(algorithm, **chosen)
    assert find_leaks(trading(settings, untrained(settings, SYNTHETIC)), SYNTHETIC, instants=15, seed=9) == []


@pytest.mark.parametrize("algorithm", BOTH)
def test_a_longer_history_changes_no_observation(algorithm: str) -> None:
    settings = agent(algorithm)
    pipeline = trading(settings, untrained(settings, SYNTHETIC), warm_up=-30, observations_only=True)
    assert find_leaks(pipeline, SYNTHETIC, instants=0, warm_up=960) == []


@lru_cache(maxsize=2)
def replayed(folder: Path, algorithm: str) -> list[Batch]:
    wanted = subscriptions((agent_plan(agent(algorithm)),))
    return list(CsvReplayFeed(DataFolder(folder), wanted, from_iso("2009-06-01"), from_iso("2021-12-31")).batches())


@pytest.mark.shared
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("algorithm", BOTH)
def test_nothing_leaks_on_recorded_days(market_data: Path, algorithm: str, seed: int) -> None:
    """Together 600 instants (1,000 with the synthetic ones), across four splits and many dividends."""
    batches = replayed(market_data, algorithm)
    settings = agent(algorithm)
    assert find_leaks(trading(settings, untrained(settings, batches, seed)), batches, instants=50, seed=seed) == []


@pytest.mark.parametrize("algorithm", BOTH)
def test_the_stretches_hold_enough_to_leak(algorithm: str) -> None:
    """Else nothing would be tested: fills at opens, protective exits, decisions with their reasons."""
    settings = agent(algorithm)
    said = list(trading(settings, untrained(settings, SYNTHETIC))()(SYNTHETIC[300:384]))
    fills = sum(isinstance(one, Fill) for one in said)
    assert fills >= 10 and len(said) > 5 * fills
