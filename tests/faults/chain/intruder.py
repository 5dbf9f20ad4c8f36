"""Who holds the core's password and means ill: a client of the bridge that sends what it likes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiomqtt
import msgspec

from rlbot.bridge.wire.codec import EVENT_FILTER, ROOT, STATE_TOPIC
from rlbot.clock import WallClock
from tests.faults.chain.chain import Chain, chain, needs_chain, until

NO_RUSH = {"Bridge__ReconcileSeconds": "3600"}
SECOND_NS = 1_000_000_000
EPOCH = 5
PATIENCE_S = 60.0


class Intruder:
    """A client with the core's credentials that sends what it likes, and writes down what comes back."""

    def __init__(self, client: aiomqtt.Client) -> None:
        self._client = client
        self.acks: dict[str, dict[str, Any]] = {}
        self.state: dict[str, Any] = {}
        self.codes: list[str] = []
        self._numbers = 0

    async def listen(self) -> None:
        async for message in self._client.messages:
            assert isinstance(message.payload, bytes)
            told = msgspec.json.decode(message.payload)
            if message.topic.value == STATE_TOPIC:
                self.state = told
            elif message.topic.value.endswith("/ack"):
                self.acks.setdefault(told["command_id"], told)
            elif message.topic.value.endswith("/notice"):
                self.codes.append(told["code"])

    async def say(self, name: str, payload: bytes, *, retain: bool = False) -> None:
        await self._client.publish(f"{ROOT}cmd/{name}", payload, qos=1, retain=retain)

    async def answer(self, name: str, fields: dict[str, Any]) -> str:
        """The code that a command is refused with; its outcome where it has none."""
        await self.say(name, json.dumps(fields).encode())
        assert await until(lambda: fields["id"] in self.acks, PATIENCE_S), f"no answer to {fields}"
        ack = self.acks.pop(fields["id"])
        return str(ack.get("code") or ack["outcome"])

    def new_id(self) -> str:
        self._numbers += 1
        return f"x-{self._numbers}"

    def order(self, **other: Any) -> dict[str, Any]:
        """An order that would be carried out, but for `other`."""
        now_ns, name = WallClock().now_ns(), self.new_id()
        order = {"id": name, "epoch": EPOCH, "ts_ns": now_ns, "expires_ts_ns": now_ns + 30 * SECOND_NS, "client_order_id": name}
        order |= {"agent_id": "a", "account": "DU1234567", "symbol": "AAPL", "sec_type": "STK", "exchange": "SMART"}
        order |= {"currency": "USD", "side": "BUY", "quantity": 1, "order_type": "MKT", "tif": "DAY", "outside_rth": False}
        return order | other

    def counted(self) -> int:
        """Everything that was refused, readable or not."""
        return int(self.state.get("counters", {}).get("rejected", 0))


@asynccontextmanager
async def intruder(folder: Path) -> AsyncIterator[tuple[Chain, Intruder]]:
    """Once the bridge takes orders."""
    needs_chain()
    async with chain(folder, 7, NO_RUSH) as made:
        core = made.files.core
        client = aiomqtt.Client(
            *(core.host, core.port),
            username=core.username,
            password=core.password,
            identifier="rlbot-core",
            protocol=aiomqtt.ProtocolVersion.V5,
            timeout=PATIENCE_S,
        )
        async with client, asyncio.TaskGroup() as group:
            await client.subscribe([(EVENT_FILTER, 1), (STATE_TOPIC, 1)])
            hand = Intruder(client)
            task = group.create_task(hand.listen(), name="listen")
            assert await until(lambda: hand.state.get("orders") == "open", PATIENCE_S)
            now_ns = WallClock().now_ns()
            claim = {"id": "claim", "epoch": EPOCH, "ts_ns": now_ns, "expires_ts_ns": now_ns + 30 * SECOND_NS}
            assert await hand.answer("ping", claim) == "accepted"
            yield made, hand
            task.cancel()


def nothing_sent(made: Chain) -> None:
    assert dict(made.gateway.ledger.placed) == {} and made.gateway.ledger.executions == {}


async def still_well(made: Chain, hand: Intruder) -> None:
    """An order of an honest client is carried out as ever."""
    assert await hand.answer("order.submit", hand.order(client_order_id="honest")) == "accepted"
    assert await until(lambda: dict(made.gateway.ledger.placed) == {"honest": 1}, PATIENCE_S)
