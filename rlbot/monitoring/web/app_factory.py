"""Builds the web edge: `make_app` is the one place where its parts meet."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from rlbot.clock import Clock
from rlbot.monitoring.board import Board
from rlbot.monitoring.board_lists import BoardLists
from rlbot.monitoring.board_reader import BoardReader
from rlbot.monitoring.board_why import Explainer
from rlbot.monitoring.web.answers import word_errors
from rlbot.monitoring.web.audit import AuditLog
from rlbot.monitoring.web.auth import Sessions
from rlbot.monitoring.web.desk import DESK, Desk
from rlbot.monitoring.web.page import Page
from rlbot.monitoring.web.prometheus import prometheus
from rlbot.monitoring.web.rate_limit import CommandLimit
from rlbot.monitoring.web.request_error import RequestError
from rlbot.monitoring.web.rest import control, looking, shelves
from rlbot.monitoring.web.resume_offer import ResumeDesk
from rlbot.monitoring.web.seams import AgentForms, Commands, EmptyShelves, ReadOnlyForms, Shelves
from rlbot.monitoring.web.security import guard, loopback_hosts, stamp
from rlbot.monitoring.web.ws_hub import Hub
from rlbot.monitoring.web.ws_session import SOCKETS, close_sockets, live_feed

BODY_BYTES = 64 * 1024


async def _nothing(request: web.Request) -> web.StreamResponse:
    raise RequestError("not_found", f"There is no {request.method} {request.path}.")


def fresh_secret() -> str:
    """256 random bits, safe in an address's fragment and in a header."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebEdge:
    """What `make_app` built: the app to serve and the hub whose `run` must be running beside it."""

    app: web.Application
    hub: Hub
    desk: Desk


def make_app(
    board: Board,
    commands: Commands,
    *,
    port: int,
    token: str,
    audit_path: Path,
    clock: Clock,
    on_error: Callable[[str, BaseException], None],
    static_dir: Path | None = None,
    sessions_path: Path | None = None,
    explain: Explainer | None = None,
    forms: AgentForms | None = None,
    shelves_: Shelves | None = None,
    make_secret: Callable[[], str] = fresh_secret,
) -> WebEdge:
    """The web edge over `board`.

    `port`: the one it will be bound to (part of every allowed Host). `token`: the home's start token (`auth.start_token`).
    `clock`: the machine's own, also in a replay. `on_error(what, error)` hears of faults inside the edge. What is not given
    answers that it is not there.
    """
    reader, lists = BoardReader(board, clock), BoardLists(board, clock)
    hub = Hub(reader, lists, clock, session=make_secret()[:12])
    audit = AuditLog(audit_path, clock)
    audit.on_entry = hub.on_audit
    agents = [view.settings for view in board.state.agents.values()]
    desk = Desk(
        clock=clock,
        reader=reader,
        lists=lists,
        explain=explain,
        commands=commands,
        forms=forms or ReadOnlyForms(agents),
        shelves=shelves_ or EmptyShelves(clock.now_ns()),
        sessions=Sessions(token, clock, make_secret, sessions_path),
        audit=audit,
        limit=CommandLimit(clock),
        resuming=ResumeDesk(clock, make_secret),
        hub=hub,
        on_error=on_error,
    )
    app = web.Application(middlewares=[word_errors, guard(loopback_hosts(port))], client_max_size=BODY_BYTES)
    app[DESK] = desk
    app[SOCKETS] = set()
    app.add_routes([*looking.ENDPOINTS, *control.ENDPOINTS, *shelves.ENDPOINTS])
    app.add_routes([web.get("/metrics", prometheus), web.get("/ws", live_feed), web.route("*", "/api{path:(/.*)?}", _nothing)])
    app.add_routes([web.get("/{path:.*}", Page(static_dir).serve)])
    app.on_response_prepare.append(stamp)
    app.on_shutdown.append(close_sockets)
    return WebEdge(app=app, hub=hub, desk=desk)
