"""A run of the real engine with journal and CSV, as a process that may be killed and started again until it is done.

python -m tests.faults.resumable_run HOME
"""

from __future__ import annotations

import sys
from pathlib import Path

from rlbot.agents.loading import open_seat
from rlbot.agents.registry import ModelRegistry
from rlbot.clock import ReplayClock, from_iso
from rlbot.engine import agent_plan, build
from rlbot.journal.journal import Committed, Run, RunKey
from rlbot.journal.kinds import JOURNALED
from rlbot.journal.sqlite_journal import SqliteJournal, open_journal
from rlbot.market.feeds.synthetic import SyntheticFeed
from rlbot.market.plan import subscriptions
from rlbot.monitoring.agent_log import AgentLogs, open_agent_logs
from rlbot.settings.agent import AgentSettings, CostSettings, LimitSettings
from rlbot.settings.fingerprint import settings_json
from rlbot.settings.platform import Settings
from rlbot.system.recovery import Finished, Resume, plan
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
START, END = "2024-01-02", "2024-02-02"
KEY = RunKey("simulate", "synthetic", "", START, END)


def main(home: Path) -> None:
    """From wherever it stopped to the end; says the number of each instant once it is stored."""
    journal = open_journal(home / "checkpoints" / "journal.sqlite3")
    assert isinstance(journal, SqliteJournal), journal
    found = plan(journal, KEY, settings_json(SETTINGS))
    if isinstance(found, Finished):
        return
    feed = SyntheticFeed(subscriptions([agent_plan(a) for a in SETTINGS.agents]), 7, from_iso(START), from_iso(END))
    seats = [open_seat(a, ModelRegistry(home / "checkpoints"), home) for a in SETTINGS.agents]
    recorded = found.recorded if isinstance(found, Resume) else None
    engine = build(seats, clock=ReplayClock(), account=SETTINGS.risk, explain=True, recorded=recorded)
    engine.warm_up(feed.history(from_iso(START), 300))
    names = {a.id: engine.market_data.features(a.id).names for a in SETTINGS.agents}
    logs = open_agent_logs(home / "logs" / "agents", "simulate", names)
    assert isinstance(logs, AgentLogs), logs
    logs.listen(engine.bus)
    last_ts_ns = 0
    if isinstance(found, Resume):
        logs.resume(found.run.run_id, journal.runs())
        assert journal.continue_run(found.run.run_id, logs.meta(journal.runs())) is None
        done = Replay(engine.bus, engine.clock).play(found.rows())
        assert isinstance(done, Replayed), done
        assert logs.replayed() == ""
        last_ts_ns = found.last_ts_ns
    else:
        begun = Run(
            run_id="run-1", key=KEY.text(), started_ns=1, settings=settings_json(SETTINGS), meta=logs.meta(journal.runs())
        )
        assert journal.begin_run(begun) is None
    for kind in JOURNALED:
        engine.bus.on(kind, journal.tap)
    for number, batch in enumerate(feed.batches()):
        if batch.ts_ns <= last_ts_ns:
            continue
        engine.play(batch)
        assert isinstance(journal.commit(), Committed)
        assert logs.flush() == ""
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
    assert journal.finish_run() is None
    logs.close()
    journal.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
