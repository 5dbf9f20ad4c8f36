"""Our end of the conversation: claims the epoch, hears the bridge's journal to its end, routes what is said.

Hears: everything of the link.   Says: AlertRaised, MarkUpdated; commands.
Owns: what is known of the bridge, and up to where its journal was applied.

Events of the bridge's journal may be missed or come twice: they are asked for again from the last one that follows without a
gap, and whoever books them knows them by their keys. A start hears all of it: orders and what guards them stand there whole.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

import msgspec

from rlbot.bridge.account_check import AccountCheck
from rlbot.bridge.bridge_broker import BridgeBroker
from rlbot.bridge.bridge_feed import BridgeFeed
from rlbot.bridge.history import HistoryDesk
from rlbot.bridge.memory import BridgeMemory
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
REPLAY_SILENT_NS = 30_000_000_000  # the end of a replay is told once, and may be lost
OVERTAKEN = "stale_epoch"
Halt = Callable[[str, str], None]
Lift = Callable[[str, str], None]


class BridgeSession:
    """Satisfies `LinkListener`. `halt(rule, reason)`, `lift(rule, reason)`: the account's, of the risk gate.

    `wall`: what commands are stamped with; `market`: what the trading path lives by, another only in a demonstration.
    """

    def __init__(
        self,
        bus: Bus,
        wall: Clock,
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
        self.heard_all = asyncio.Event()  # the bridge has told its journal to the end, for the first time
        self._run = ""
        self._replaying = ""  # the id of the `events.replay` under way
        self._replay_ns = 0  # when it was asked for, or something of it last came
        self._silence_told = False
        self._again = False  # what was missed is to be asked for once more
        self._check = AccountCheck(manual, halt, lift, self.alert, reconcile_s)

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
            self._ask_again(now_ns)

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
        if event.replay:
            self._replay_ns = now_ns
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
                self._reconciled(event)
            case ReplayEnd():
                self._replayed(event)
            case Fill() if event.account != self.account():
                pass  # of another account behind the same login: no agent trades there
            case _:
                if self.broker is not None:
                    self.broker.on_bridge_event(event)
        if event.jseq:
            self._applied(event)

    def on_answer(self, command: Command, ack: Ack) -> None:
        """A command of ours was answered."""
        self._enter()
        ack = ack.settled
        if ack.code == OVERTAKEN and command.epoch == self.epoch():
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
                    self._not_replayed(command)
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
                self._not_replayed(command)
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
        self._check.on_time(now_ns)
        if self._replaying and now_ns - self._replay_ns >= REPLAY_SILENT_NS and self.watch.mqtt:
            self._replay_fell_silent()
        if self._again and self.watch.mqtt:
            self._ask_again(now_ns)
        if self.broker is not None:
            self.broker.tick()
        if self._memory.notice:
            self.alert("warning", "bridge_memory", self._memory.notice)
            self._memory.notice = ""
        failed = self._memory.store()
        if failed:
            self.alert("critical", "bridge_memory", failed)

    # -- the bridge's journal ------------------------------------------------------------------------------------------------

    def _greet(self, state: BridgeState, now_ns: int) -> None:
        known = self._memory.now
        self._memory.begin(state.journal_id)
        self._memory.keep(epoch=max(known.epoch, state.epoch) + 1)
        failed = self._memory.store()  # before it is claimed: an epoch is never used twice
        if failed:
            self.alert("critical", "bridge_memory", failed)
        until_ns = now_ns + VALID_NS
        self._send(Ping(id=self._new_id(), epoch=self.epoch(), ts_ns=now_ns, expires_ts_ns=until_ns))
        self._ask_again(now_ns)
        for symbol in dict.fromkeys(series.symbol for series in self._subscriptions):
            found = instrument(symbol)
            if isinstance(found, Instrument):
                self._send(
                    MarketSubscribe(
                        id=self._new_id(),
                        epoch=self.epoch(),
                        ts_ns=now_ns,
                        expires_ts_ns=until_ns,
                        symbol=symbol.removeprefix("^"),
                        sec_type=found.sec_type,
                        exchange=found.exchange,
                        currency=found.currency,
                        interval="5s",
                    )
                )

    def _ask_again(self, now_ns: int) -> None:
        self._again = False
        self._replaying, self._replay_ns = self._new_id(), now_ns
        self._send(
            EventsReplay(
                id=self._replaying,
                epoch=self.epoch(),
                ts_ns=now_ns,
                expires_ts_ns=now_ns + VALID_NS,
                after_jseq=self._memory.now.jseq if self.heard_all.is_set() else 0,
            )
        )

    def _applied(self, event: BridgeEvent) -> None:
        """It follows without a gap, or the gap is asked for."""
        last = self._memory.now.jseq
        if event.jseq == last + 1:
            self._memory.keep(jseq=event.jseq)
        elif event.jseq > last + 1 and not self._replaying:
            self._ask_again(self._wall.now_ns())

    def _replayed(self, end: ReplayEnd) -> None:
        if end.command_id == self._replaying:
            self._replaying = ""
            self._memory.keep(jseq=max(self._memory.now.jseq, end.last_jseq))
            if not self.heard_all.is_set():
                self.heard_all.set()
                if self.broker is not None:
                    self.broker.restored()
                self._reconcile()

    def _reconcile(self) -> None:
        now_ns = self._wall.now_ns()
        self._send(ReconcileRequest(id=self._new_id(), epoch=self.epoch(), ts_ns=now_ns, expires_ts_ns=now_ns + VALID_NS))

    def _not_replayed(self, command: Command) -> None:
        if command.id == self._replaying:
            self._replaying = ""
            self._again = True

    def _replay_fell_silent(self) -> None:
        self._again = True
        if not self.heard_all.is_set() and not self._silence_told:
            self._silence_told = True
            text = (
                "The bridge does not tell its journal to the end; it is asked again, and until then the account is not compared"
            )
            self.alert("critical", "replay_silent", text)

    def _reconciled(self, told: Reconciliation) -> None:
        if told.replay or not self.heard_all.is_set() or told.jseq != self._memory.now.jseq + 1:
            return  # it saw another time than this side is at: fills in it are not booked yet, or more are booked by now
        if not self._check.on_page(told) or self.broker is None:
            return
        self.broker.on_compared()
        if self._check.judge(told, self.account(), self.broker.positions(), self.broker.uncovered):
            self.broker.release.on_compared()

    def _enter(self) -> int:
        """What happens now happens at this time, for the engine too."""
        self._engine_clock.advance_to(self._market.now_ns())
        return self._wall.now_ns()

    def alert(self, severity: Severity, code: str, text: str) -> None:
        """Something a person should know, now."""
        self._publish(AlertRaised(ts_ns=self._engine_clock.now_ns(), severity=severity, code=code, text=text))
