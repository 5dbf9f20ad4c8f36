"""One browser's socket: hello within 3 s, then a writer that sends what waits and a reader that hears further hellos.

Close codes: 4400 not a valid hello, 4401 session not known or ended, 1013 too slow, 1001 the platform stops.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

import msgspec
from aiohttp import WSCloseCode, WSMsgType, web

from rlbot.monitoring.web.auth import Sessions
from rlbot.monitoring.web.client_queue import DEFAULT_CHANNELS, ClientQueue
from rlbot.monitoring.web.contract.feed import Hello
from rlbot.monitoring.web.desk import DESK
from rlbot.monitoring.web.request_error import RequestError
from rlbot.monitoring.web.ws_hub import CLIENTS, Hub

HELLO_S = 3.0
SEND_S = 5.0
CLOSE_S = 1.0
FRAME_BYTES = 65_536
CHANNELS = 64
BAD_HELLO = 4400
NO_SESSION = 4401

SOCKETS = web.AppKey("sockets", set[web.WebSocketResponse])
decode = msgspec.json.Decoder(Hello).decode


class HelloError(Exception):
    """What the browser sent is not a hello; `code` closes the socket."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


async def live_feed(request: web.Request) -> web.StreamResponse:
    """`GET /ws`. The session comes in the first message, never in the address."""
    desk, sockets = request.app[DESK], request.app[SOCKETS]
    if len(sockets) >= CLIENTS:
        raise RequestError("unavailable", f"{CLIENTS} pages are open already; close one.")
    ws = web.WebSocketResponse(heartbeat=15, max_msg_size=FRAME_BYTES, compress=False, timeout=CLOSE_S)
    await ws.prepare(request)
    sockets.add(ws)
    client = ClientQueue()
    try:
        hello = await _first(ws, desk.sessions)
        desk.hub.join(client, hello.ch, hello.last)
        await _serve(request, ws, client, desk.hub, desk.sessions, hello.token)
    except HelloError as refused:
        await ws.close(code=refused.code, message=refused.reason.encode())
    finally:
        desk.hub.leave(client, bool(client.slow))
        sockets.discard(ws)
    return ws


def read_hello(text: str, sessions: Sessions) -> Hello:
    """A valid hello of a known session. Raises HelloError."""
    try:
        hello = decode(text)
    except msgspec.MsgspecError as error:
        raise HelloError(BAD_HELLO, f"not a valid hello: {error}"[:120]) from None
    wrong = [c for c in hello.ch if c not in DEFAULT_CHANNELS and not c.startswith(("bars:", "log:"))]
    if wrong or len(hello.ch) > CHANNELS:
        raise HelloError(BAD_HELLO, f"no such channel: {wrong[0]}"[:120] if wrong else f"more than {CHANNELS} channels")
    if sessions.find(hello.token) is None:
        raise HelloError(NO_SESSION, "this session is not known or has ended; sign in again")
    return hello


async def _first(ws: web.WebSocketResponse, sessions: Sessions) -> Hello:
    try:
        message = await ws.receive(timeout=HELLO_S)
    except TimeoutError:
        raise HelloError(BAD_HELLO, "no hello within 3 s") from None
    if message.type is not WSMsgType.TEXT:
        raise HelloError(BAD_HELLO, "the first message must be a hello")
    return read_hello(message.data, sessions)


async def _serve(
    request: web.Request, ws: web.WebSocketResponse, client: ClientQueue, hub: Hub, sessions: Sessions, token: str
) -> None:
    async with asyncio.TaskGroup() as group:
        writer = group.create_task(_write(request, ws, client, hub, sessions, token), name="feed-writer")
        try:
            async for message in ws:
                if message.type is WSMsgType.TEXT:
                    hello = read_hello(message.data, sessions)
                    hub.join(client, hello.ch, hello.last)
                else:
                    raise HelloError(BAD_HELLO, "only text is understood")
        except HelloError as refused:
            await ws.close(code=refused.code, message=refused.reason.encode())
        finally:
            if not client.slow:  # a slow one is being told so by its writer
                writer.cancel()


async def _write(
    request: web.Request, ws: web.WebSocketResponse, client: ClientQueue, hub: Hub, sessions: Sessions, token: str
) -> None:
    while not ws.closed:
        await client.wake.wait()
        if sessions.find(token) is None:
            await ws.close(code=NO_SESSION, message=b"the session has ended")
            return
        frames = hub.frames(client) if not client.slow else []
        try:
            async with asyncio.timeout(SEND_S):
                for frame in frames:
                    await ws.send_frame(frame, WSMsgType.TEXT)
        except TimeoutError:
            client.slow = f"a send took more than {SEND_S:.0f} s"
        except ConnectionError:
            return
        if client.slow:
            await _drop(request, ws, client)
            return


async def _drop(request: web.Request, ws: web.WebSocketResponse, client: ClientQueue) -> None:
    transport = request.transport
    with suppress(TimeoutError, ConnectionError):
        async with asyncio.timeout(2.0 * CLOSE_S):
            await ws.close(code=WSCloseCode.TRY_AGAIN_LATER, message=client.slow.encode(), drain=False)
    if transport is not None and transport.get_write_buffer_size() > 0:
        transport.abort()  # who does not read takes no part in a closing handshake either


async def close_sockets(app: web.Application) -> None:
    """`on_shutdown`: tell every page at once, so that none goes on showing "live"."""
    async with asyncio.TaskGroup() as group:
        sockets: set[web.WebSocketResponse] = app[SOCKETS]
        for ws in list(sockets):
            group.create_task(ws.close(code=WSCloseCode.GOING_AWAY, message=b"the platform stops"))
