"""The core's end of the chain without the platform around it: link, session, broker, and a memory that outlives it."""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from rlbot.bridge.bridge_broker import BridgeBroker
from rlbot.bridge.commander import Commander
from rlbot.bridge.fake_gateway.settings import GatewaySettings
from rlbot.bridge.link import MqttAddress, MqttLink
from rlbot.bridge.memory import BridgeMemory
from rlbot.bridge.release import Opening
from rlbot.bridge.session import BridgeSession
from rlbot.bridge.wire.commands import Command
from rlbot.bridge.wire.envelope import BridgeEvent
from rlbot.bridge.wire.reconciliation import Difference, Reconciliation
from rlbot.bus import Bus
from rlbot.clock import Clock, ReplayClock, SteadyClock, WallClock
from rlbot.events import trade
from rlbot.events.base import Event
from rlbot.events.ops import AlertRaised
from rlbot.events.trade import FillCorrected, OrderApproved, OrderCancelled, OrderFilled, OrderRejected
from rlbot.market.feeds.feed import Subscription

AGENT, SYMBOL = "agent", "AAPL"
ACCOUNT = GatewaySettings().accounts[0]
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
        self.halts: list[str] = []  # every reason given, lifted since or not
        self.standing: dict[str, str] = {}  # by rule, as first given
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
        return [order for order, left in self._left() if left > 0]

    def uncommitted(self) -> int:
        """Shares held that no open exit is to close."""
        exits = sum(max(left, 0) for order, left in self._left() if order.purpose != "entry")
        return max(abs(self.position()) - exits, 0)

    def _left(self) -> list[tuple[OrderApproved, int]]:
        """Each approved order that was not told to have ended, with the shares it has not filled."""
        filled = Counter[str]()
        for event in self.said:
            if isinstance(event, OrderFilled):
                filled[event.client_order_id] += event.quantity
        ended = {event.client_order_id for event in self.said if isinstance(event, ENDED)}
        return [(o, o.quantity - filled[o.client_order_id]) for o in self.approved if o.client_order_id not in ended]


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
            *(bus, wall, SteadyClock(), market or wall, ReplayClock(), self.send, new_id, memory, subscriptions, {}),
            *(self._halt, self._lift, ACCOUNT),
        )
        self.session.kept = journal.differences
        commander = Commander(self.send, wall, new_id, self.session.account, self.session.epoch)
        opening = Opening(frozenset({AGENT} if market else ()), takes_orders=lambda: self.session.watch.takes_orders)
        self.broker = BridgeBroker(bus, {AGENT: SYMBOL}, commander, market or wall, opening=opening)
        self.broker.begin_restore()
        for event in (*journal.approved, *before):
            self.broker.recall(event)
        self.broker.end_restore()
        self.session.broker = self.broker
        self._link = MqttLink(mqtt, SteadyClock(), self.session)

    def send(self, command: Command) -> None:
        """To the bridge, as the broker's own commands go."""
        self._link.send(command)

    def _halt(self, rule: str, reason: str) -> None:
        self.journal.halts.append(reason)
        self.journal.standing.setdefault(rule, reason)

    def _lift(self, rule: str, reason: str) -> None:
        self.journal.standing.pop(rule, None)

    def submit(self, order: OrderApproved) -> None:
        """As execution does it: stored, protection asked to give way, submitted."""
        self.journal.approved.append(order)
        if order.purpose != "entry":
            self.broker.shrink_protection(AGENT, SYMBOL, self.journal.uncommitted())
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
