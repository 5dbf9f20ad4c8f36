"""Control from another process: a second loopback port, one JSON object a line in, one a line out.

`{"do": "fault", "name": "partial", "first": 40}` · `{"do": "mix", "seed": 3, "count": 5}` · `{"do": "ledger"}` ·
`{"do": "state"}` (connections, live orders, cash, time). Answers have `ok`, and `error` where it is false.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from rlbot.bridge.fake_gateway.faults import script
from rlbot.bridge.fake_gateway.faults.injector import FaultInjector
from rlbot.bridge.fake_gateway.gateway import FakeGateway
from rlbot.bridge.fake_gateway.server import HOST

Answer = dict[str, object]
LONGEST_LINE = 65_536  # bytes; who sends more without an end is hung up on


def obey(line: str | bytes, gateway: FakeGateway, injector: FaultInjector) -> Answer:
    """Carry out one line. What cannot be read is answered, never raised."""
    try:
        asked = json.loads(line)
        if not isinstance(asked, dict):
            return {"ok": False, "error": "a JSON object was expected"}
        action = asked.pop("do", "")
        return {"ok": True, **_act(action, asked, gateway, injector)}
    except ValueError as error:
        return {"ok": False, "error": str(error)}
    except (KeyError, TypeError) as error:
        return {"ok": False, "error": f"{error.args[0] if error.args else error}"}


def _act(action: object, asked: dict[str, object], gateway: FakeGateway, injector: FaultInjector) -> Answer:
    match action:
        case "fault":
            injector.inject(script.make(str(asked.pop("name", "")), asked))
            return {}
        case "mix":
            steps = script.mix(int(str(asked.get("seed", 0))), int(str(asked.get("count", 5))))
            script.play(steps, injector, gateway.timers)
            return {"faults": [{"after_s": step.after_s, "fault": repr(step.fault)} for step in steps]}
        case "ledger":
            return gateway.ledger.snapshot()
        case "state":
            return state(gateway)
        case _:
            raise script.ScriptError(f"do is {action!r}; there are fault, mix, ledger, state")


def state(gateway: FakeGateway) -> Answer:
    """What is going on."""
    gateway.wake()
    return {
        "second": gateway.timers.second,
        "clients": [session.client_id for session in gateway.sessions],
        "cash": gateway.account.cash,
        "live": [
            {
                "client_id": order.client_id,
                "order_id": order.order_id,
                "perm_id": order.perm_id,
                "order_ref": order.terms.order_ref,
                "status": order.status,
                "tif": order.terms.tif,
                "size": order.size,
                "filled": order.filled,
            }
            for order in gateway.book.live()
        ],
    }


class _Lines(asyncio.Protocol):
    """Lines of one connection to the control port."""

    def __init__(self, answer: Callable[[bytes], Answer]) -> None:
        self._answer, self._rest = answer, b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        assert self._transport is not None
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._transport.write(json.dumps(self._answer(line)).encode() + b"\n")
        if len(self._rest) > LONGEST_LINE:
            self._transport.close()


@asynccontextmanager
async def listening(
    port: int | None, gateway: FakeGateway, injector: FaultInjector, after: Callable[[], None]
) -> AsyncIterator[str]:
    """Takes lines on `port` (0: a free one; None: not at all) while the block runs; gives words that say where.

    `after` is called once a line has been carried out: something may be due earlier than before.
    """
    if port is None:
        yield ""
        return

    def answer(line: bytes) -> Answer:
        said = obey(line, gateway, injector)
        after()
        return said

    listener = await asyncio.get_running_loop().create_server(lambda: _Lines(answer), HOST, port)
    try:
        yield f", control {HOST}:{listener.sockets[0].getsockname()[1]}"
    finally:
        listener.close()
