"""Our end of the conversation: claims the epoch, hears the bridge's journal to its end, routes what is said.

Hears: everything of the link.   Says: AlertRaised, MarkUpdated; commands.
Owns: what is known of the bridge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from rlbot.bridge.account_check import AccountCheck
from rlbot.bridge.bridge_broker import BridgeBroker
from rlbot.bridge.bridge_feed import BridgeFeed
from rlbot.bridge.bridge_journal import BridgeJournal
from rlbot.bridge.history import HistoryDesk
from rlbot.bridge.memory import BridgeMemory
from rlbot.bridge.release import Verdict
from rlbot.bridge.watch import BridgeWatch
from rlbot.bridge.wire.codec import Malformed
from rlbot.bridge.wire.commands import (
    Command,
    EventsReplay,
    HistoryRequest,
    MarketSubscribe,
    OrderCancel,
    OrdersCancelAll,
    Ping,
    ReconcileRequest,
)
from rlbot.bridge.wire.envelope import BridgeEvent
from rlbot.bridge.wire.events import Ack, Fill, History, Notice, ReplayEnd, WireBar
from rlbot.bridge.wire.reconciliation import Reconciliation
from rlbot.bridge.wire.state import BridgeState
from rlbot.bus import Bus
from rlbot.clock import Clock
from rlbot.events.market import MarkUpdated
from rlbot.events.ops import AlertRaised, Severity
from rlbot.market.feeds.feed import Subscription
from rlbot.market.instruments import Instrument, instrument

VALID_NS = 30_000_000_000
OVERTAKEN = "stale_epoch"
Halt = Callable[[str, str], None]
Lift = Callable[[str, str], None]


class BridgeSession:
    """Satisfies `LinkListener`. `halt(rule, reason)`, `lift(rule, reason)`: the account's, of the risk gate.

    `wall`: what commands are stamped with; `steady`: what every patience is counted by, and nobody sets; `market`: what the
    trading path lives by, another only in a demonstration.
    """

    def __init__(
        self,
        bus: Bus,
        wall: Clock,
        steady: Clock,
        market: Clock,
        engine_clock: Clock,
        send: Callable[[Command], None],
        new_id: Callable[[], str],
        memory: BridgeMemory,
        subscriptions: Sequence[Subscription],
        manual: Mapping[str, float],
        halt: Halt,
        lift: Lift,
        account: str = "",
        reconcile_s: float = 60.0,
    ) -> None:
        """`account`: the one traded; empty: the only one the gateway serves. `reconcile_s`: the bridge's own period."""
        self._publish = bus.publish
        self._wall = wall
        self._steady = steady
        self._market = market
        self._engine_clock = engine_clock
        self._send = send
        self._new_id = new_id
        self._memory = memory
        self._subscriptions = subscriptions
        self._halt = halt
        self._account = account
        self.watch = BridgeWatch(self.alert)
        self.broker: BridgeBroker | None = None
        self.feed: BridgeFeed | None = None
        self.history = HistoryDesk(send, wall, new_id, self.epoch)
        self._journal = BridgeJournal(send, wall, new_id, memory, self.alert)
        self.heard_all = self._journal.heard_all
        self._run = ""
        self._unstored = ""
        self.check = AccountCheck(manual, halt, lift, self.alert, self._reconcile, self._hold_entries, reconcile_s)

    def epoch(self) -> int:
        """The epoch that every command carries."""
        return self._memory.now.epoch

    def account(self) -> str:
        """The account traded; empty while none is settled on."""
        state = self.watch.state
        accounts = state.accounts if state is not None else ()
        return self._account or (accounts[0] if len(accounts) == 1 else "")

    # -- the link ------------------------------------------------------------------------------------------------------------

    def on_mqtt(self, connected: bool, detail: str) -> None:
        """The MQTT broker came or went."""
        now_ns = self._enter()
        self.watch.on_mqtt(connected, detail)
        if connected and self._run:
            self._journal.ask(now_ns)

    def on_bridge_state(self, state: BridgeState) -> None:
        """The bridge tells how it stands; a new run of it is greeted."""
        now_ns = self._enter()
        self.watch.on_state(state, now_ns)
        if state.process == "online" and state.run != self._run:
            self._run = state.run
            self._greet(state, now_ns)

    def on_bridge_event(self, event: BridgeEvent) -> None:
        """Something of the bridge's journal, or of the market."""
        now_ns = self._enter()
        self._journal.hears(event, now_ns)
        match event:
            case WireBar():
                self._publish(MarkUpdated(ts_ns=self._engine_clock.now_ns(), symbol=event.symbol, price=event.close))
                if self.feed is not None:
                    self.feed.on_bar(event)
            case History():
                self.history.on_history(event)
            case Notice():
                if not (self.broker is not None and self.broker.gives_way(event.client_order_id or "")):
                    self.watch.on_notice(event)
            case Reconciliation():
                self._reconciled(event, now_ns)
            case ReplayEnd():
                self._replayed(event, now_ns)
            case Fill() if event.account != self.account():
                pass  # of another account behind the same login: no agent trades there
            case _:
                if self.broker is not None:
                    self.broker.on_bridge_event(event)
        if event.jseq:
            self._journal.applied(event.jseq, now_ns)

    def on_answer(self, command: Command, ack: Ack) -> None:
        """A command of ours was answered."""
        self._enter()
        ack = ack.settled
        if ack.code == OVERTAKEN and command.epoch == self.epoch():
            self._journal.overtaken()
            self._halt(OVERTAKEN, "Another core has claimed the bridge; this one trades no more. Stop one of them.")
        match command:
            case OrderCancel() | OrdersCancelAll() if ack.code == OVERTAKEN and command.epoch < self.epoch():
                # It crossed a new start of the bridge. The bridge remembers the refusal of its id, hence another.
                self._send(msgspec.structs.replace(command, id=self._new_id(), epoch=self.epoch()))
            case HistoryRequest():
                if ack.outcome == "rejected":
                    self.history.on_refused(command, ack)
            case EventsReplay():
                if ack.outcome == "rejected":
                    self._journal.not_replayed(command)
            case _:
                if self.broker is not None:
                    self.broker.on_answer(command, ack)

    def on_unanswered(self, command: Command) -> None:
        """A command expired without an answer."""
        self._enter()
        match command:
            case HistoryRequest():
                self.history.on_unanswered(command)
            case EventsReplay():
                self._journal.not_replayed(command)
            case _:
                if self.broker is not None:
                    self.broker.on_unanswered(command)

    def on_malformed(self, malformed: Malformed) -> None:
        """A payload that is no message of the contract: told, never guessed at."""
        self._enter()
        self.watch.on_malformed(malformed)

    def tick(self) -> None:
        """Once a second: ages, waiting exits, and what must last."""
        now_ns = self._enter()
        self.watch.on_time(now_ns)
        self.check.on_time(now_ns, self._first_due())
        if self.watch.mqtt:
            self._journal.on_time(now_ns)
        if self.broker is not None:
            self.broker.tick()
        if self._memory.notice:
            self.alert("warning", "bridge_memory", self._memory.notice)
            self._memory.notice = ""
        self._store()

    # -- the bridge's journal ------------------------------------------------------------------------------------------------

    def _greet(self, state: BridgeState, now_ns: int) -> None:
        known = self._memory.now
        self._memory.begin(state.journal_id)
        self._memory.keep(epoch=max(known.epoch, state.epoch) + 1)
        self._store()  # before it is claimed: an epoch is never used twice
        self._journal.greeted()
        stamp_ns = self._wall.now_ns()
        until_ns = stamp_ns + VALID_NS
        self._send(Ping(id=self._new_id(), epoch=self.epoch(), ts_ns=stamp_ns, expires_ts_ns=until_ns))
        self._journal.ask(now_ns)
        for symbol in dict.fromkeys(series.symbol for series in self._subscriptions):
            found = instrument(symbol)
            if isinstance(found, Instrument):
                self._send(
                    MarketSubscribe(
                        id=self._new_id(),
                        epoch=self.epoch(),
                        ts_ns=stamp_ns,
                        expires_ts_ns=until_ns,
                        symbol=symbol.removeprefix("^"),
                        sec_type=found.sec_type,
                        exchange=found.exchange,
                        currency=found.currency,
                        interval="5s",
                    )
                )

    def _replayed(self, end: ReplayEnd, now_ns: int) -> None:
        if self._journal.ended(end, now_ns, books=self.broker is not None):
            if self.broker is not None:
                self.broker.restored()
            self._reconcile()

    def _reconcile(self) -> None:
        now_ns = self._wall.now_ns()
        self._send(ReconcileRequest(id=self._new_id(), epoch=self.epoch(), ts_ns=now_ns, expires_ts_ns=now_ns + VALID_NS))

    def _first_due(self) -> bool:
        """Whether entries wait for nothing but the first whole comparison of this start."""
        ready = self.watch.takes_orders and self.heard_all.is_set()
        return ready and self.broker is not None and not self.broker.release.compared

    def _hold_entries(self, verdict: Verdict) -> None:
        if self.broker is not None:
            self.broker.hold_entries(verdict)

    def _reconciled(self, told: Reconciliation, now_ns: int) -> None:
        if told.replay or not self._journal.follows(told.jseq):
            return  # it saw another time than this side is at: fills in it are not booked yet, or more are booked by now
        if not self.check.on_page(told) or self.broker is None:
            return
        self.broker.on_compared()
        if self.check.judge(told, now_ns, self.account(), self.broker.holdings(), self.broker.uncovered):
            self.broker.release.on_compared()

    def _store(self) -> None:
        """What must last; that it cannot is told once for as long as it lasts."""
        failed = self._memory.store()
        if failed and not self._unstored:
            self.alert("critical", "bridge_memory", failed)
        elif self._unstored and not failed:
            self.alert("info", "bridge_memory", f"Over: {self._unstored}")
        self._unstored = failed

    def _enter(self) -> int:
        """What happens now happens at this time, for the engine too. Returns it by the steady clock."""
        self._engine_clock.advance_to(self._market.now_ns())
        return self._steady.now_ns()

    def alert(self, severity: Severity, code: str, text: str) -> None:
        """Something a person should know, now."""
        self._publish(AlertRaised(ts_ns=self._engine_clock.now_ns(), severity=severity, code=code, text=text))
