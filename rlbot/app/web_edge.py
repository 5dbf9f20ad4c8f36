"""The web edge of a start: the home's token, its audit and sessions, and what the page asks of the platform."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable

from rlbot.agents.seat import Seat
from rlbot.app.desk_commands import DeskCommands
from rlbot.app.failure import CommandError
from rlbot.app.home import Home
from rlbot.app.log_lines import PageAndFile
from rlbot.app.models_ready import Seated
from rlbot.app.shelves import HomeShelves
from rlbot.clock import Clock
from rlbot.events.agent import DecisionExplained
from rlbot.market.data_folder import DataFolder
from rlbot.monitoring.board import Board
from rlbot.monitoring.web.app_factory import WebEdge, make_app
from rlbot.monitoring.web.auth import TokenError, start_token
from rlbot.monitoring.web.page import built_page


def home_token(home: Home) -> str:
    """The home's start token, made where there is none. Raises CommandError."""
    try:
        return start_token(home.token, lambda: secrets.token_urlsafe(32))
    except TokenError as error:
        raise CommandError(str(error)) from None


def latest_explained(seats: Iterable[Seat]) -> Callable[[str, str], DecisionExplained | None]:
    """By agent and decision: why, on demand. Only an agent's latest decision can still be explained; of others None."""
    by_agent = {seat.agent_id: seat for seat in seats}

    def explain(agent_id: str, decision_id: str) -> DecisionExplained | None:
        seat = by_agent.get(agent_id)
        if seat is None or seat.last is None or seat.last[0].decision_id != decision_id:
            return None
        return seat.explanation()

    return explain


def open_edge(
    home: Home,
    board: Board,
    commands: DeskCommands,
    lines: PageAndFile,
    port: int,
    token: str,
    clock: Clock,
    seated: Seated,
    folder: DataFolder | None,
) -> WebEdge:
    """REST, live feed and page, not yet listening. `folder`: where the bars come from, for the page's data tab."""

    def on_error(what: str, error: BaseException) -> None:
        lines.error("web", text=f"{what}: {type(error).__name__}: {error}")

    return make_app(
        board,
        commands,
        port=port,
        token=token,
        audit_path=home.logs / "audit.jsonl",
        clock=clock,
        on_error=on_error,
        static_dir=built_page(),
        sessions_path=home.checkpoints / "sessions.json",
        explain=latest_explained(seated.seats),
        shelves_=HomeShelves(home, clock, folder.path if folder is not None else None),
    )
