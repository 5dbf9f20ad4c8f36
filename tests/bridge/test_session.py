"""The conversation with the bridge: epochs, gaps in its journal, positions that do not add up, and what a person is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from rlbot.bridge.bridge_broker import BridgeBroker
from rlbot.bridge.commander import Commander
from rlbot.bridge.memory import BridgeMemory
from rlbot.bridge.session import MISMATCH, OVERTAKEN, BridgeSession
from rlbot.bridge.wire.codec import Malformed
from rlbot.bridge.wire.commands import Command, EventsReplay, MarketSubscribe, OrderSubmit, Ping
from rlbot.bridge.wire.events import Account, Ack, Fill, OrderStatus, ReplayEnd, WireBar
from rlbot.bridge.wire.reconciliation import Position, Reconciliation
from rlbot.bridge.wire.state import BridgeState, FeedState
from rlbot.bus import Bus
from rlbot.clock import ReplayClock
from rlbot.events.base import Event
from rlbot.events.market import MarkUpdated
from rlbot.events.ops import AlertRaised
from rlbot.events.trade import OrderFilled
from rlbot.market.feeds.feed import Subscription
from tests.execution.approved import approved

SECOND_NS = 1_000_000_000
SERIES = (Subscription("ABC", "1m"), Subscription("VIX", "1d"))


@dataclass
class Talk:
    """A session with a broker for agent `a` on ABC; what it sent and said."""

    folder: Path
    manual: dict[str, int] = field(default_factory=dict)
    account: str = ""
    sent: list[Command] = field(default_factory=list)
    said: list[Event] = field(default_factory=list)
    halts: list[tuple[str, str]] = field(default_factory=list)
    lifts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.wall, numbers, bus = ReplayClock(10 * SECOND_NS), count(1), Bus()
        for kind in (AlertRaised, MarkUpdated, OrderFilled):
            bus.on(kind, self.said.append)
        self.session = BridgeSession(
            bus,
            self.wall,
            self.wall,
            ReplayClock(),
            self.sent.append,
            lambda: f"c{next(numbers)}",
            BridgeMemory(self.folder / "bridge.json"),
            SERIES,
            self.manual,
            lambda rule, reason: self.halts.append((rule, reason)),
            lambda rule, reason: self.lifts.append(rule),
            self.account,
        )
        commander = Commander(
            self.sent.append, self.wall, lambda: f"o{next(numbers)}", self.session.account, self.session.epoch
        )
        self.session.broker = BridgeBroker(bus, {"a": "ABC"}, commander, self.wall)

    def state(self, **fields: Any) -> None:
        told = {"process": "online", "run": "r1", "journal_id": "j1", "gateway": "connected", "ib_link": "up", "orders": "open"}
        self.session.on_bridge_state(BridgeState(**(told | {"accounts": ("DU1",)} | fields)))

    def fill(self, jseq: int, quantity: int = 10, account: str = "DU1") -> Fill:
        return Fill(
            **self.envelope(jseq),
            exec_id=f"x{jseq}.01",
            exec_key=f"x{jseq}",
            revision=1,
            perm_id=1,
            account=account,
            symbol="ABC",
            side="BUY",
            quantity=quantity,
            price=100.0,
            time_ts_ns=1,
            cum_quantity=quantity,
            recovered=False,
            origin="core",
            client_order_id="a-1-e",
        )

    def positions(self, jseq: int, quantity: float, account: str = "DU1", **fields: Any) -> None:
        held = (Position(account=account, symbol="ABC", sec_type="STK", currency="USD", quantity=quantity, avg_cost=1.0),)
        told: dict[str, Any] = {"positions": held if quantity else (), "complete": True} | fields
        self.session.on_bridge_event(
            Reconciliation(
                **self.envelope(jseq), cause="timer", started_ts_ns=1, jseq_before=jseq - 1, orders=(), differences=(), **told
            )
        )

    @staticmethod
    def envelope(jseq: int) -> dict[str, Any]:
        return {"id": f"e{jseq}", "ts_ns": 1, "run": "r1", "seq": jseq, "jseq": jseq}

    def asked(self, kind: type[Command]) -> list[Any]:
        return [command for command in self.sent if isinstance(command, kind)]

    def alerts(self) -> list[str]:
        return [event.code for event in self.said if isinstance(event, AlertRaised)]


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path)


def replayed(talk: Talk, last: int) -> None:
    talk.session.on_bridge_event(
        ReplayEnd(id="e", ts_ns=1, run="r1", seq=1, command_id=talk.asked(EventsReplay)[-1].id, last_jseq=last)
    )


def test_a_new_run_is_greeted_with_a_higher_epoch_the_missing_events_and_the_subscriptions(talk: Talk) -> None:
    talk.state(epoch=41)
    assert [c.epoch for c in talk.asked(Ping)] == [42]
    assert [c.after_jseq for c in talk.asked(EventsReplay)] == [0]
    assert [(c.symbol, c.sec_type, c.exchange, c.interval) for c in talk.asked(MarketSubscribe)] == [
        ("ABC", "STK", "SMART", "5s"),
        ("VIX", "IND", "CBOE", "5s"),
    ]
    talk.state(epoch=42)
    assert len(talk.asked(Ping)) == 1, "the same run is greeted once"


def test_an_epoch_is_on_disk_before_it_is_claimed_and_never_used_again(tmp_path: Path) -> None:
    Talk(tmp_path).state(epoch=3)
    later = Talk(tmp_path)
    later.state(epoch=0, run="r2")
    assert [c.epoch for c in later.asked(Ping)] == [5]


def test_a_gap_in_the_bridges_journal_is_asked_for_once_and_hearing_goes_on_behind_it(talk: Talk) -> None:
    talk.state()
    replayed(talk, 4)
    talk.session.on_bridge_event(Account(**talk.envelope(5), account="DU1", values={}, as_of_ts_ns=1))
    talk.session.on_bridge_event(talk.fill(8))
    talk.session.on_bridge_event(talk.fill(9))
    assert [c.after_jseq for c in talk.asked(EventsReplay)] == [0, 5]
    replayed(talk, 9)
    talk.session.tick()
    assert BridgeMemory(talk.folder / "bridge.json").now.jseq == 9


def test_a_replay_nobody_answered_is_asked_for_again(talk: Talk) -> None:
    talk.session.on_mqtt(True, "")
    talk.state()
    talk.session.on_unanswered(talk.asked(EventsReplay)[-1])
    talk.session.tick()
    assert len(talk.asked(EventsReplay)) == 2


def test_another_journal_is_heard_from_its_beginning(talk: Talk) -> None:
    talk.state()
    replayed(talk, 70)
    talk.state(run="r2", journal_id="j2")
    assert [c.after_jseq for c in talk.asked(EventsReplay)] == [0, 0]


def test_positions_that_do_not_add_up_halt_with_symbol_and_numbers_until_they_do(talk: Talk) -> None:
    talk.state()
    replayed(talk, 0)
    talk.positions(1, 7)
    assert [rule for rule, _ in talk.halts] == [MISMATCH]
    assert "ABC: the account holds 7, the agents' fills add up to 0" in talk.halts[0][1]
    talk.positions(2, 0)
    assert talk.lifts == [MISMATCH]


def test_declared_manual_shares_add_up(tmp_path: Path) -> None:
    talk = Talk(tmp_path, manual={"ABC": 7})
    talk.state()
    replayed(talk, 0)
    talk.positions(1, 7)
    assert talk.halts == []


@pytest.mark.parametrize("unknown", [{"positions": None}, {"complete": False}])
def test_unknown_positions_are_not_empty_ones(talk: Talk, unknown: dict[str, Any]) -> None:
    talk.state()
    replayed(talk, 0)
    assert talk.session.broker is not None
    talk.session.broker.submit(approved("a-1-e", 10))
    talk.session.on_bridge_event(talk.fill(1))
    talk.positions(2, 0, **unknown)
    assert talk.halts == []
    talk.positions(3, 0)
    assert len(talk.halts) == 1


def test_positions_ahead_of_the_fills_heard_so_far_are_not_judged(talk: Talk) -> None:
    talk.state()
    replayed(talk, 0)
    talk.positions(5, 10)
    assert talk.halts == []


def test_a_second_core_takes_over_and_the_first_trades_no_more(talk: Talk) -> None:
    talk.state()
    ping = talk.asked(Ping)[0]
    talk.session.on_answer(
        ping, Ack(id="e", ts_ns=1, run="r1", seq=1, command_id=ping.id, outcome="rejected", code="stale_epoch")
    )
    assert [rule for rule, _ in talk.halts] == [OVERTAKEN]


def test_an_outage_is_told_once_and_its_end_once(talk: Talk) -> None:
    talk.state()
    for _ in range(3):
        talk.state(gateway="disconnected", orders="closed", orders_reason="gateway_down")
    talk.state()
    assert talk.alerts() == ["gateway_lost", "gateway_back"]


def test_a_bridge_that_falls_silent_is_told_of(talk: Talk) -> None:
    talk.state()
    talk.wall.advance_to(40 * SECOND_NS)
    talk.session.tick()
    talk.session.tick()
    talk.state()
    talk.session.tick()
    assert talk.alerts() == ["bridge_stale_lost", "bridge_stale_back"]


def test_delayed_data_is_told_of(talk: Talk) -> None:
    talk.state(feeds={"ABC": FeedState(interval="5s", delayed=True, status="ok")})
    assert talk.alerts() == ["delayed_lost"]


def test_a_flood_of_nonsense_is_one_alert(talk: Talk) -> None:
    for _ in range(500):
        talk.session.on_malformed(Malformed("rlbot/1/evt/fill", "half a message"))
    assert talk.alerts() == ["malformed"] and talk.session.watch.malformed == 500


def test_a_five_second_bar_is_a_mark_for_risk(talk: Talk) -> None:
    talk.state()
    bar = WireBar(
        id="b", ts_ns=1, run="r1", seq=3, symbol="ABC", interval="5s", start_ts_ns=1, open=1.0, high=2.0, low=1.0, close=1.5,
        volume=3.0, delayed=False,
    )  # fmt: skip
    talk.session.on_bridge_event(bar)
    assert [(m.symbol, m.price) for m in talk.said if isinstance(m, MarkUpdated)] == [("ABC", 1.5)]


def test_a_damaged_memory_is_said_and_everything_is_heard_again(tmp_path: Path) -> None:
    (tmp_path / "bridge.json").write_text('{"epoch": 9, "jour')
    memory = BridgeMemory(tmp_path / "bridge.json")
    assert (memory.now.jseq, memory.now.epoch) == (0, 0) and "heard again" in memory.notice


def test_a_damaged_memory_reaches_a_person_once(tmp_path: Path) -> None:
    (tmp_path / "bridge.json").write_text('{"epoch": 9, "jour')
    talk = Talk(tmp_path)
    talk.session.tick()
    talk.session.tick()
    (alert,) = [event for event in talk.said if isinstance(event, AlertRaised)]
    assert (alert.code, alert.severity) == ("bridge_memory", "warning") and "bridge.json cannot be read" in alert.text


TWO = ("DU1", "DU2")


def test_of_several_accounts_the_one_named_trades_and_none_where_none_is_named(tmp_path: Path) -> None:
    talk = Talk(tmp_path, account="DU2")
    talk.state(accounts=TWO)
    assert talk.session.broker is not None
    talk.session.broker.submit(approved("a-1-e", 10))
    assert [c.account for c in talk.asked(OrderSubmit)] == ["DU2"]
    nobody = Talk(tmp_path)
    nobody.state(accounts=TWO)
    assert nobody.session.account() == "", "the first of several is as wrong as any"
    nobody.state(accounts=("DU3",))
    assert nobody.session.account() == "DU3"


def test_fills_and_positions_of_another_account_are_not_ours(tmp_path: Path) -> None:
    talk = Talk(tmp_path, account="DU2")
    talk.state(accounts=TWO)
    replayed(talk, 0)
    assert talk.session.broker is not None
    talk.session.broker.submit(approved("a-1-e", 10))
    talk.session.on_bridge_event(talk.fill(1, account="DU1"))
    assert talk.session.broker.positions() == {"ABC": 0}
    talk.positions(2, 500, account="DU1")
    assert talk.halts == []
    talk.session.on_bridge_event(talk.fill(3, account="DU2"))
    talk.positions(4, 500, account="DU1")
    assert [rule for rule, _ in talk.halts] == [MISMATCH], "ours holds ten by the fills, and nothing by the gateway"
    talk.positions(5, 10, account="DU2")
    assert talk.lifts == [MISMATCH]
    assert BridgeMemory(tmp_path / "bridge.json").now.epoch == 1


def test_what_was_heard_of_one_journal_says_nothing_of_another(tmp_path: Path) -> None:
    memory = BridgeMemory(tmp_path / "bridge.json")
    memory.begin("j1")
    memory.keep(epoch=4, jseq=70, account="DU1")
    assert memory.store() == ""
    again = BridgeMemory(tmp_path / "bridge.json")
    again.begin("j1")
    assert (again.now.jseq, again.now.account) == (70, "DU1")
    again.begin("j2")
    assert (again.now.epoch, again.now.jseq, again.now.account) == (4, 0, "")


def test_statuses_and_fills_of_one_order_reach_its_desk(talk: Talk) -> None:
    talk.state()
    assert talk.session.broker is not None
    talk.session.broker.submit(approved("a-1-e", 10))
    talk.session.on_bridge_event(talk.fill(1))
    talk.session.on_bridge_event(
        OrderStatus(
            **talk.envelope(2),
            client_order_id="a-1-e",
            version=1,
            status="filled",
            quantity=10,
            filled=10,
            remaining=0,
            role="entry",
        )
    )
    assert talk.session.broker.positions() == {"ABC": 10}
