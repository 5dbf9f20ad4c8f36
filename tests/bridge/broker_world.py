"""A `BridgeBroker` over the fake bridge, with what it published."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

from rlbot.bridge.bridge_broker import BridgeBroker
from rlbot.bridge.commander import Commander
from rlbot.bridge.release import Opening
from rlbot.bus import Bus
from rlbot.clock import ReplayClock
from rlbot.events import trade
from rlbot.events.base import Event
from rlbot.events.ops import AlertRaised
from rlbot.events.trade import OrderApproved
from tests.bridge.fake_bridge import FakeBridge

SAID = (
    trade.OrderAccepted,
    trade.OrderFilled,
    trade.CommissionCharged,
    trade.FillCorrected,
    trade.OrderCancelled,
    trade.OrderRejected,
    trade.ProtectionPlaced,
    trade.ProtectionRemoved,
    AlertRaised,
)


@dataclass
class Desk:
    """Trades ABC for `a` and `b`. `opening`: whose orders wait for the open; where nobody's do, the account was compared at
    each start. `symbols`: by agent, from the next start on."""

    bridge: FakeBridge = field(default_factory=FakeBridge)
    clock: ReplayClock = field(default_factory=lambda: ReplayClock(1))
    said: list[Event] = field(default_factory=list)
    unresolved: list[str] = field(default_factory=list)
    before: dict[str, int] = field(default_factory=dict)
    opening: Opening = field(default_factory=Opening)
    symbols: dict[str, str] = field(default_factory=lambda: {"a": "ABC", "b": "ABC"})

    def __post_init__(self) -> None:
        self.numbers = count(1)
        self.approved: list[OrderApproved] = []
        self._begin()

    def _begin(self) -> None:
        bus = Bus()
        for kind in SAID:
            bus.on(kind, self.said.append)
        commander = Commander(self.bridge.send, self.clock, lambda: f"c{next(self.numbers)}", lambda: "DU1", lambda: 1)
        self.broker = BridgeBroker(bus, self.symbols, commander, self.clock, self.unresolved.append, self.opening)
        self.bridge.broker = self.broker
        if not self.opening.daily:
            self.broker.release.on_compared()

    def submit(self, order: OrderApproved) -> None:
        """As execution does it: the intent is stored before the order leaves."""
        self.approved.append(order)
        self.broker.submit(order)

    def restart(self) -> None:
        """The core is killed and starts again: a new broker, the journal replayed into it, then the bridge's own."""
        said = list(self.said)
        self._begin()
        self.broker.begin_restore()
        for order in self.approved:
            self.broker.recall(order)
        for event in said:
            self.broker.recall(event)
        self.broker.end_restore()
        self.bridge.replay()
        self.broker.restored()

    def new_run(self) -> None:
        """A start with `--fresh`: a journal of the platform's own with nothing in it, while the bridge keeps what it has."""
        self.approved.clear()
        self.said.clear()
        self.before.clear()
        self.restart()

    def forget(self) -> None:
        """Begin a new page: what was said and asked is no longer looked at, positions stay."""
        self.before = {agent: self.position(agent) for agent in ("a", "b")}
        self.said.clear()
        self.bridge.commands.clear()

    def position(self, agent_id: str = "a") -> int:
        """Shares by the fills that were published, corrections included."""
        shares = self.before.get(agent_id, 0)
        for event in self.said:
            if isinstance(event, trade.OrderFilled) and event.agent_id == agent_id:
                shares += event.quantity if event.side == "buy" else -event.quantity
            elif isinstance(event, trade.FillCorrected) and event.agent_id == agent_id:
                moved = event.quantity - event.quantity_before
                shares += moved if event.side == "buy" else -moved
        return shares


class Prompt:
    """The same broker with a wire that answers at once: what the conformance suite expects of a broker."""

    intent_first = True

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def submit(self, order: OrderApproved) -> None:
        self._desk.broker.submit(order)
        self._desk.bridge.deliver()

    def cancel(self, client_order_id: str, reason: str) -> None:
        self._desk.broker.cancel(client_order_id, reason)
        self._desk.bridge.deliver()

    def cancel_entries(self, agent_id: str = "", reason: str = "killed") -> int:
        ended = self._desk.broker.cancel_entries(agent_id, reason)
        self._desk.bridge.deliver()
        return ended

    def shrink_protection(self, agent_id: str, symbol: str, quantity: int) -> None:
        self._desk.broker.shrink_protection(agent_id, symbol, quantity)
        self._desk.bridge.deliver()
