"""A web edge over a made-up day, with fakes for the platform."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestClient, TestServer, unused_port

from rlbot.bus import Bus
from rlbot.clock import ReplayClock
from rlbot.events.ops import KillActivated, KillReset
from rlbot.monitoring.board import Board
from rlbot.monitoring.web.app_factory import WebEdge, make_app
from rlbot.monitoring.web.contract.control import ResumeCheck
from tests.monitoring.scenario import AGENTS, NOW

TOKEN = "start-token-of-this-home"


@dataclass
class FakeCommands:
    """Notes what was asked; a kill comes back as the event the risk gate would publish."""

    bus: Bus
    asked: list[tuple[str, ...]] = field(default_factory=list)
    checks: tuple[ResumeCheck, ...] = (ResumeCheck(name="Reason", state="ok", detail="kill switch"),)

    def kill(self, origin: str, reason: str) -> None:
        self.asked.append(("kill", origin, reason))
        self.bus.publish(KillActivated(ts_ns=NOW, reason=reason, origin=origin))

    def flatten(self, origin: str, agent_id: str) -> None:
        self.asked.append(("flatten", origin, agent_id))

    def pause(self, origin: str, agent_id: str) -> None:
        self.asked.append(("pause", origin, agent_id))

    def unpause(self, origin: str, agent_id: str) -> None:
        self.asked.append(("unpause", origin, agent_id))

    def resume_trading(self, origin: str) -> bool:
        self.asked.append(("resume", origin))
        self.bus.publish(KillReset(ts_ns=NOW, origin=origin))
        return True

    def resume_checks(self) -> tuple[ResumeCheck, ...]:
        return self.checks


@dataclass
class Platform:
    """Everything a test may turn or look at."""

    bus: Bus
    board: Board
    clock: ReplayClock
    commands: FakeCommands
    edge: WebEdge
    client: TestClient[Any, Any]
    port: int
    errors: list[str]
    session: str = ""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Origin": self.origin, "Authorization": f"Bearer {self.session}"}

    async def sign_in(self, role: str = "operator", token: str = TOKEN, **more: str) -> Any:
        """Exchange the start token; keeps the session."""
        body = {"token": token, "role": role, **more}
        answer = await self.client.post("/api/session", json=body, headers={"Origin": self.origin})
        if answer.status == 200:
            self.session = (await answer.json())["session"]
        return answer

    async def get(self, path: str) -> tuple[int, Any]:
        """Status and JSON of a GET with the session."""
        answer = await self.client.get(path, headers=self.headers)
        return answer.status, await answer.json()

    async def post(self, path: str, body: Any = None) -> tuple[int, Any]:
        """Status and JSON of a POST with the session."""
        answer = await self.client.post(path, json={} if body is None else body, headers=self.headers)
        return answer.status, await answer.json()


def build(folder: Path, static_dir: Path | None = None) -> Platform:
    """An edge that is not listening yet; secrets are numbered, the clock stands."""
    bus, clock, errors, numbers = Bus(), ReplayClock(NOW), [""], count()
    errors.clear()
    board = Board(AGENTS, "simulate", clock)
    board.subscribe(bus)
    commands, port = FakeCommands(bus), unused_port()
    edge = make_app(
        board,
        commands,
        port=port,
        token=TOKEN,
        audit_path=folder / "audit.jsonl",
        clock=clock,
        on_error=lambda what, error: errors.append(f"{what}: {error!r}"),
        static_dir=static_dir,
        make_secret=lambda: f"secret-number-{next(numbers):04d}",
    )
    server = TestServer(edge.app, host="127.0.0.1", port=port)
    client: TestClient[Any, Any] = TestClient(server)
    return Platform(bus, board, clock, commands, edge, client, port, errors)
