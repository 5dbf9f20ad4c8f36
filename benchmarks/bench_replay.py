"""How long a restart takes: a journaled run replayed through a fresh engine, every event compared.

python -m benchmarks.bench_replay
"""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
import time
from pathlib import Path

from rlbot.agents.loading import open_seat
from rlbot.agents.registry import ModelRegistry
from rlbot.clock import ReplayClock, from_iso
from rlbot.engine import agent_plan, build
from rlbot.journal.sqlite_journal import SqliteJournal, open_journal
from rlbot.market.feeds.synthetic import SyntheticFeed
from rlbot.market.plan import subscriptions
from rlbot.settings.fingerprint import settings_json
from rlbot.system.recovery import Resume, plan
from rlbot.system.replay import Replay, Replayed
from tests.faults import resumable_run as small


def main(end: str = "2025-03-31") -> None:
    """A run of 15 months on 15-minute bars with two agents, then its replay."""
    small.END = end
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        started = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()):
            small.main(home, finish=False)
        ran_s = time.perf_counter() - started
        journal = open_journal(home / "checkpoints" / "journal.sqlite3")
        assert isinstance(journal, SqliteJournal)
        found = plan(journal, small.KEY, settings_json(small.SETTINGS))
        assert isinstance(found, Resume)
        agents = small.SETTINGS.agents
        seats = [open_seat(a, ModelRegistry(home), home) for a in agents]
        engine = build(seats, clock=ReplayClock(), account=small.SETTINGS.risk, explain=False, recorded=found.recorded)
        feed = SyntheticFeed(subscriptions([agent_plan(a) for a in agents]), 7, from_iso(small.START), from_iso(end))
        engine.warm_up(feed.history(from_iso(small.START), 300))
        started = time.perf_counter()
        done = Replay(engine.bus, engine.clock).play(found.rows())
        replay_s = time.perf_counter() - started
        assert isinstance(done, Replayed), done
        figures = {"rows": done.rows, "run_s": round(ran_s, 2), "replay_s": round(replay_s, 2)}
        print(json.dumps({"bench": "replay"} | figures | {"s_per_100k": round(replay_s / done.rows * 1e5, 2)}))
        journal.close()


if __name__ == "__main__":
    main()
