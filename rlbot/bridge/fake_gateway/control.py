"""Control from another process: a second loopback port, one JSON object a line in, one a line out.

`{"do": "fault", "name": "partial", "first": 40}` · `{"do": "mix", "seed": 3, "count": 5}` · `{"do": "ledger"}` ·
`{"do": "state"}` (connections, live orders, cash, time). Answers have `ok`, and `error` where it is false.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

from rlbot.bridge.fake_gateway.faults import script
from rlbot.bridge.fake_gateway.faults.injector import FaultInjector
from rlbot.bridge.fake_gateway.gateway import FakeGateway

Answer = dict[str, object]


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
        "busiest_second": max((session.pacing.busiest for session in gateway.sessions), default=0),
        "cash": gateway.account.cash,
        "live": [
            {
                "client_id": order.client_id,
                "order_id": order.order_id,
                "perm_id": order.perm_id,
                "order_ref": order.terms.order_ref,
                "status": order.status,
                "size": order.size,
                "filled": order.filled,
            }
            for order in gateway.book.live()
        ],
    }


async def serve(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    gateway: FakeGateway,
    injector: FaultInjector,
    after: Callable[[], None],
) -> None:
    """One connection to the control port; `after` is called once a line has been carried out."""
    try:
        while line := await reader.readline():
            writer.write(json.dumps(obey(line, gateway, injector)).encode() + b"\n")
            after()
            await writer.drain()
    except (ConnectionError, asyncio.LimitOverrunError, ValueError):
        pass  # the other side has gone, or its line has no end
    finally:
        writer.close()
