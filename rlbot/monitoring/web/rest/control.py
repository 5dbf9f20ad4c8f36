"""Sign in, kill, flatten, resume, pause: everything that acts on trading."""

from __future__ import annotations

from contextlib import suppress

from aiohttp import web

from rlbot.monitoring.board_checks import board_checks
from rlbot.monitoring.web.answers import answer, asked
from rlbot.monitoring.web.audit import AuditError
from rlbot.monitoring.web.auth import IDLE_NS, Session
from rlbot.monitoring.web.contract.agents import AgentCommandAnswer
from rlbot.monitoring.web.contract.control import (
    FlattenAnswer,
    FlattenRequest,
    KillAnswer,
    KillRequest,
    ResumeAnswer,
    ResumeRequest,
    SessionAnswer,
    SessionRequest,
)
from rlbot.monitoring.web.desk import Desk
from rlbot.monitoring.web.login import always, does, looks, open_to_all
from rlbot.monitoring.web.request_error import RequestError
from rlbot.monitoring.web.rest.looking import no_agent

REASON_CAP = 200  # characters


async def session(request: web.Request, desk: Desk) -> web.Response:
    """Start token → session."""
    body = await asked(request, SessionRequest)
    secret, made = desk.sessions.exchange(body.token, body.role, body.origin)
    with suppress(AuditError):  # signing in must stay possible: it is the way to the kill switch
        desk.audit.result(made, "sign in", made.role, "done", _from(made))
    return answer(SessionAnswer(session=secret, role=made.role, idle_s=IDLE_NS // 1_000_000_000, as_of_ns=desk.clock.now_ns()))


async def sign_out(request: web.Request, desk: Desk, by: Session) -> web.Response:
    """End this session."""
    desk.sessions.revoke(by.id)
    return web.Response(status=204)


async def kill(request: web.Request, desk: Desk, by: Session) -> web.Response:
    """Block every new order. Whatever the body is, whatever the disk says: it is done first and explained afterwards."""
    try:
        reason = (await asked(request, KillRequest)).reason[:REASON_CAP]
    except (RequestError, web.HTTPException):
        reason = ""
    reason = reason or f"kill switch, {_from(by)}"
    already = desk.reader.kill().stage != "off"
    with suppress(AuditError):
        desk.audit.intent(by, "kill", "", reason)
    desk.commands.kill(by.origin, reason)
    with suppress(AuditError):
        desk.audit.result(by, "kill", "", "done")
    return answer(KillAnswer(accepted=True, already=already, progress=desk.reader.kill(), as_of_ns=desk.clock.now_ns()))


async def flatten(request: web.Request, desk: Desk, by: Session) -> web.Response:
    """Close positions, then their protection."""
    body = await asked(request, FlattenRequest)
    known = desk.reader.board.state.agents
    if body.agent_id and body.agent_id not in known:
        raise no_agent(desk, body.agent_id)
    open_now = [p for p in desk.reader.positions().items if body.agent_id in ("", p.agent_id)]
    desk.audit.intent(by, "flatten", body.agent_id or "all", f"{len(open_now)} open, {_from(by)}")
    desk.commands.flatten(by.origin, body.agent_id)
    desk.audit.result(by, "flatten", body.agent_id or "all", "done")
    return answer(FlattenAnswer(accepted=True, positions=len(open_now), as_of_ns=desk.clock.now_ns()))


async def resume_offer(request: web.Request, desk: Desk) -> web.Response:
    """Checklist, words and nonce."""
    status = desk.reader.status()
    halted = status.halted or bool(status.halts)
    checks = (*desk.commands.resume_checks(), *board_checks(desk.reader))
    return answer(desk.resuming.offer(status.mode, halted, checks))


async def resume(request: web.Request, desk: Desk, by: Session) -> web.Response:
    """Lift kill and halts, guarded."""
    body = await asked(request, ResumeRequest)
    mode = desk.reader.status().mode
    if mode == "live" and not desk.sessions.is_token(body.token):
        raise RequestError("unauthorised", "Live asks for the start token again to resume.")
    failed = [c.name for c in desk.commands.resume_checks() if c.state == "fail"]
    if failed:
        raise RequestError("conflict", f"Not clear: {', '.join(failed)}.")
    desk.resuming.take(mode, body.nonce, body.words)
    desk.audit.intent(by, "resume", mode, _from(by))
    paused = desk.commands.resume_trading(by.origin)
    desk.audit.result(by, "resume", mode, "done")
    return answer(ResumeAnswer(accepted=True, agents_paused=paused, as_of_ns=desk.clock.now_ns()))


async def pause(request: web.Request, desk: Desk, by: Session) -> web.Response:
    """The agent holds until resumed."""
    return _command(request, desk, by, "pause")


async def unpause(request: web.Request, desk: Desk, by: Session) -> web.Response:
    """The agent decides again; refused while the kill switch is on."""
    return _command(request, desk, by, "resume")


def _command(request: web.Request, desk: Desk, by: Session, action: str) -> web.Response:
    name = request.match_info["id"]
    if name not in desk.reader.board.state.agents:
        raise no_agent(desk, name)
    if action == "resume" and desk.reader.status().killed:  # lifting the kill pauses every agent: it would not last
        raise RequestError("conflict", f"{name} stays paused by the kill switch: resume trading first, then {name}.")
    desk.audit.intent(by, f"{action} agent", name, _from(by))
    (desk.commands.pause if action == "pause" else desk.commands.unpause)(by.origin, name)
    desk.audit.result(by, f"{action} agent", name, "done")
    now = desk.reader.agent(name)
    state = now.state if now is not None else "stopped"
    return answer(AgentCommandAnswer(id=name, accepted=True, state=state, as_of_ns=desk.clock.now_ns()))


def _from(by: Session) -> str:
    return f"from the {by.origin}"


ENDPOINTS = (
    web.post("/api/session", open_to_all(session)),
    web.delete("/api/session", always(sign_out)),
    web.post("/api/kill", always(kill)),
    web.post("/api/flatten", does(flatten)),
    web.get("/api/resume", looks(resume_offer)),
    web.post("/api/resume", does(resume)),
    web.post("/api/agents/{id}/pause", does(pause)),
    web.post("/api/agents/{id}/resume", does(unpause)),
)
