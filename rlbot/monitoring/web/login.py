"""Which session asks, and what it may do: viewers look and kill, operators do everything."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import hdrs, web

from rlbot.monitoring.web.audit import AuditError
from rlbot.monitoring.web.auth import Session
from rlbot.monitoring.web.desk import DESK, Desk
from rlbot.monitoring.web.request_error import RequestError

Reader = Callable[[web.Request, Desk], Awaitable[web.Response]]
Doer = Callable[[web.Request, Desk, Session], Awaitable[web.Response]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def session_of(request: web.Request) -> Session:
    """The session of the `Authorization` header. Raises RequestError 401. Nothing in the address counts."""
    kind, _, secret = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    session = request.app[DESK].sessions.find(secret.strip()) if kind.lower() == "bearer" and secret else None
    if session is None:
        raise RequestError("unauthorised", "Sign in first: open the address that `rlbot up` printed.")
    return session


def open_to_all(handle: Reader) -> Handler:
    """No login."""

    async def handler(request: web.Request) -> web.StreamResponse:
        return await handle(request, request.app[DESK])

    return handler


def looks(handle: Reader) -> Handler:
    """Any session may."""

    async def handler(request: web.Request) -> web.StreamResponse:
        session_of(request)
        return await handle(request, request.app[DESK])

    return handler


def does(handle: Doer) -> Handler:
    """Operators may, within the limit of commands a minute; the intent is in the audit before anything happens."""

    async def handler(request: web.Request) -> web.StreamResponse:
        session, desk = session_of(request), request.app[DESK]
        if session.role != "operator":
            raise RequestError("forbidden", "A viewer may look and kill; sign in as operator for this.")
        desk.limit.count(session.id)
        try:
            return await handle(request, desk, session)
        except AuditError as error:
            raise RequestError("unavailable", f"Not done: {error}.") from None

    return handler


def always(handle: Doer) -> Handler:
    """Any session may, at any rate."""

    async def handler(request: web.Request) -> web.StreamResponse:
        return await handle(request, request.app[DESK], session_of(request))

    return handler
