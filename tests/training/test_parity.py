"""Environment and backtest on the same bars: the same observations, actions, fills, equity and rewards, to the last bit."""

from __future__ import annotations

from hashlib import blake2b
from itertools import pairwise
from math import tanh
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rlbot.agents.loading import from_files
from rlbot.agents.policy import Policy, PolicyArrays
from rlbot.agents.seat import Seat
from rlbot.agents.version_files import VersionFiles
from rlbot.backtest.run import Outcome, replay_feed, run
from rlbot.clock import from_iso
from rlbot.market.data_folder import DataFolder
from rlbot.market.feeds.feed import ReplayFeed
from rlbot.market.feeds.synthetic import SyntheticFeed
from rlbot.market.plan import subscriptions
from rlbot.settings.agent import AgentSettings
from rlbot.training.dataset import TrainingData, agent_plan, folder_batches, training_data, with_warm_up
from rlbot.training.trading_env import TradingEnv

FEATURES = ["price", "volume", "rsi", "macd", "ema_10", "ema_50", "vix"]


def agent(algorithm: str, **chosen: Any) -> AgentSettings:
    """A learned agent with everything on: spread, impact, participation limit, stop, profit, band."""
    fields: dict[str, Any] = {
        "id": "twin",
        "algorithm": algorithm,
        "symbol": "AAPL",
        "costs": {"spread_bps": 4.0, "impact": 0.5, "max_participation": 0.01, "debit_rate": 0.06, "borrow_rate": 0.02},
        "limits": {"stop_loss": 0.06, "take_profit": 0.09, "no_trade_band": 0.05},
        "features": {"names": FEATURES, "history": 3},
    }
    return AgentSettings.model_validate(fields | chosen)


def files_of(settings: AgentSettings, data: TrainingData, seed: int = 1) -> VersionFiles:
    """An untrained network that changes its mind often."""
    rng = np.random.default_rng(seed)
    sizes = [data.world.observation_size, 64, 64, 2 if settings.algorithm == "sac" else 5]
    layers = tuple(
        (rng.standard_normal((b, a)).astype(np.float32) / np.float32(np.sqrt(a)), rng.standard_normal(b).astype(np.float32))
        for a, b in pairwise(sizes)
    )
    kind: Any = settings.algorithm
    arrays = PolicyArrays(kind=kind, layers=layers, median=np.zeros(sizes[0], np.float32))
    return VersionFiles("v1", arrays, data.normalizer.state())


def compare(settings: AgentSettings, data: TrainingData, files: VersionFiles, outcome: Outcome) -> None:
    policy = Policy(files.arrays)
    env = TradingEnv(world=data.world, evaluation=True)
    obs, info = env.reset()
    recorder = outcome.recorder
    assert len(recorder.decisions) == len(data.world.bars)
    traded = 0
    for made, mark, reward in zip(recorder.decisions, recorder.marks, [*recorder.rewards, None], strict=True):
        assert made.reason == "policy"
        assert blake2b(obs.tobytes(), digest_size=8).hexdigest() == made.observation_hash
        assert info["equity"] == mark.equity
        output = policy.output(obs)
        action = np.array([tanh(output[0])]) if settings.algorithm == "sac" else int(np.argmax(output))
        if reward is None:
            break
        before = info["shares"]
        obs, got, _, _, info = env.step(action)
        traded += info["shares"] != before
        assert np.float32(reward.reward) == np.float32(got)
    assert traded > 20
    if settings.symbol == "SPY":  # no splits there
        held = sum(fill.quantity if fill.side == "buy" else -fill.quantity for fill in recorder.fills)
        assert held == info["shares"]


@pytest.mark.parametrize("algorithm", ["ppo", "sac"])
@pytest.mark.parametrize("shorts", [False, True])
def test_on_a_synthetic_market(algorithm: str, shorts: bool) -> None:
    limits = {"stop_loss": 0.05, "take_profit": 0.08, "no_trade_band": 0.05, "allow_short": shorts}
    settings = agent(algorithm, symbol="SPY", limits=limits)
    start, end = from_iso("2020-01-02"), from_iso("2021-06-30")
    plan = agent_plan(settings)

    def feed() -> ReplayFeed:
        return SyntheticFeed(subscriptions((plan,)), 3, start, end)

    data = training_data(settings, plan, with_warm_up(plan, feed()), start, end)
    files = files_of(settings, data)
    compare(settings, data, files, run(Seat(settings, from_files(settings, files)), feed()))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("algorithm", "symbol", "underlying", "leverage", "start", "end"),
    [
        ("ppo", "AAPL", None, 1.0, "2019-06-03", "2021-12-31"),  # holds a 4:1 split and its dividends
        ("sac", "TNA", "IWM", 3.0, "2012-06-01", "2014-12-31"),  # holds a 2:1 split
    ],
)
def test_on_real_bars(
    market_data: Path, algorithm: str, symbol: str, underlying: str | None, leverage: float, start: str, end: str
) -> None:
    names = [*FEATURES, "underlying"] if underlying else FEATURES
    settings = agent(
        algorithm, symbol=symbol, underlying=underlying, leverage=leverage, features={"names": names, "history": 3}
    )
    folder = DataFolder(market_data)
    first, last = from_iso(start), from_iso(end)
    plan = agent_plan(settings, folder, first, last)
    data = training_data(settings, plan, folder_batches(settings, plan, folder, first, last), first, last)
    files = files_of(settings, data)
    seat = Seat(settings, from_files(settings, files))
    feed, vix = replay_feed(folder, seat, first, last)
    compare(settings, data, files, run(seat, feed, vix=vix))
