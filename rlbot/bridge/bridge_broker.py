"""The broker behind the bridge: satisfies `Broker`, as the simulated one does.

Hears: answers and events of the bridge, by its link.
Says: OrderRejected, AlertRaised; what its desks and its executions say; commands.
Owns: one desk an agent, which orders are known, and which are looked for.

Nothing is inferred from silence: an order nobody answers for is reported by `on_unresolved` and stays open until a status, a
fill or a reconciliation tells what became of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rlbot.bridge.commander import Commander
from rlbot.bridge.desk import BridgeDesk
from rlbot.bridge.executions import Executions
from rlbot.bridge.lookout import Lookout
from rlbot.bridge.recalled import Recalled
from rlbot.bridge.release import GO, Opening, Release, Verdict
from rlbot.bridge.wire.commands import Command, OrderCancel, OrderModify, OrderSubmit
from rlbot.bridge.wire.envelope import BridgeEvent
from rlbot.bridge.wire.events import Ack, Commission, Fill, OrderStatus
from rlbot.bus import Bus
from rlbot.clock import Clock
from rlbot.events.base import Event
from rlbot.events.ops import AlertRaised, Severity
from rlbot.events.trade import OrderApproved, OrderRejected
from rlbot.journal.kinds import Message

Unresolved = Callable[[str], None]


class BridgeBroker:
    """`symbols`: per agent, the symbol it trades. `on_unresolved` is told the id of an order nobody knows about.

    `opening`: which agents' orders wait for the open, and what is asked before they leave; nobody's without it.
    """

    intent_first = True  # an order leaves the process: it must be on disk before

    def __init__(
        self,
        bus: Bus,
        symbols: Mapping[str, str],
        commander: Commander,
        clock: Clock,
        on_unresolved: Unresolved = lambda _: None,
        opening: Opening | None = None,
    ) -> None:
        self._bus = bus
        self._ask = commander
        self._clock = clock
        self.release = release = Release(opening or Opening(), clock, commander.reconcile, self._alert)
        self._desks = {
            agent: BridgeDesk(agent, symbol, self._publish, commander, clock, release) for agent, symbol in symbols.items()
        }
        self._executions = Executions(self._publish, self._alert, clock)
        self._recalled = Recalled()
        self._restoring = False
        self._lookout = Lookout(commander.cancel)
        self._on_unresolved = on_unresolved
        self._known: set[str] = set()

    # -- what the platform asks ----------------------------------------------------------------------------------------------

    def submit(self, order: OrderApproved) -> None:
        """Take the order. A known id changes nothing."""
        if order.client_order_id in self._known:
            return
        if self._restoring:
            return
        self._known.add(order.client_order_id)
        desk = self._desks.get(order.agent_id)
        if desk is None or desk.symbol != order.symbol or order.quantity <= 0:
            self._publish(
                OrderRejected(
                    ts_ns=self._clock.now_ns(),
                    client_order_id=order.client_order_id,
                    agent_id=order.agent_id,
                    symbol=order.symbol,
                    reason=f"No agent {order.agent_id} trades {order.symbol} here, or the quantity is not above 0.",
                )
            )
            return
        desk.submit(order)

    def cancel(self, client_order_id: str, reason: str) -> None:
        """End the order if it still works."""
        if self._restoring:
            return
        for desk in self._desks.values():
            desk.cancel(client_order_id, reason)

    def cancel_entries(self, agent_id: str = "", reason: str = "killed") -> int:
        """End everything that can add risk: one command, whatever this side knows; protection stays."""
        if self._restoring:
            return 0
        desks = [desk for desk in self._desks.values() if agent_id in {"", desk.agent_id}]
        ended = sum(desk.end_entries(reason) for desk in desks)
        self._ask.cancel_entries(agent_id)
        return ended

    def pause(self, agent_id: str) -> None:
        """The agent was paused: what it wanted to open at the next open is ended."""
        self.release.pause(agent_id)
        self.tick()

    def hold_entries(self, verdict: Verdict) -> None:
        """Entries that would leave now wait, go, or end; from an end on it is the risk gate that lets none come."""
        self.release.entries = verdict
        self.tick()
        if verdict.word == "end":
            self.release.entries = GO

    def shrink_protection(self, agent_id: str, symbol: str, quantity: int) -> None:
        """Lower what is guarded to `quantity` shares; an exit that follows waits until that is confirmed."""
        desk = self._desks.get(agent_id)
        if desk is not None and desk.symbol == symbol:
            desk.shrink(quantity)

    def gives_way(self, client_order_id: str) -> bool:
        """Whether a protective order ends because this side asked for it, and nothing is left unguarded by that."""
        return any(desk.gives_way(client_order_id) for desk in self._desks.values())

    def holdings(self) -> dict[tuple[str, str], int]:
        """Signed shares by agent and symbol, by their fills."""
        return {(desk.agent_id, desk.symbol): desk.shares for desk in self._desks.values()}

    def uncovered(self, symbol: str) -> int:
        """Shares of it, of all agents, that nothing guards and no exit closes."""
        return sum(desk.uncovered() for desk in self._desks.values() if desk.symbol == symbol)

    def tick(self) -> None:
        """Time passed: who waited for the open, or too long for protection to give way, goes now."""
        for desk in self._desks.values():
            desk.advance()

    # -- after a restart -----------------------------------------------------------------------------------------------------

    def begin_restore(self) -> None:
        """The journal is replayed from now on: orders are remembered, none is sent."""
        self._restoring = True

    def recall(self, event: Message) -> None:
        """An event of the replayed journal."""
        self._recalled.recall(event)

    def end_restore(self) -> None:
        """The journal is over; the bridge tells its own from the beginning now."""
        self._restoring = False
        recalled = self._recalled
        self._known.update(recalled.orders)
        for desk in self._desks.values():
            theirs = [o for o in recalled.orders.values() if (o.agent_id, o.symbol) == (desk.agent_id, desk.symbol)]
            desk.rebuild(theirs, recalled.ended)

    def restored(self) -> None:
        """The bridge has told everything. An order it never heard of is looked for by a cancel: refused as unknown, it was
        never placed, and never can be. No decision stands behind an entry of an earlier run: it is cancelled."""
        for desk in self._desks.values():
            for name in desk.rebuilt():
                self._lookout.probe(name)
                if desk.sent(name) is None:
                    self._alert("warning", "earlier_entry", f"Order {name} of an earlier run still works; it is cancelled.")

    # -- what the bridge tells -----------------------------------------------------------------------------------------------

    def on_bridge_event(self, event: BridgeEvent) -> None:
        """An event of the bridge; a repeat changes nothing."""
        match event:
            case OrderStatus():
                self._status(event)
            case Fill():
                self._fill(event)
            case Commission():
                self._executions.charge(event)
            case _:
                pass

    def on_answer(self, command: Command, ack: Ack) -> None:
        """A command of ours was answered; `accepted` says nothing about the order yet."""
        looked_for = self._lookout.answered(command.id)
        if ack.outcome != "rejected":
            return
        if looked_for and ack.code == "order_unknown":
            self._never_placed(looked_for, "it never reached the broker")
        elif isinstance(command, OrderSubmit):
            self._never_placed(command.client_order_id, ack.reason or ack.code or "the bridge refused it")
        elif isinstance(command, OrderModify | OrderCancel):
            self._refused(command, ack.code or "")

    def on_unanswered(self, command: Command) -> None:
        """A command expired without an answer: what became of it is asked, not guessed."""
        if isinstance(command, OrderSubmit):
            self._on_unresolved(command.client_order_id)
            self._lookout.add(command.client_order_id)
            self._alert(
                "critical", "order_unresolved", f"Nobody answered for order {command.client_order_id}; it is looked for."
            )
        self._refused(command)
        self._ask.reconcile()

    def on_compared(self) -> None:
        """The bridge compared itself with the gateway, and everything it told until then is applied here."""
        self._lookout.look(self._unheard)
        for desk in self._desks.values():
            desk.on_compared()

    def _unheard(self, client_order_id: str) -> bool:
        for desk in self._desks.values():
            sent = desk.sent(client_order_id)
            if sent is not None:
                return sent.unheard
            guard = desk.guard.orders.get(client_order_id)
            if guard is not None:
                return guard.live and not guard.heard
        return False

    def _never_placed(self, client_order_id: str, reason: str) -> None:
        for desk in self._desks.values():
            sent = desk.sent(client_order_id)
            if sent is not None and not sent.ended:
                desk.reject(sent, reason)
            elif sent is None and desk.guard.orders.get(client_order_id) is not None:
                self._alert("critical", "unprotected", f"{client_order_id} protects nothing: {reason}")
                desk.guard.never_placed(client_order_id)

    def _status(self, status: OrderStatus) -> None:
        for desk in self._desks.values():
            if desk.might_own(status) and status.symbol in {None, desk.symbol}:
                sent = desk.sent(status.client_order_id)
                if status.status == "lost" and sent is not None and not sent.ended:
                    self._on_unresolved(status.client_order_id)  # before it ends: of an ended order it would say nothing
                desk.on_status(status)
                if status.status == "rejected" and desk.guard.orders.get(status.client_order_id) is not None:
                    why = status.reason or status.code or "the broker refused it"
                    self._alert("critical", "unprotected", f"{status.client_order_id} protects nothing: {why}")
                if status.status == "lost":
                    text = f"The broker knows nothing of order {status.client_order_id}. It is never placed again."
                    self._alert("critical", "order_lost", text)
                return

    def _fill(self, fill: Fill) -> None:
        if self._executions.known(fill):
            return
        desk = next((d for d in self._desks.values() if fill.client_order_id and d.owns(fill.client_order_id)), None)
        if desk is None or fill.client_order_id is None or fill.symbol != desk.symbol:
            return  # not ours, or of what the agent traded in an earlier run: the reconciliation names it
        self._executions.book(desk, fill, fill.client_order_id)

    def _refused(self, command: Command, code: str = "") -> None:
        for desk in self._desks.values():
            desk.on_change_refused(command.id, code)

    def _publish(self, event: Event) -> None:
        """Say it, unless it was said before the restart."""
        if not self._recalled.said(event):
            self._bus.publish(event)

    def _alert(self, severity: Severity, code: str, text: str) -> None:
        self._publish(AlertRaised(ts_ns=self._clock.now_ns(), severity=severity, code=code, text=text))
