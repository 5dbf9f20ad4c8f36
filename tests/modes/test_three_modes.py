"""Environment, backtest and `rlbot up` at full speed over the same bars: the same observations, actions, fills and equity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import tanh
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from rlbot.agents.policy import Policy
from rlbot.agents.version_files import VersionFiles
from rlbot.app.configuration import agent_of
from rlbot.app.home import Home
from rlbot.events.agent import DecisionMade
from rlbot.events.trade import EquityMarked, OrderFilled
from rlbot.journal.sqlite_reader import SqliteReader, open_reader
from rlbot.market.data_folder import DataFolder
from rlbot.market.feeds.feed import Subscription
from rlbot.settings.agent import AgentSettings
from rlbot.training.dataset import TrainingData
from rlbot.training.trading_env import TradingEnv
from tests.e2e.house import make_home, rlbot
from tests.modes.worlds import deploy_untrained, write_market

FEATURES = '"price", "volume", "rsi", "macd", "ema_10", "ema_50", "vix"'
DECISION = ("bar_ns", "target_weight", "confidence", "current_weight", "action", "reason", "observation_hash")
MARK = ("bar_ns", "equity", "cash", "shares", "close", "drawdown")
EXACT = {DecisionMade: "decided", OrderFilled: "filled", EquityMarked: "marked"}


@dataclass(frozen=True)
class Case:
    """An agent and a range. `real`: bars recorded on the exchange."""

    algorithm: str
    symbol: str
    interval: str
    start: str
    end: str
    underlying: str = ""
    real: bool = False

    def file(self) -> str:
        names = f'{FEATURES}, "underlying"' if self.underlying else FEATURES
        beside = f'underlying = "{self.underlying}"\nleverage = 3.0\n' if self.underlying else ""
        stop = 0.05 if self.interval == "1d" else 0.01
        return f"""
algorithm = "{self.algorithm}"
symbol = "{self.symbol}"
{beside}interval = "{self.interval}"
[costs]
spread_bps = 4.0
impact = 0.5
max_participation = 0.01
debit_rate = 0.06
borrow_rate = 0.02
[limits]
stop_loss = {stop}
take_profit = {1.5 * stop}
no_trade_band = 0.05
[features]
names = [{names}]
"""


MADE_UP = [
    Case("ppo", "AAPL", "1d", "2005-01-03", "2006-03-31"),
    Case("sac", "TNA", "1d", "2005-01-03", "2006-03-31", underlying="IWM"),
    Case("ppo", "AAPL", "5m", "2005-11-23", "2005-12-02"),  # holds an early close
    Case("sac", "TNA", "5m", "2005-11-23", "2005-12-02", underlying="IWM"),
]
REAL = [
    Case("ppo", "AAPL", "1d", "2019-06-03", "2021-12-31", real=True),  # a 4:1 split and dividends
    Case("sac", "TNA", "1d", "2012-06-01", "2014-12-31", underlying="IWM", real=True),  # a 2:1 split
    Case("ppo", "AAPL", "5m", "2024-11-25", "2024-12-06", real=True),  # an early close
]


@dataclass(frozen=True)
class World:
    """Ready to be played in every mode."""

    case: Case
    home: Path
    market: Path
    settings: AgentSettings
    data: TrainingData
    files: VersionFiles


def world_of(case: Case, home: Path, market: Path) -> World:
    make_home(home, {"twin": case.file()})
    settings = agent_of(Home(home), "twin")
    data, files = deploy_untrained(home, settings, market, case.start, case.end)
    return World(case, home, market, settings, data, files)


def simulated(world: World) -> dict[str, Sequence[Any]]:
    """What the journal of an accelerated simulate run holds."""
    words = ["up", "--feed", "csv", "--data", str(world.market), "--from", world.case.start, "--to", world.case.end]
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
    from rlbot.app.backtesting import backtest_agent
    from rlbot.clock import from_iso

    case = world.case
    outcome, _ = backtest_agent(
        Home(world.home), world.settings, DataFolder(world.market), "v1", from_iso(case.start), from_iso(case.end)
    )
    recorder = outcome.recorder
    return {"decided": list(recorder.decisions), "filled": list(recorder.fills), "marked": list(recorder.marks)}


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
            action = np.array([tanh(output[0])]) if world.case.algorithm == "sac" else int(np.argmax(output))
            obs, _, _, _, info = env.step(action)


def agree(world: World) -> None:
    live, tested = simulated(world), backtested(world)
    assert live["filled"] == tested["filled"] and len(live["filled"]) > 10
    assert told(live["decided"], DECISION) == told(tested["decided"], DECISION)
    assert told(live["marked"], MARK) == told(tested["marked"], MARK)
    assert {made.reason for made in live["decided"]} == {"policy"}
    environment_agrees(world, live)


def told(rows: Iterable[Any], names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """What both sides keep of every row."""
    return [tuple(getattr(row, name) for name in names) for row in rows]


@pytest.mark.parametrize("case", MADE_UP, ids=lambda case: f"{case.algorithm}-{case.interval}")
def test_on_a_made_up_market(tmp_path: Path, case: Case) -> None:
    market = tmp_path / "market"
    series = [Subscription(case.symbol, case.interval), Subscription("VIX", "1d")]  # type: ignore[arg-type]
    if case.underlying:
        series.append(Subscription(case.underlying, case.interval))  # type: ignore[arg-type]
    write_market(market, series, case.start, case.end)
    agree(world_of(case, tmp_path / "home", market))


@pytest.mark.shared
@pytest.mark.parametrize("case", REAL, ids=lambda case: f"{case.algorithm}-{case.symbol}-{case.interval}")
def test_on_recorded_bars(tmp_path: Path, market_data: Path, case: Case) -> None:
    agree(world_of(case, tmp_path / "home", market_data))
