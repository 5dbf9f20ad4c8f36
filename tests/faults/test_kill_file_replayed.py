"""A kill file that appears between any two instants, then a crash: the replay kills at the same place and goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from rlbot.agents.loading import open_seat
from rlbot.agents.registry import ModelRegistry
from rlbot.clock import ReplayClock, from_iso
from rlbot.engine import Engine, agent_plan, build
from rlbot.journal.journal import Run
from rlbot.journal.kinds import JOURNALED
from rlbot.journal.memory_journal import MemoryJournal
from rlbot.journal.recorded import RecordedDecisions
from rlbot.market.feeds.synthetic import SyntheticFeed
from rlbot.market.plan import subscriptions
from rlbot.risk.kill_switch import KillSwitch
from rlbot.settings.agent import AgentSettings, CostSettings, LimitSettings
from rlbot.settings.platform import Settings
from rlbot.system.replay import Replay, Replayed

LIMITS = LimitSettings(stop_loss=0.02, no_trade_band=0.01)
AGENTS = (
    AgentSettings(id="keep", algorithm="hold", symbol="AAPL"),
    AgentSettings(id="thin", algorithm="vol_target", symbol="MSFT", limits=LIMITS, costs=CostSettings(max_participation=1e-6)),
)
START, END = "2024-01-02", "2024-02-02"


def engine_at(home: Path, kill: KillSwitch, recorded: RecordedDecisions | None = None) -> Engine:
    seats = [open_seat(agent, ModelRegistry(home), home) for agent in AGENTS]
    return build(seats, clock=ReplayClock(), account=Settings().risk, kill_switch=kill, explain=True, recorded=recorded)


@pytest.mark.parametrize("instants", [0, 1, 2, 3, 8, 15])
def test_a_kill_file_from_between_two_instants_is_replayed_where_it_was(tmp_path: Path, instants: int) -> None:
    file, journal = tmp_path / "kill", MemoryJournal()
    engine = engine_at(tmp_path, KillSwitch(file))
    feed = SyntheticFeed(subscriptions([agent_plan(agent) for agent in AGENTS]), 7, from_iso(START), from_iso(END))
    journal.begin_run(Run("run", "key", 1))
    for kind in JOURNALED:
        engine.bus.on(kind, journal.tap)
    for number, batch in enumerate(feed.batches()):
        if number == instants:
            file.touch()
        engine.play(batch)
    journal.commit()
    assert engine.kill_switch.active
    switch = KillSwitch()
    again = engine_at(tmp_path, switch, RecordedDecisions(journal, "run"))
    done = Replay(again.bus, again.clock, lambda event: again.risk.restore([event])).play(journal.rows("run"))
    assert isinstance(done, Replayed) and done.surplus == (), done
    assert switch.active
    for agent in AGENTS:
        assert again.ledger.view(agent.id) == engine.ledger.view(agent.id)
