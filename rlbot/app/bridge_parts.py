"""Our end of the bridge, wired: link, session, broker, feed. What paper and live have in place of the simulated market."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Sequence

import msgspec

from rlbot.app.arming_watch import ArmingWatch
from rlbot.app.home import Home
from rlbot.app.pulse import Pulse
from rlbot.app.resume_checks import bridge_checks
from rlbot.bridge.bridge_broker import BridgeBroker
from rlbot.bridge.bridge_feed import BridgeFeed
from rlbot.bridge.commander import Commander
from rlbot.bridge.link import MqttAddress, MqttLink
from rlbot.bridge.memory import BridgeMemory
from rlbot.bridge.release import Opening
from rlbot.bridge.session import BridgeSession
from rlbot.bridge.wire.commands import Command
from rlbot.bus import Bus
from rlbot.clock import Clock, SteadyClock
from rlbot.engine import Engine
from rlbot.events.agent import AgentPaused, AgentResumed
from rlbot.events.ops import Heartbeat
from rlbot.events.trade import OrderApproved
from rlbot.journal.kinds import BROKER
from rlbot.market.data_folder import DataFolder
from rlbot.market.feeds.feed import Subscription
from rlbot.market.opening import MINUTE_NS
from rlbot.monitoring.board import Board
from rlbot.monitoring.web.contract.control import ResumeCheck
from rlbot.risk.rules import Refusal
from rlbot.settings.agent import AgentSettings
from rlbot.settings.platform import Settings
from rlbot.system.armed_file import read_armed

USERNAME, PASSWORD = "RLBOT_MQTT_USERNAME", "RLBOT_MQTT_PASSWORD"
ORPHANED = "watchdog_gone"
RECALLED = (OrderApproved, *BROKER)  # what the broker must know again after a restart


def new_id() -> str:
    """An id no other command has, whoever makes it and whenever."""
    return secrets.token_hex(8)


def mqtt_address(settings: Settings, home: Home) -> MqttAddress:
    """The MQTT broker named in the settings, or the private one of this home, whose start has written where it listens."""
    bridge = settings.bridge
    if bridge.mqtt_host:
        user = (os.environ.get(USERNAME, ""), os.environ.get(PASSWORD, ""))
        return MqttAddress(bridge.mqtt_host, bridge.mqtt_port, *user, tls=bridge.mqtt_tls)
    return msgspec.json.decode((home.mosquitto / "core.json").read_bytes(), type=MqttAddress)


class BridgeParts:
    """Make it, hand `make_broker` to `engine.build`, `attach` the engine, replay the journal, then `run`."""

    def __init__(
        self,
        settings: Settings,
        home: Home,
        mode: str,
        wall: Clock,
        market: Clock,
        engine_clock: Clock,
        series: Sequence[Subscription],
    ) -> None:
        """`market`: the time the trading path lives by; `wall` unless a demonstration shows a market that is closed now."""
        self._mode = mode
        self._market = market
        self._settings = settings
        self._home = home
        self._wall = wall
        self.engine_clock = engine_clock
        self._series = tuple(series)
        self._engine: Engine | None = None
        self.pulse = Pulse.of_environment(self._told_ns, lambda: self.link.hears)
        self._orphaned = False
        self._arming: ArmingWatch | None = None
        self._account = ""
        self._memory = BridgeMemory(home.bridge_memory(mode))
        self.session: BridgeSession
        self.link: MqttLink
        self._begin(Bus())

    @property
    def gateway(self) -> str:
        """Where the bridge looks for it, host:port."""
        return f"{self._settings.bridge.gateway_host}:{self._settings.bridge.gateway_port}"

    def settle(self, account: str) -> str:
        """From now on this account is meant. Returns another whose orders stand in the bridge's journal: then it cannot be."""
        before = self._memory.now.account
        if before not in {"", account}:
            return before
        self._memory.keep(account=account)
        self._account = account
        return ""

    def make_broker(self, bus: Bus, agents: Sequence[AgentSettings]) -> BridgeBroker:
        """The broker behind the bridge; until the journal was replayed it only remembers."""
        self._begin(bus)
        commander = Commander(self._send, self._wall, new_id, self.session.account, self.session.epoch)
        symbols = {agent.id: agent.symbol for agent in agents}
        self.broker = BridgeBroker(bus, symbols, commander, self._market, self._unresolved, self._opening(agents))
        self.broker.begin_restore()
        return self.broker

    def make_feed(self, folder: DataFolder, start_ns: int) -> BridgeFeed:
        """Bars known later than `start_ns`, live."""
        self.session.feed = BridgeFeed(folder, self._series, self.session.history, self._market, start_ns)
        return self.session.feed

    def attach(self, engine: Engine) -> None:
        """Whom to tell of orders nobody answers for, and of positions that do not add up."""
        self._engine = engine
        self._off = [engine.bus.on(kind, self.broker.recall) for kind in RECALLED]
        engine.bus.on(Heartbeat, lambda _: self._beat())
        engine.bus.on(AgentPaused, lambda event: self.broker.pause(event.agent_id))
        engine.bus.on(AgentResumed, lambda event: self.broker.release.resume(event.agent_id))
        if self._mode == "live":
            self._arming = ArmingWatch(
                lambda: read_armed(self._home.armed_file),
                self._account,
                self._wall,
                self._halt,
                self._lift,
                self.session.alert,
                lambda reason: engine.execution.cancel_entries("", reason),
            )

    def replayed(self) -> None:
        """The core's journal is over: from now on orders leave."""
        for off in self._off:
            off()
        self.broker.end_restore()
        self.session.broker = self.broker

    async def ready(self) -> None:
        """Until the bridge has told its journal to the end; no bar is decided on before the arming was looked at."""
        await self.session.heard_all.wait()
        if self.pulse.supervised:
            self._lift(ORPHANED, "a watchdog is there again")
        self._look_at_arming()

    async def run(self) -> None:
        """Keep the link; until cancelled."""
        await self.link.run()

    def tick(self) -> None:
        """Once a second."""
        self.session.tick()
        self._look_at_arming()

    def show(self, board: Board) -> None:
        """How the parts outside the bus are doing, for people."""
        for name, state, detail in self.session.watch.signs():
            board.set_component(name, state, detail)
        if self.pulse.supervised:
            gone = "gone: start the platform again" if self._orphaned else ""
            board.set_component("watchdog", "error" if gone else "ok", gone)

    def resume_checks(self) -> tuple[ResumeCheck, ...]:
        """What of the bridge should be looked at before a resume."""
        return bridge_checks(self.session.watch.signs(), *self.session.check.standing())

    def _beat(self) -> None:
        """A heartbeat came through the bus. A watchdog that is gone halts new risk: nobody would start again what hangs."""
        if self.session.feed is not None and self.session.feed.hangs(self._market.now_ns()):
            return  # owed bars nobody looks for: silence lets the watchdog start this core again
        if not self.pulse.beat() and not self._orphaned:
            self._orphaned = True
            self._halt(ORPHANED, "The watchdog is gone; start the platform again. What protects a position stays at the broker")

    def _look_at_arming(self) -> None:
        if self._arming is not None:
            self._arming.look(reachable=self.session.heard_all.is_set())

    def _begin(self, bus: Bus) -> None:
        manual = self._settings.account.manual
        self.session = BridgeSession(
            bus,
            self._wall,
            SteadyClock(),
            self._market,
            self.engine_clock,
            self._send,
            new_id,
            self._memory,
            self._series,
            manual,
            self._halt,
            self._lift,
            self._account,
            self._settings.bridge.reconcile_s,
        )
        self.link = MqttLink(mqtt_address(self._settings, self._home), SteadyClock(), self.session)

    def _opening(self, agents: Sequence[AgentSettings]) -> Opening:
        """Daily agents' orders wait for the open."""
        return Opening(
            frozenset(agent.id for agent in agents if agent.interval == "1d"),
            int(self._settings.bridge.open_lead_min * MINUTE_NS),
            lambda: self.session.watch.takes_orders,
            self._second_look,
        )

    def _second_look(self, order: OrderApproved, due_ns: int) -> Refusal | None:
        return self._engine.risk.second_look(order, due_ns) if self._engine is not None else None

    def _told_ns(self) -> int:
        state = self.session.watch.state
        return state.ts_ns if state is not None else 0

    def _send(self, command: Command) -> None:
        self.link.send(command)

    def _halt(self, rule: str, reason: str) -> None:
        if self._engine is not None:
            self._engine.risk.halt(rule, reason, self.engine_clock.now_ns())

    def _lift(self, rule: str, reason: str) -> None:
        if self._engine is not None:
            self._engine.risk.lift(rule, reason, self.engine_clock.now_ns())

    def _unresolved(self, client_order_id: str) -> None:
        if self._engine is not None:
            self._engine.execution.on_lost(client_order_id)


async def cancelled(task: asyncio.Task[None]) -> None:
    """End a task and wait until it has."""
    task.cancel()
    await asyncio.wait([task])
