"""The socket of the live feed: hello, refusals, close codes, a browser that does not read."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType

from rlbot.events.ops import AlertRaised
from rlbot.monitoring.web import client_queue, ws_session
from tests.monitoring.scenario import START, closed
from tests.monitoring.web.edge import Platform


async def dial(platform: Platform) -> ClientWebSocketResponse:
    """Open the socket as the page does."""
    return await platform.client.ws_connect("/ws", headers={"Origin": platform.origin})


async def hello(platform: Platform, **more: Any) -> ClientWebSocketResponse:
    """Open it and say hello."""
    ws = await dial(platform)
    await ws.send_str(json.dumps({"type": "hello", "token": platform.session, **more}))
    return ws


async def test_hello_brings_the_snapshot_then_updates(signed_in: Platform) -> None:
    ws = await hello(signed_in, ch=["status", "alerts", "bars:AAPL:1d"])
    snap = await ws.receive_json()
    assert snap["type"] == "snap"
    signed_in.bus.publish(AlertRaised(ts_ns=START, severity="info", code="c", text="<b>x</b>"))
    signed_in.bus.publish(closed(2, 103.0))
    signed_in.edge.hub.pump()
    delta = await ws.receive_json()
    assert delta["type"] == "d"
    assert delta["events"][0]["d"]["alert"]["text"] == "<b>x</b>"
    assert {u["ch"] for u in delta["state"]} == {"status", "bars:AAPL:1d"}
    await ws.close()


async def test_gap_is_healed_by_a_second_hello(signed_in: Platform) -> None:
    ws = await hello(signed_in)
    snap = await ws.receive_json()
    signed_in.bus.publish(AlertRaised(ts_ns=START, severity="info", code="c", text="x"))
    signed_in.edge.hub.pump()
    await ws.receive_json()
    last = {"session": snap["session"], "events": snap["q"]["events"]}
    await ws.send_str(json.dumps({"type": "hello", "token": signed_in.session, "last": last}))
    resumed, delta = await ws.receive_json(), await ws.receive_json()
    assert (resumed["type"], resumed["to_q"] - resumed["from_q"]) == ("resumed", 1)
    assert delta["events"][0]["d"]["alert"]["code"] == "c"
    await ws.close()


async def closing(ws: ClientWebSocketResponse) -> int | None:
    """Read to the end; the close code."""
    async for _ in ws:
        pass
    return ws.close_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"type":"hello","token":"nobody"}', 4401),
        ('{"type":"hello"}', 4400),
        ('{"type":"bye","token":"x"}', 4400),
        ("not json", 4400),
        ('{"type":"hello","token":"x","extra":1}', 4400),
        ('{"type":"hello","token":"x","ch":["secrets"]}', 4400),
    ],
)
async def test_wrong_hello_is_closed_with_its_code(signed_in: Platform, text: str, code: int) -> None:
    ws = await dial(signed_in)
    await ws.send_str(text)
    assert await closing(ws) == code


async def test_start_token_is_not_a_session(signed_in: Platform) -> None:
    ws = await dial(signed_in)
    await ws.send_str(json.dumps({"type": "hello", "token": "start-token-of-this-home"}))
    assert await closing(ws) == 4401


async def test_silence_is_closed(signed_in: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ws_session, "HELLO_S", 0.01)
    assert await closing(await dial(signed_in)) == 4400


@pytest.mark.parametrize("first", [True, False])
async def test_frame_of_a_megabyte_ends_the_socket_and_nothing_else(signed_in: Platform, first: bool) -> None:
    ws = await (dial(signed_in) if first else hello(signed_in))
    if not first:
        await ws.receive_json()
    await ws.send_str("x" * 1_000_000)
    assert await closing(ws) == 1009
    assert (await signed_in.get("/api/status"))[0] == 200


async def test_binary_is_not_understood(signed_in: Platform) -> None:
    ws = await hello(signed_in)
    await ws.receive_json()
    await ws.send_bytes(b"\x00")
    assert await closing(ws) == 4400


async def test_session_that_ends_takes_its_socket_along(signed_in: Platform) -> None:
    ws = await hello(signed_in)
    await ws.receive_json()
    await signed_in.client.delete("/api/session", headers=signed_in.headers)
    signed_in.bus.publish(closed(2))
    signed_in.edge.hub.pump()
    assert await closing(ws) == 4401


async def test_one_socket_too_many_is_refused(signed_in: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ws_session, "CLIENTS", 1)
    ws = await hello(signed_in)
    await ws.receive_json()
    refused = await signed_in.client.get("/ws", headers={"Origin": signed_in.origin})
    assert refused.status == 503
    await ws.close()


async def test_client_with_too_many_waiting_events_is_told_to_come_back(signed_in: Platform) -> None:
    ws = await hello(signed_in)
    await ws.receive_json()
    for n in range(client_queue.EVENTS + 1):
        signed_in.bus.publish(AlertRaised(ts_ns=START, severity="info", code=f"c{n}", text="x"))
    signed_in.edge.hub.pump()
    assert await closing(ws) == 1013
    async with asyncio.timeout(5):
        while signed_in.edge.hub.clients:
            signed_in.edge.hub.pump()
            await asyncio.sleep(0)
    assert signed_in.edge.hub.dropped == 1


async def test_browser_that_does_not_read_is_dropped_while_another_goes_on(
    signed_in: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ws_session, "SEND_S", 0.05)
    monkeypatch.setattr(ws_session, "CLOSE_S", 0.05)
    stalled, lively = await hello(signed_in, ch=["alerts"]), await hello(signed_in, ch=["status"])
    await stalled.receive_json()
    await lively.receive_json()
    assert stalled._conn is not None
    transport = stalled._conn.transport
    assert isinstance(transport, asyncio.ReadTransport)
    transport.pause_reading()
    text = "x" * 100_000
    for n in range(120):  # 12 MB: more than both sides' socket buffers hold
        signed_in.bus.publish(AlertRaised(ts_ns=START, severity="info", code=f"c{n}", text=text))
    signed_in.edge.hub.pump()
    async with asyncio.timeout(5):
        while len(signed_in.edge.hub.clients) > 1:
            signed_in.edge.hub.pump()
            await asyncio.sleep(0)
    assert signed_in.edge.hub.dropped == 1
    signed_in.bus.publish(closed(2))
    signed_in.edge.hub.pump()
    message = await lively.receive()
    assert message.type is WSMsgType.TEXT
    await lively.close()
    transport.close()


async def test_stopping_tells_every_page(signed_in: Platform) -> None:
    ws = await hello(signed_in)
    await ws.receive_json()
    async with asyncio.TaskGroup() as group:
        reading = group.create_task(closing(ws))
        group.create_task(ws_session.close_sockets(signed_in.edge.app))
    assert reading.result() == 1001
