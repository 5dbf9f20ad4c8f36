"""The link over a real Mosquitto: what leaves, what comes, what an outage does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiomqtt
import msgspec

from rlbot.bridge.link import MqttAddress, MqttLink
from rlbot.bridge.wire.codec import STATE_TOPIC, Malformed
from rlbot.bridge.wire.commands import Command, OrderCancel, Ping
from rlbot.bridge.wire.envelope import BridgeEvent
from rlbot.bridge.wire.events import Ack, Notice
from rlbot.bridge.wire.state import BridgeState
from rlbot.clock import Clock, SteadyClock, WallClock
from tests.bridge.brokers import broker, free_port

PATIENCE_S = 20.0


class Heard:
    """A listener that writes down."""

    def __init__(self) -> None:
        self.said: list[object] = []
        self.mqtt: list[bool] = []
        self.why = ""  # the MQTT broker is away
        self.news = asyncio.Event()

    def _add(self, what: object) -> None:
        self.said.append(what)
        self.news.set()

    def on_bridge_event(self, event: BridgeEvent) -> None:
        self._add(event)

    def on_bridge_state(self, state: BridgeState) -> None:
        self._add(state)

    def on_answer(self, command: Command, ack: Ack) -> None:
        self._add((command.id, ack.outcome))

    def on_unanswered(self, command: Command) -> None:
        self._add(("unanswered", command.id))

    def on_malformed(self, malformed: Malformed) -> None:
        self._add(malformed)

    def on_mqtt(self, connected: bool, detail: str) -> None:
        self.mqtt.append(connected)
        self.why = detail
        self._add(("mqtt", connected))

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not true():
                self.news.clear()
                await self.news.wait()


@asynccontextmanager
async def running(link: MqttLink) -> AsyncIterator[None]:
    """Until the block ends, which it must in time: a link that cannot be ended would hold up the whole run."""
    async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as group:
        task = group.create_task(link.run(), name="link")
        try:
            yield
        finally:
            task.cancel()


def bridge_client(address: MqttAddress) -> aiomqtt.Client:
    return aiomqtt.Client(
        address.host,
        address.port,
        username=address.username,
        password=address.password,
        identifier="rlbot-bridge",
        protocol=aiomqtt.ProtocolVersion.V5,
    )


async def arrived(bridge: aiomqtt.Client) -> aiomqtt.Message:
    async with asyncio.timeout(PATIENCE_S):
        return await anext(aiter(bridge.messages))


def ping(clock: Clock, name: str, seconds: float = 60.0) -> Ping:
    now_ns = clock.now_ns()
    return Ping(id=name, epoch=1, ts_ns=now_ns, expires_ts_ns=now_ns + int(seconds * 1e9))


def ack_of(payload: bytes, number: int) -> bytes:
    told: dict[str, Any] = msgspec.json.decode(payload)
    return msgspec.json.encode(Ack(id=f"e{number}", ts_ns=1, run="r", seq=number, command_id=told["id"], outcome="accepted"))


async def test_a_command_reaches_the_bridge_and_its_answer_comes_back(tmp_path: Path) -> None:
    clock, heard = WallClock(), Heard()
    async with broker(tmp_path) as files, bridge_client(files.bridge) as bridge:
        await bridge.subscribe("rlbot/1/cmd/#", qos=1)
        link = MqttLink(files.core, clock, heard)
        async with running(link):
            await heard.until(lambda: ("mqtt", True) in heard.said)
            link.send(ping(clock, "p1"))
            message = await arrived(bridge)
            assert message.topic.value == "rlbot/1/cmd/ping"
            assert getattr(message.properties, "MessageExpiryInterval", 0) in range(58, 61)
            await bridge.publish("rlbot/1/evt/ack", ack_of(message.payload, 1), qos=1)
            await heard.until(lambda: ("p1", "accepted") in heard.said)


async def test_a_cancel_never_grows_stale(tmp_path: Path) -> None:
    clock, heard = WallClock(), Heard()
    async with broker(tmp_path) as files, bridge_client(files.bridge) as bridge:
        await bridge.subscribe("rlbot/1/cmd/#", qos=1)
        link = MqttLink(files.core, clock, heard)
        async with running(link):
            now_ns = clock.now_ns()
            link.send(OrderCancel(id="c", epoch=1, ts_ns=now_ns, expires_ts_ns=now_ns + 10**12, client_order_id="a-1-e"))
            message = await arrived(bridge)
            assert not hasattr(message.properties, "MessageExpiryInterval")


async def test_the_retained_state_is_heard_by_who_comes_later_and_nonsense_is_told(tmp_path: Path) -> None:
    clock, heard = WallClock(), Heard()
    async with broker(tmp_path) as files, bridge_client(files.bridge) as bridge:
        state = BridgeState(process="online", run="r1", orders="open", accounts=("DU1",))
        await bridge.publish(STATE_TOPIC, msgspec.json.encode(state), qos=1, retain=True)
        async with running(MqttLink(files.core, clock, heard)):
            await heard.until(lambda: state in heard.said)
            await bridge.publish("rlbot/1/evt/fill", b'{"id": "half', qos=1)
            await bridge.publish("rlbot/1/evt/unheard_of", b"{}", qos=1)
            await heard.until(lambda: sum(isinstance(one, Malformed) for one in heard.said) == 2)
            notice = Notice(id="n", ts_ns=1, run="r1", seq=2, code="bad_bar", text="x", meaning="feed", action="none")
            await bridge.publish("rlbot/1/evt/notice", msgspec.json.encode(notice), qos=1)
            await heard.until(lambda: notice in heard.said)


async def test_what_was_handed_over_while_the_broker_was_away_leaves_when_it_is_back(tmp_path: Path) -> None:
    clock, heard, port = WallClock(), Heard(), free_port()
    link = MqttLink(MqttAddress("127.0.0.1", port), clock, heard)
    link.send(ping(clock, "early"))
    async with running(link):
        await heard.until(lambda: ("mqtt", False) in heard.said)
    async with broker(tmp_path, port) as files, bridge_client(files.bridge) as bridge:
        await bridge.subscribe("rlbot/1/cmd/#", qos=1)
        link = MqttLink(files.core, clock, heard)
        link.send(ping(clock, "early"))
        async with running(link):
            message = await arrived(bridge)
            assert msgspec.json.decode(message.payload)["id"] == "early"


async def test_a_command_nobody_answers_is_told_when_it_expires(tmp_path: Path) -> None:
    clock, heard = WallClock(), Heard()
    async with broker(tmp_path) as files:
        link = MqttLink(files.core, clock, heard)
        async with running(link):
            link.send(ping(clock, "late", seconds=0.3))
            await heard.until(lambda: ("unanswered", "late") in heard.said)


async def test_each_side_sees_its_own_topics_only(tmp_path: Path) -> None:
    async with broker(tmp_path) as files, bridge_client(files.bridge) as bridge:
        await bridge.subscribe("rlbot/1/evt/#", qos=1)  # the broker grants it and delivers nothing
        await bridge.subscribe("rlbot/1/cmd/#", qos=1)
        await bridge.publish("rlbot/1/cmd/order.submit", b"forged", qos=1)
        clock, heard = WallClock(), Heard()
        link = MqttLink(files.core, clock, heard)
        async with running(link):
            link.send(ping(clock, "true"))
            message = await arrived(bridge)
            assert msgspec.json.decode(message.payload)["id"] == "true"


async def test_what_nobody_answers_is_repeated_only_to_a_bridge_that_is_there(tmp_path: Path) -> None:
    clock, heard = SteadyClock(), Heard()
    async with broker(tmp_path) as files, bridge_client(files.bridge) as bridge:
        await bridge.subscribe("rlbot/1/cmd/#", qos=1)
        async with running(link := MqttLink(files.core, clock, heard)):
            link.send(ping(clock, "waits", seconds=3_600.0))
            assert msgspec.json.decode((await arrived(bridge)).payload)["id"] == "waits"
            link.send(ping(clock, "gone", seconds=2.5))
            await heard.until(lambda: ("unanswered", "gone") in heard.said)  # longer than the pause between two repeats
            assert msgspec.json.decode((await arrived(bridge)).payload)["id"] == "gone"
            link.send(ping(clock, "behind"))
            assert msgspec.json.decode((await arrived(bridge)).payload)["id"] == "behind"
            online = BridgeState(process="online", run="r1", orders="open")
            await bridge.publish(STATE_TOPIC, msgspec.json.encode(online), qos=1, retain=True)
            assert msgspec.json.decode((await arrived(bridge)).payload)["id"] == "waits"
