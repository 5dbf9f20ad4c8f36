"""A session with a broker behind it, without a wire: what it is told, what it sent and said."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from rlbot.bridge.bridge_broker import BridgeBroker
from rlbot.bridge.commander import Commander
from rlbot.bridge.excess_check import SURE_NS
from rlbot.bridge.memory import BridgeMemory
from rlbot.bridge.release import Opening
from rlbot.bridge.session import BridgeSession
from rlbot.bridge.wire.commands import Command, EventsReplay
from rlbot.bridge.wire.events import Fill, ReplayEnd
from rlbot.bridge.wire.reconciliation import Position, Reconciliation
from rlbot.bridge.wire.state import BridgeState
from rlbot.bus import Bus
from rlbot.clock import ReplayClock
from rlbot.events.base import Event
from rlbot.events.market import MarkUpdated
from rlbot.events.ops import AlertRaised, TradingResumed
from rlbot.events.trade import OrderApproved, OrderCancelled, OrderFilled, OrderRejected
from rlbot.market.feeds.feed import Subscription
from rlbot.risk.halts import Halt, Halts
from rlbot.risk.rules import Refusal

SECOND_NS = 1_000_000_000
SERIES = (Subscription("ABC", "1m"), Subscription("VIX", "1d"))


class SetWall:
    """A wall clock that somebody may set: `ahead_ns` of the steady one. Both go when they are told."""

    def __init__(self, steady: ReplayClock) -> None:
        self.ahead_ns = 0
        self._steady = steady

    def now_ns(self) -> int:
        return self._steady.now_ns() + self.ahead_ns

    def advance_to(self, ts_ns: int) -> None:
        self._steady.advance_to(ts_ns - self.ahead_ns)


@dataclass
class Talk:
    """A session with a broker for agent `a` on ABC; what it sent and said. `before`: halts that the journal brought back.

    `lifts`: what was told of halts that ended, by a gate as the platform has it, which looks again at entries that waited.
    `compared`: the account once was, since this start.
    """

    folder: Path
    manual: dict[str, float] = field(default_factory=dict)
    account: str = ""
    reconcile_s: float = 60.0
    compared: bool = True
    sent: list[Command] = field(default_factory=list)
    said: list[Event] = field(default_factory=list)
    halts: list[tuple[str, str]] = field(default_factory=list)
    before: dict[str, str] = field(default_factory=dict)
    lifts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        gate = Halts(lambda event: self.lifts.append(event.reason) if isinstance(event, TradingResumed) else None)
        for rule, reason in self.before.items():
            gate.restore("", Halt(rule, reason))

        def halt(rule: str, reason: str) -> None:
            self.halts.append((rule, reason))
            gate.halt("", Halt(rule, reason), 1)

        self.halt = halt
        self.steady, numbers, bus = ReplayClock(10 * SECOND_NS), count(1), Bus()
        self.wall = SetWall(self.steady)
        for kind in (AlertRaised, MarkUpdated, OrderCancelled, OrderFilled, OrderRejected):
            bus.on(kind, self.said.append)
        self.session = BridgeSession(
            bus,
            self.wall,
            self.steady,
            self.wall,
            ReplayClock(),
            self.sent.append,
            lambda: f"c{next(numbers)}",
            BridgeMemory(self.folder / "bridge.json"),
            SERIES,
            self.manual,
            halt,
            lambda rule, reason: gate.lift("", 1, reason, rule),
            self.account,
            self.reconcile_s,
        )
        commander = Commander(
            self.sent.append, self.wall, lambda: f"o{next(numbers)}", self.session.account, self.session.epoch
        )

        def second_look(order: OrderApproved, due_ns: int) -> Refusal | None:
            found = gate.of(order.agent_id)
            return Refusal(found.rule, 0.0, 1.0, f"Trading is halted: {found.reason}.") if found is not None else None

        opening = Opening(second_look=second_look)
        self.session.broker = BridgeBroker(bus, {"a": "ABC"}, commander, self.wall, opening=opening)
        if self.compared:
            self.session.broker.release.on_compared()

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
        told: dict[str, Any] = {"positions": held if quantity else (), "complete": True, "differences": ()} | fields
        self.session.on_bridge_event(
            Reconciliation(**self.envelope(jseq), cause="timer", started_ts_ns=1, jseq_before=jseq - 1, orders=(), **told)
        )

    def positions_twice(self, jseq: int, quantity: float, account: str = "DU1", **fields: Any) -> None:
        """Two comparisons, this one and the next, find the same, so far apart that it is no lag."""
        self.positions(jseq, quantity, account, **fields)
        self.steady.advance_to(self.steady.now_ns() + SURE_NS)
        self.positions(jseq + 1, quantity, account, **fields)

    @staticmethod
    def envelope(jseq: int) -> dict[str, Any]:
        return {"id": f"e{jseq}", "ts_ns": 1, "run": "r1", "seq": jseq, "jseq": jseq}

    def asked(self, kind: type[Command]) -> list[Any]:
        return [command for command in self.sent if isinstance(command, kind)]

    def alerts(self) -> list[str]:
        return [event.code for event in self.said if isinstance(event, AlertRaised)]


def replayed(talk: Talk, last: int) -> None:
    """The bridge tells its journal's last number and nothing before it, again when it is asked again: that is gone."""
    for _ in range(2):
        replay_ends(talk, last)


def replay_ends(talk: Talk, last: int) -> None:
    """The replay that was asked for last is over."""
    talk.session.on_bridge_event(
        ReplayEnd(id="e", ts_ns=1, run="r1", seq=1, command_id=talk.asked(EventsReplay)[-1].id, last_jseq=last)
    )
