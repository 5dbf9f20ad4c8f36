"""Everything a request handler may use, built once by `make_app`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from rlbot.clock import Clock
from rlbot.monitoring.board_lists import BoardLists
from rlbot.monitoring.board_reader import BoardReader
from rlbot.monitoring.board_why import Explainer
from rlbot.monitoring.web.audit import AuditLog
from rlbot.monitoring.web.auth import Sessions
from rlbot.monitoring.web.rate_limit import CommandLimit
from rlbot.monitoring.web.resume_offer import ResumeDesk
from rlbot.monitoring.web.seams import AgentForms, Commands, Shelves
from rlbot.monitoring.web.ws_hub import Hub


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The collaborators of the web edge."""

    clock: Clock
    reader: BoardReader
    lists: BoardLists
    explain: Explainer | None
    commands: Commands
    forms: AgentForms
    shelves: Shelves
    sessions: Sessions
    audit: AuditLog
    limit: CommandLimit
    resuming: ResumeDesk
    hub: Hub
    on_error: Callable[[str, BaseException], None]


DESK: web.AppKey[Desk] = web.AppKey("desk", Desk)
