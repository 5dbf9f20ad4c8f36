"""How long a restart takes: a journaled run replayed through a fresh engine, every event compared.

python -m benchmarks.bench_replay
"""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

from rlbot.agents.loading import open_seat
from rlbot.agents.registry import ModelRegistry
from rlbot.clock import ReplayClock, from_iso
from rlbot.engine import Engine, agent_plan, build
from rlbot.journal.journal import Committed, Run, RunKey
from rlbot.journal.kinds import JOURNALED
from rlbot.journal.sqlite_journal import SqliteJournal, open_journal
from rlbot.market.feeds.synthetic import SyntheticFeed
from rlbot.market.plan import HISTORY_BARS, subscriptions
from rlbot.settings.agent import AgentSettings, CostSettings, LimitSettings
from rlbot.settings.fingerprint import settings_json
from rlbot.settings.platform import Settings
from rlbot.system.recovery import Resume, plan
from rlbot.system.replay import Replay, Replayed

COSTS = CostSettings(spread_bps=4.0, impact=0.5, max_participation=0.01)
SETTINGS = Settings(
    agents=(
        AgentSettings(
            id="calm", algorithm="vol_target", symbol="AAPL", interval="15m", costs=COSTS, limits=LimitSettings(stop_loss=0.01)
        ),
        AgentSettings(id="trend", algorithm="sma_200", symbol="TNA", underlying="IWM", interval="15m", costs=COSTS),
    )
)
START, END = "2024-01-02", "2025-03-31"  # 15 months of 15-minute bars
KEY = RunKey("simulate", "synthetic", "", START, END)


def engine_of(home: Path, found: Resume | None) -> tuple[Engine, SyntheticFeed]:
    """The two agents, warmed up, and their market."""
    seats = [open_seat(agent, ModelRegistry(home), home) for agent in SETTINGS.agents]
    recorded = found.recorded if found is not None else None
    engine = build(seats, clock=ReplayClock(), account=SETTINGS.risk, explain=True, recorded=recorded)
    feed = SyntheticFeed(subscriptions([agent_plan(a) for a in SETTINGS.agents]), 7, from_iso(START), from_iso(END))
    engine.warm_up(feed.history(from_iso(START), HISTORY_BARS))
    return engine, feed


def play(home: Path, journal: SqliteJournal) -> None:
    """The run, each instant stored as it closes; cut off before its end is said."""
    engine, feed = engine_of(home, None)
    assert journal.begin_run(Run(run_id="run-1", key=KEY.text(), started_ns=1, settings=settings_json(SETTINGS))) is None
    for kind in JOURNALED:
        engine.bus.on(kind, journal.tap)
    for batch in feed.batches():
        engine.play(batch)
        assert isinstance(journal.commit(), Committed)


def main() -> None:
    """Print what the run took, and its replay."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        journal = open_journal(home / "journal.sqlite3")
        assert isinstance(journal, SqliteJournal)
        started = time.perf_counter()
        play(home, journal)
        ran_s = time.perf_counter() - started
        found = plan(journal, KEY, settings_json(SETTINGS))
        assert isinstance(found, Resume)
        engine, _ = engine_of(home, found)
        started = time.perf_counter()
        done = Replay(engine.bus, engine.clock).play(found.rows())
        replay_s = time.perf_counter() - started
        assert isinstance(done, Replayed), done
        figures = {"rows": done.rows, "run_s": round(ran_s, 2), "replay_s": round(replay_s, 2)}
        print(json.dumps({"bench": "replay"} | figures | {"s_per_100k": round(replay_s / done.rows * 1e5, 2)}))
        journal.close()


if __name__ == "__main__":
    main()
