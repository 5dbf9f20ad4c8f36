"""The MQTT link, from the core's side: commands out, events in. The one file that knows aiomqtt.

Says (by the callbacks it is given): every event and state of the bridge, malformed payloads, whether the MQTT broker is there,
and commands that expired without an answer. Owns: the connection, and the commands nobody has answered yet.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
import socket
import ssl
from collections.abc import Callable
from typing import Any, Protocol, cast

import aiomqtt
import msgspec
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from rlbot.bridge import tls_trouble
from rlbot.bridge.outstanding import Due, Outstanding
from rlbot.bridge.wire.codec import EVENT_FILTER, STATE_TOPIC, Malformed, command_topic, decode_event, encode_command
from rlbot.bridge.wire.commands import Command, OrderCancel, OrdersCancelAll
from rlbot.bridge.wire.envelope import BridgeEvent
from rlbot.bridge.wire.events import Ack
from rlbot.bridge.wire.state import STALE_AFTER_NS, BridgeState
from rlbot.clock import Clock

CLIENT_ID = "rlbot-core"
SESSION_EXPIRY_S = 86_400
KEEPALIVE_S = 5
RECONNECT_S = 1.0  # the broker is on loopback: one attempt a second costs nothing
CONNECT_TIMEOUT_S = 3.0  # one to a broker that froze and is then replaced waits for so long, and meanwhile nothing is heard
PUBLISH_TIMEOUT_S = 5.0
PROBE_TIMEOUT_S = 2.0
ASK_EVERY_S = 1.0
DEAF_AFTER_NS = 3_000_000_000  # a lost connection shows by the keepalive only after 10 s: by then the bridge would be condemned
NOTHING = "rlbot/1/nothing"
SECOND_NS = 1_000_000_000
MAX_IN_FLIGHT = 100


class MqttAddress(msgspec.Struct, frozen=True):
    """Where the MQTT broker listens, and who we are there. `tls`: by the system's certificate authorities."""

    host: str
    port: int
    username: str = ""
    password: str = ""
    tls: bool = False

    def __repr__(self) -> str:
        return f"MqttAddress({self.host}:{self.port}, user {self.username or 'none'}, password ***)"


class LinkListener(Protocol):
    """Who hears what the link has to say. Called on the event loop; must not block."""

    def on_bridge_event(self, event: BridgeEvent) -> None:
        """An event, as it came; repeats included."""
        ...

    def on_bridge_state(self, state: BridgeState) -> None:
        """The retained state, on every change."""
        ...

    def on_answer(self, command: Command, ack: Ack) -> None:
        """A command of ours was answered."""
        ...

    def on_unanswered(self, command: Command) -> None:
        """A command expired without an answer: unresolved, not rejected."""
        ...

    def on_malformed(self, malformed: Malformed) -> None:
        """A payload that is no message of the contract."""
        ...

    def on_mqtt(self, connected: bool, detail: str) -> None:
        """The MQTT broker came or went."""
        ...


class MqttLink:
    """Keeps the connection and empties the outstanding commands into it. `clock`: a steady one."""

    def __init__(self, address: MqttAddress, clock: Clock, listener: LinkListener) -> None:
        self._address = address
        self._clock = clock
        self._listener = listener
        self._outstanding = Outstanding()
        self._wake = asyncio.Event()
        self._tls = ssl.create_default_context() if address.tls else None
        self._answered_ns: int | None = None  # when the MQTT broker last was, None without a connection
        self._there_until_ns = 0  # the bridge, by the latest it told

    @property
    def hears(self) -> bool:
        """Whether what the bridge tells would arrive: the MQTT broker answered a moment ago. For any thread."""
        answered_ns = self._answered_ns
        return answered_ns is not None and self._clock.now_ns() - answered_ns <= DEAF_AFTER_NS

    def send(self, command: Command) -> None:
        """Hand a command over; returns at once, the answer comes by the listener."""
        self._outstanding.add(command, self._clock.now_ns())
        self._wake.set()

    async def run(self) -> None:
        """Connect, and again whenever the connection ends; until cancelled."""
        while True:
            before = _cancels()  # a task group that failed leaves its own cancel behind, before Python 3.13
            try:
                async with self._client() as client:
                    _heed_cancel(before)
                    await client.subscribe([(STATE_TOPIC, 1), (EVENT_FILTER, 1)], timeout=PUBLISH_TIMEOUT_S)
                    _heed_cancel(before)
                    self._answered_ns = self._clock.now_ns()
                    self._listener.on_mqtt(True, "")
                    async with asyncio.TaskGroup() as group:
                        group.create_task(self._read(client), name="mqtt-read")
                        group.create_task(self._write(client), name="mqtt-write")
                        group.create_task(self._ask(client), name="mqtt-ask")
            except* aiomqtt.MqttError as errors:
                self._listener.on_mqtt(False, tls_trouble.told(str(errors.exceptions[0]), os.environ))
            finally:
                self._answered_ns = None
            await asyncio.sleep(RECONNECT_S)

    async def _ask(self, client: aiomqtt.Client) -> None:
        """Whether the MQTT broker still answers. What is asked changes nothing there; that it ends is for others to tell."""
        before = _cancels()
        while True:
            await asyncio.sleep(ASK_EVERY_S)
            with contextlib.suppress(aiomqtt.MqttError):
                await client.unsubscribe(NOTHING, timeout=PUBLISH_TIMEOUT_S)
                self._answered_ns = self._clock.now_ns()
            _heed_cancel(before)

    async def _read(self, client: aiomqtt.Client) -> None:
        async for message in client.messages:
            found = decode_event(message.topic.value, message.payload)
            match found:
                case Malformed():
                    self._listener.on_malformed(found)
                case BridgeState():
                    self._there_until_ns = self._clock.now_ns() + STALE_AFTER_NS if found.process == "online" else 0
                    self._wake.set()
                    self._listener.on_bridge_state(found)
                case Ack():
                    answered = self._outstanding.on_ack(found)
                    self._listener.on_bridge_event(found)
                    if answered is not None:
                        self._listener.on_answer(answered, found)
                case _:
                    self._listener.on_bridge_event(found)

    async def _write(self, client: aiomqtt.Client) -> None:
        before = _cancels()
        while True:
            self._wake.clear()
            now_ns = self._clock.now_ns()
            for command in self._outstanding.expired(now_ns):
                self._listener.on_unanswered(command)
            for due in self._outstanding.due(now_ns, self._there_until_ns > now_ns):
                try:
                    await client.publish(
                        command_topic(due.command),
                        encode_command(due.command),
                        qos=1,
                        properties=_expiry(due),
                        timeout=PUBLISH_TIMEOUT_S,
                    )
                except aiomqtt.MqttError:
                    self._outstanding.unsent(due.command.id)
                    raise
                _heed_cancel(before)
            await self._sleep()

    async def _sleep(self) -> None:
        """Until a command is handed over, or one is due again."""
        now_ns = self._clock.now_ns()
        next_ns = self._outstanding.next_ns(self._there_until_ns > now_ns)
        seconds = None if next_ns is None else max(next_ns - now_ns, 0) / SECOND_NS
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            pass

    def _client(self) -> aiomqtt.Client:
        connect = _properties(PacketTypes.CONNECT)
        connect.SessionExpiryInterval = SESSION_EXPIRY_S
        return aiomqtt.Client(
            self._address.host,
            self._address.port,
            username=self._address.username or None,
            password=self._address.password or None,
            identifier=CLIENT_ID,
            protocol=aiomqtt.ProtocolVersion.V5,
            clean_start=False,
            keepalive=KEEPALIVE_S,
            properties=connect,
            timeout=CONNECT_TIMEOUT_S,
            max_inflight_messages=MAX_IN_FLIGHT,
            tls_context=self._tls,
            # Without it a small message waits for the delayed ack of the one before: 43 ms instead of 0.6 ms.
            socket_options=((socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),),
        )


async def answers(address: MqttAddress) -> bool:
    """Whether the MQTT broker takes a client now: the watchdog's question. It sees no topic."""
    client = aiomqtt.Client(
        address.host,
        address.port,
        username=address.username or None,
        password=address.password or None,
        identifier=address.username or "rlbot-probe",
        protocol=aiomqtt.ProtocolVersion.V5,
        timeout=PROBE_TIMEOUT_S,
    )
    before = _cancels()
    try:
        async with client:
            _heed_cancel(before)
            return True
    except aiomqtt.MqttError:
        return False


def _cancels() -> int:
    task = asyncio.current_task()
    return task.cancelling() if task is not None else 0


def _heed_cancel(before: int = 0) -> None:
    """aiomqtt waits by `asyncio.wait_for`, which before Python 3.12 swallows a cancel that comes together with the answer: the
    task would go on for good, and whoever ends it would wait for it."""
    if _cancels() > before:
        raise asyncio.CancelledError


_properties = cast("Callable[[int], Any]", Properties)  # paho's own have no types


def _expiry(due: Due) -> Any:
    """No stale command runs after an outage; cancels never grow stale."""
    if isinstance(due.command, OrderCancel | OrdersCancelAll):
        return None
    properties = _properties(PacketTypes.PUBLISH)
    properties.MessageExpiryInterval = max(math.ceil(due.valid_ns / SECOND_NS), 1)
    return properties
