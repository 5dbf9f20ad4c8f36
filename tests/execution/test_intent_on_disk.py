"""An order that leaves this process: a second reader of the journal's file finds its intent before the broker has the order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from rlbot.agents.loading import open_seat
from rlbot.agents.registry import ModelRegistry
from rlbot.bus import Bus
from rlbot.clock import ReplayClock, from_iso
from rlbot.engine import Engine, agent_plan, build
from rlbot.events.trade import OrderApproved
from rlbot.execution.execution import StoreIntent
from rlbot.journal.journal import Committed, Run
from rlbot.journal.kinds import INTENT, JOURNALED
from rlbot.journal.sqlite_journal import SqliteJournal, open_journal
from rlbot.journal.sqlite_reader import SqliteReader, open_reader
from rlbot.market.feeds.synthetic import SyntheticFeed
from rlbot.market.plan import subscriptions
from rlbot.settings.agent import AgentSettings
from rlbot.settings.platform import Settings

AGENT = AgentSettings(id="one", algorithm="hold", symbol="AAPL")
START, END = "2024-01-02", "2024-02-02"


class OutsideBroker:
    """Stands for one whose orders leave this process: at `submit` it looks into the file as another process would."""

    intent_first = True

    def __init__(self, path: Path) -> None:
        self._path = path
        self.sent: list[str] = []
        self.found: list[bool] = []

    def submit(self, order: OrderApproved) -> None:
        reader = open_reader(self._path)
        assert isinstance(reader, SqliteReader), reader
        stored = [row.event for row in reader.page("run", (INTENT,))]
        reader.close()
        self.sent.append(order.client_order_id)
        self.found.append(order in stored)

    def cancel(self, client_order_id: str, reason: str) -> None: ...

    def cancel_entries(self, agent_id: str = "", reason: str = "killed") -> int:
        return 0

    def shrink_protection(self, agent_id: str, symbol: str, quantity: int) -> None: ...


def engine_with(broker: OutsideBroker, home: Path, store: StoreIntent | None) -> tuple[Engine, SyntheticFeed]:
    """The one line in which paper and live differ here is `make_broker`."""

    def outside(bus: Bus, agents: Sequence[AgentSettings]) -> OutsideBroker:
        return broker

    feed = SyntheticFeed(subscriptions([agent_plan(AGENT)]), 7, from_iso(START), from_iso(END))
    seat = open_seat(AGENT, ModelRegistry(home), home)
    engine = build([seat], clock=ReplayClock(), account=Settings().risk, make_broker=outside, store_intent=store)
    return engine, feed


def opened(path: Path) -> SqliteJournal:
    journal = open_journal(path)
    assert isinstance(journal, SqliteJournal), journal
    return journal


def test_the_intent_is_in_the_file_when_the_broker_gets_the_order(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    journal, broker = opened(path), OutsideBroker(path)
    assert journal.begin_run(Run("run", "key", 1)) is None
    engine, feed = engine_with(broker, tmp_path, journal.commit_intent)
    for kind in JOURNALED:
        engine.bus.on(kind, journal.tap)
    for batch in feed.batches():
        engine.play(batch)
    assert broker.sent and broker.found == [True] * len(broker.sent)
    assert isinstance(journal.commit(), Committed) and journal.verify().whole


def test_what_left_before_a_crash_is_not_sent_again_by_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    journal, broker = opened(path), OutsideBroker(path)
    assert journal.begin_run(Run("run", "key", 1)) is None
    engine, feed = engine_with(broker, tmp_path, journal.commit_intent)
    for batch in feed.batches():
        engine.play(batch)
    sent = list(broker.sent)
    journal.close()
    again, second = opened(path), OutsideBroker(path)
    assert again.continue_run("run") is None
    engine, feed = engine_with(second, tmp_path, again.commit_intent)
    for batch in feed.batches():
        engine.play(batch)
    assert sent and second.sent == []
    assert {o.approved.client_order_id for o in engine.execution.orders.open_orders()} >= set(sent)


def test_the_engine_is_not_built_without_a_place_for_intents(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="store for their intents"):
        engine_with(OutsideBroker(tmp_path / "journal.sqlite3"), tmp_path, None)
