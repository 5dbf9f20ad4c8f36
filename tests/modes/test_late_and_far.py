"""Data that comes late, and a price far from what trades: through the whole engine, and the same again out of the journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from rlbot.agents.loading import open_seat
from rlbot.agents.registry import ModelRegistry
from rlbot.clock import Clock, ReplayClock, from_iso
from rlbot.engine import Engine, agent_plan, build
from rlbot.events.market import MarkUpdated
from rlbot.events.trade import OrderApproved, OrderRefused
from rlbot.journal.codec import encode
from rlbot.journal.journal import Stored
from rlbot.journal.kinds import JOURNALED, Message
from rlbot.market.data_folder import DataFolder
from rlbot.market.feeds.csv_replay import CsvReplayFeed
from rlbot.market.feeds.feed import Batch
from rlbot.market.plan import subscriptions
from rlbot.settings.agent import AgentSettings, FeatureSettings
from rlbot.settings.platform import RiskSettings
from rlbot.system.replay import Replay, Replayed
from tests.market.rows import daily, intraday, scaled, write

ACCOUNT = RiskSettings(max_exposure=10.0, max_exposure_per_asset=10.0)
PRICE = FeatureSettings(names=("price",))
FIRST, LAST = "2024-03-04", "2024-03-15"


class Wall:
    """A wall clock that shows what it was set to."""

    def __init__(self, now_ns: int) -> None:
        self.at_ns = now_ns

    def now_ns(self) -> int:
        return self.at_ns

    def advance_to(self, ts_ns: int) -> None:
        pass


def slow(home: Path) -> AgentSettings:
    """Wants all in at every close."""
    (home / "orders.csv").write_text("timestamp,target_weight\n" + "".join(f"2024-03-{d:02},1\n" for d in range(4, 16)))
    return AgentSettings(id="slow", algorithm="scripted", symbol="AAPL", decisions="orders.csv", features=PRICE)


def fast() -> AgentSettings:
    return AgentSettings(id="fast", algorithm="flat", symbol="AAPL", interval="5m", features=PRICE)


def engine_of(home: Path, agents: Sequence[AgentSettings], clock: Clock | None = None) -> Engine:
    seats = [open_seat(agent, ModelRegistry(home), home) for agent in agents]
    return build(seats, clock=clock or ReplayClock(), account=ACCOUNT)


def played(engine: Engine, batches: Iterable[Batch]) -> list[Message]:
    said: list[Message] = []
    for kind in JOURNALED:
        engine.bus.on(kind, said.append)
    for batch in batches:
        engine.play(batch)
    return said


def refusals(said: Iterable[Message]) -> set[str]:
    return {event.rule for event in said if isinstance(event, OrderRefused)}


def replays(engine: Engine, said: Sequence[Message]) -> bool:
    """Whether a fresh engine says all of it again, byte for byte."""
    rows = [Stored(seq, seq, e.ts_ns, type(e).__name__, encode(e)) for seq, e in enumerate(said)]
    return isinstance(Replay(engine.bus, engine.clock).play(rows), Replayed)


def batches_of(folder: Path, agents: Sequence[AgentSettings]) -> list[Batch]:
    return list(CsvReplayFeed(DataFolder(folder), subscriptions([agent_plan(a) for a in agents])).batches())


@pytest.mark.parametrize(
    ("seen", "rule"),
    [
        ("", set()),  # recorded
        ("2024-03-04T21:20:00Z", set()),  # polled after the bell
        ("2024-03-05T13:00:00Z", set()),  # the machine slept; the exchange is still closed
        ("2024-03-05T14:45:00Z", {"stale_data"}),  # the next session is on
    ],
)
def test_a_day_seen_too_late_opens_nothing(tmp_path: Path, seen: str, rule: set[str]) -> None:
    agent = slow(tmp_path)
    write(tmp_path, "AAPL_1d.csv", daily(FIRST, LAST))
    first = batches_of(tmp_path, [agent])[0]
    batch = Batch(first.ts_ns, first.bars, seen_ns=from_iso(seen) if seen else 0)
    said = played(engine_of(tmp_path, [agent]), [batch])
    assert refusals(said) == rule
    assert any(isinstance(event, OrderApproved) for event in said) is not bool(rule)
    assert replays(engine_of(tmp_path, [agent]), said)


def test_on_a_wall_clock_the_time_itself_tells(tmp_path: Path) -> None:
    agent = slow(tmp_path)
    write(tmp_path, "AAPL_1d.csv", daily(FIRST, LAST))
    first, second = batches_of(tmp_path, [agent])[:2]
    clock = Wall(first.ts_ns + 5_000_000_000)
    engine = engine_of(tmp_path, [agent], clock)
    assert refusals(played(engine, [first])) == set()
    clock.at_ns = from_iso("2024-03-06T18:00:00Z")
    engine = engine_of(tmp_path, [agent], clock)
    assert refusals(played(engine, [second])) == {"stale_data"}


@pytest.mark.parametrize(("level", "rule"), [(1.0, set()), (1.2, {"price_collar"})])
def test_a_days_close_far_from_what_the_minutes_show_opens_nothing(tmp_path: Path, level: float, rule: set[str]) -> None:
    agents = [slow(tmp_path), fast()]
    write(tmp_path, "AAPL_1d.csv", [scaled(row, level) for row in daily(FIRST, LAST)])
    write(tmp_path, "AAPL_5m.csv", intraday(FIRST, LAST, "5m"))
    said = played(engine_of(tmp_path, agents), batches_of(tmp_path, agents))
    assert refusals(said) == rule
    assert sum(isinstance(event, MarkUpdated) for event in said) == 780, "every 5-minute bar is a mark to the slow agent"
    assert replays(engine_of(tmp_path, agents), said)


def test_one_interval_alone_has_no_marks(tmp_path: Path) -> None:
    write(tmp_path, "AAPL_5m.csv", intraday(FIRST, LAST, "5m"))
    said = played(engine_of(tmp_path, [fast()]), batches_of(tmp_path, [fast()]))
    assert not any(isinstance(event, MarkUpdated) for event in said)
