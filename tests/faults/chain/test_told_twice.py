"""What the wire brings twice is booked once: the same bytes again, as QoS 1 may, and the bridge's journal told again."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiomqtt

from rlbot.bridge.link import MqttAddress
from rlbot.bridge.wire.codec import EVENT_FILTER
from rlbot.bridge.wire.commands import EventsReplay
from rlbot.bridge.wire.envelope import BridgeEvent
from rlbot.bridge.wire.events import Commission, Fill, ReplayEnd
from rlbot.clock import WallClock
from rlbot.events.trade import CommissionCharged
from tests.execution.approved import approved
from tests.faults.chain.chain import chain, needs_chain, until
from tests.faults.chain.core import AGENT, SYMBOL
from tests.faults.chain.story import SETTLED_S, Story

REPLAY_NS = 30_000_000_000


def another(address: MqttAddress, name: str) -> aiomqtt.Client:
    """A client with the credentials of one who is there already."""
    return aiomqtt.Client(
        *(address.host, address.port),
        username=address.username,
        password=address.password,
        identifier=name,
        protocol=aiomqtt.ProtocolVersion.V5,
    )


async def echo(core: MqttAddress, bridge: MqttAddress, there: asyncio.Event) -> None:
    """Every event of the bridge once more, byte for byte. What is said again is not said a third time."""
    said: set[bytes] = set()
    async with another(core, "listener") as listener, another(bridge, "echo") as speaker:
        await listener.subscribe(EVENT_FILTER, qos=1)
        there.set()
        async for message in listener.messages:
            assert isinstance(message.payload, bytes)
            if message.payload not in said:
                said.add(message.payload)
                await speaker.publish(message.topic.value, message.payload, qos=1)


async def test_a_fill_that_reaches_our_end_twice_and_again_in_a_replay_is_booked_and_charged_once(tmp_path: Path) -> None:
    needs_chain()
    async with chain(tmp_path, 7) as made, asyncio.TaskGroup() as group:
        there = asyncio.Event()
        echoing = group.create_task(echo(made.files.core, made.files.bridge, there), name="echo")
        await there.wait()
        story = Story(made)
        try:
            core = await story.start_core()
            heard: list[BridgeEvent] = []
            hear = core.session.on_bridge_event

            def told(event: BridgeEvent) -> None:
                heard.append(event)
                hear(event)

            core.session.on_bridge_event = told  # type: ignore[method-assign]  # the link looks it up at each event
            assert await until(lambda: core.session.watch.takes_orders, SETTLED_S)
            core.submit(approved("agent-1-e", 20, stop=50.0, profit=900.0, agent_id=AGENT, symbol=SYMBOL))
            assert await until(story.over, SETTLED_S), story.state_of_things()
            fills = {event.exec_id for event in heard if isinstance(event, Fill)}
            assert await until(lambda: twice(heard, fills), SETTLED_S)
            now_ns = WallClock().now_ns()
            again = EventsReplay(
                id="again", epoch=core.session.epoch(), ts_ns=now_ns, expires_ts_ns=now_ns + REPLAY_NS, after_jseq=0
            )
            core.send(again)
            assert await until(lambda: any(isinstance(e, ReplayEnd) and e.command_id == "again" for e in heard), SETTLED_S)
            assert any(isinstance(event, Fill) and event.replay for event in heard)
            story.judge()
            assert story.journal.position() == 20
            charged = story.journal.of(CommissionCharged)
            assert len(charged) == len(made.gateway.ledger.executions)
            assert story.journal.halts == []
        finally:
            await story.stack.aclose()
            echoing.cancel()


def twice(heard: list[BridgeEvent], fills: set[str]) -> bool:
    """Each fill and each commission came two times at least."""
    told = [event.exec_id for event in heard if isinstance(event, Fill)]
    charged = [event.exec_id for event in heard if isinstance(event, Commission)]
    return all(told.count(name) >= 2 and charged.count(name) >= 2 for name in fills)
