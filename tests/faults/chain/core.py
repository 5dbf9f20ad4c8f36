"""The core's end of the chain without the platform around it: link, session, broker, and a memory that outlives it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from rlbot.bridge.bridge_broker import BridgeBroker
from rlbot.bridge.commander import Commander
from rlbot.bridge.link import MqttAddress, MqttLink
from rlbot.bridge.memory import BridgeMemory
from rlbot.bridge.release import Opening
from rlbot.bridge.session import BridgeSession
from rlbot.bridge.wire.commands import Command
from rlbot.bridge.wire.envelope import BridgeEvent
from rlbot.bridge.wire.reconciliation import Difference, Reconciliation
from rlbot.bus import Bus
from rlbot.clock import Clock, ReplayClock, WallClock
from rlbot.events import trade
from rlbot.events.base import Event
from rlbot.events.ops import AlertRaised
from rlbot.events.trade import FillCorrected, OrderApproved, OrderCancelled, OrderFilled, OrderRejected
from rlbot.market.feeds.feed import Subscription

AGENT, SYMBOL = "agent", "AAPL"
ENDED = (OrderCancelled, OrderRejected)
SAID = (
    *(trade.OrderAccepted, trade.OrderFilled, trade.CommissionCharged, trade.FillCorrected, trade.OrderCancelled),
    *(trade.OrderRejected, trade.ProtectionPlaced, trade.ProtectionRemoved, AlertRaised),
)


def new_id() -> str:
    return secrets.token_hex(8)


class Journal:
    """What the core would have on disk: orders before they leave, and everything that was said."""

    def __init__(self) -> None:
        self.approved: list[OrderApproved] = []
        self.said: list[Event] = []
        self.halts: list[str] = []
        self.differences: list[Difference] = []

    def of(self, *kinds: type[Event]) -> list[Event]:
        """What was said of these kinds, in order."""
        return [event for event in self.said if isinstance(event, kinds)]

    def position(self) -> int:
        """Signed shares by what is booked."""
        shares = 0
        for event in self.said:
            if isinstance(event, OrderFilled):
                shares += event.quantity if event.side == "buy" else -event.quantity
            elif isinstance(event, FillCorrected):
                moved = event.quantity - event.quantity_before
                shares += moved if event.side == "buy" else -moved
        return shares

    def open_orders(self) -> list[OrderApproved]:
        """Approved, and neither filled whole nor told to have ended."""
        filled: dict[str, int] = {}
        for event in self.said:
            if isinstance(event, OrderFilled):
                filled[event.client_order_id] = filled.get(event.client_order_id, 0) + event.quantity
        ended = {event.client_order_id for event in self.said if isinstance(event, ENDED)}
        return [
            order
            for order in self.approved
            if order.client_order_id not in ended and filled.get(order.client_order_id, 0) < order.quantity
        ]


class _Heard(BridgeSession):
    """A session that keeps what journal and gateway did not agree on."""

    kept: list[Difference]

    def on_bridge_event(self, event: BridgeEvent) -> None:
        if isinstance(event, Reconciliation) and not event.replay:
            self.kept += event.differences
        super().on_bridge_event(event)


class Core:
    """Runs inside `running`; made anew with the same journal it is a core that was killed and started again."""

    def __init__(
        self,
        journal: Journal,
        folder: Path,
        mqtt: MqttAddress,
        subscriptions: Sequence[Subscription] = (),
        market: Clock | None = None,
    ) -> None:
        """`market`: the time of a market whose agent decides once a day; without it orders leave at once."""
        self.journal = journal
        self.bus = bus = Bus()
        wall = WallClock()
        for kind in SAID:
            bus.on(kind, journal.said.append)
        before = list(journal.said)
        memory = BridgeMemory(folder / "bridge.json")
        self.session = _Heard(
            *(bus, wall, market or wall, ReplayClock(), self._send, new_id, memory, subscriptions, {}),
            *(self._halt, lambda rule, reason: None),
        )
        self.session.kept = journal.differences
        commander = Commander(self._send, wall, new_id, self.session.account, self.session.epoch)
        opening = Opening(frozenset({AGENT} if market else ()), takes_orders=lambda: self.session.watch.takes_orders)
        self.broker = BridgeBroker(bus, {AGENT: SYMBOL}, commander, market or wall, opening=opening)
        self.broker.begin_restore()
        for event in (*journal.approved, *before):
            self.broker.recall(event)
        self.broker.end_restore()
        self.session.broker = self.broker
        self._link = MqttLink(mqtt, wall, self.session)

    def _send(self, command: Command) -> None:
        self._link.send(command)

    def _halt(self, rule: str, reason: str) -> None:
        self.journal.halts.append(reason)

    def submit(self, order: OrderApproved) -> None:
        """As execution does it: stored, protection asked to give way, submitted."""
        self.journal.approved.append(order)
        if order.purpose != "entry":
            self.broker.shrink_protection(AGENT, SYMBOL, max(abs(self.journal.position()) - order.quantity, 0))
        self.broker.submit(order)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Core]:
        """Link and ticks; leaving it is its death, without a goodbye."""
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._link.run(), name="link"), group.create_task(self._ticks(), name="ticks")]
            try:
                yield self
            finally:
                for task in tasks:
                    task.cancel()

    async def _ticks(self) -> None:
        while True:
            self.session.tick()
            await asyncio.sleep(0.25)
