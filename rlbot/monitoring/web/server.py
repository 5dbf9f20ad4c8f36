"""Serves the web edge on loopback until told to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiohttp import web

from rlbot.monitoring.web.app_factory import WebEdge
from rlbot.monitoring.web.port import cannot_listen

LOOPBACK = ("127.0.0.1", "::1", "localhost")
SHUTDOWN_S = 2.0


class ServeError(Exception):
    """The dashboard cannot listen; the message says why and what to do."""


def address(host: str, port: int, token: str = "") -> str:
    """What people open. The token stands behind `#`: browsers do not send it, servers do not log it."""
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/" + (f"#token={token}" if token else "")


async def serve(
    edge: WebEdge,
    host: str,
    port: int,
    stop: asyncio.Event,
    on_ready: Callable[[], None] = lambda: None,
) -> None:
    """Listen, call `on_ready`, and go on until `stop` is set; then tell every page and close. Raises ServeError."""
    if host not in LOOPBACK:
        raise ServeError(f"the dashboard listens on this machine only; {host} is not one of {', '.join(LOOPBACK)}")
    runner = web.AppRunner(edge.app, handle_signals=False, access_log=None, shutdown_timeout=SHUTDOWN_S)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        raise ServeError(cannot_listen(host, port, error)) from None
    try:
        async with asyncio.TaskGroup() as group:
            feed = group.create_task(edge.hub.run(edge.desk.on_error), name="live-feed")
            on_ready()
            await stop.wait()
            feed.cancel()
    finally:
        await runner.cleanup()
