"""Environment, backtest and `rlbot up` at full speed over the same bars: observations, actions, fills, equity, rewards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import tanh
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from rlbot.agents.policy import Policy
from rlbot.agents.version_files import VersionFiles
from rlbot.app.backtesting import backtest_agent
from rlbot.app.configuration import agent_of
from rlbot.app.home import Home
from rlbot.clock import from_iso
from rlbot.events.agent import DecisionMade, RewardRealised
from rlbot.events.trade import EquityMarked, OrderFilled
from rlbot.journal.sqlite_reader import SqliteReader, open_reader
from rlbot.market.data_folder import DataFolder
from rlbot.settings.agent import AgentSettings
from rlbot.training.dataset import TrainingData
from rlbot.training.trading_env import TradingEnv
from tests.e2e.house import make_home, rlbot
from tests.modes.worlds import deploy_untrained

DECISION = ("bar_ns", "target_weight", "confidence", "current_weight", "action", "reason", "observation_hash")
MARK = ("bar_ns", "equity", "cash", "shares", "close", "drawdown")
EXACT = {DecisionMade: "decided", OrderFilled: "filled", EquityMarked: "marked", RewardRealised: "rewarded"}


@dataclass(frozen=True)
class World:
    """Ready to be played in every mode."""

    algorithm: str
    start: str
    end: str
    home: Path
    market: Path
    settings: AgentSettings
    data: TrainingData
    files: VersionFiles


def world_of(file: str, start: str, end: str, home: Path, market: Path, seed: int = 1) -> World:
    """A home with one agent, `file` its text, and an untrained model of it."""
    make_home(home, {"twin": file})
    settings = agent_of(Home(home), "twin")
    data, files = deploy_untrained(home, settings, market, start, end, seed)
    return World(settings.algorithm, start, end, home, market, settings, data, files)


def simulated(world: World) -> dict[str, Sequence[Any]]:
    """What the journal of an accelerated simulate run holds."""
    words = ["up", "--feed", "csv", "--data", str(world.market), "--from", world.start, "--to", world.end]
    ran = rlbot(world.home, *words, "--speed", "max", "--exit-at-end", "--no-web", "--json")
    assert ran.status == 0, ran.err
    reader = open_reader(world.home / "checkpoints" / "journal.sqlite3")
    assert isinstance(reader, SqliteReader)
    found: dict[str, list[Any]] = {name: [] for name in EXACT.values()}
    kinds = {kind.__name__: (kind, name) for kind, name in EXACT.items()}
    for row in reader.rows(reader.runs()[0].run_id):
        if row.kind in kinds:
            kind, name = kinds[row.kind]
            found[name].append(msgspec.json.decode(row.payload, type=kind))
    reader.close()
    return dict(found)


def backtested(world: World) -> dict[str, Sequence[Any]]:
    """What `rlbot backtest` records."""
    first, last = from_iso(world.start), from_iso(world.end)
    outcome, _ = backtest_agent(Home(world.home), world.settings, DataFolder(world.market), "v1", first, last)
    recorder = outcome.recorder
    return {
        "decided": list(recorder.decisions),
        "filled": list(recorder.fills),
        "marked": list(recorder.marks),
        "rewarded": list(recorder.rewards),
    }


def environment_agrees(world: World, found: dict[str, Sequence[Any]]) -> None:
    """One evaluation pass of the environment with the same network, bar by bar."""
    policy = Policy(world.files.arrays)
    env = TradingEnv(world=world.data.world, evaluation=True)
    obs, info = env.reset()
    decided, marked = found["decided"], found["marked"]
    assert len(decided) == len(marked) == len(world.data.world.bars)
    for number, (made, mark) in enumerate(zip(decided, marked, strict=True)):
        assert made.observation_hash == blake2b(obs.tobytes(), digest_size=8).hexdigest(), f"bar {number}"
        assert (info["equity"], info["cash"], info["shares"]) == (mark.equity, mark.cash, mark.shares), f"bar {number}"
        if number + 1 < len(decided):
            output = policy.output(obs)
            action = np.array([tanh(output[0])]) if world.algorithm == "sac" else int(np.argmax(output))
            obs, reward, terminated, _, info = env.step(action)
            assert np.float32(found["rewarded"][number].reward) == np.float32(reward), f"bar {number}"
            if terminated:  # nothing is left; the platform goes on marking it
                return


def agree(world: World) -> int:
    """Hold all three against each other, to the last bit; returns how many fills there were."""
    live, tested = simulated(world), backtested(world)
    assert live["filled"] == tested["filled"]
    assert told(live["decided"], DECISION) == told(tested["decided"], DECISION)
    assert told(live["marked"], MARK) == told(tested["marked"], MARK)
    assert {made.reason for made in live["decided"]} == {"policy"}
    environment_agrees(world, live)
    return len(live["filled"])


def told(rows: Iterable[Any], names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """What both sides keep of every row."""
    return [tuple(getattr(row, name) for name in names) for row in rows]
