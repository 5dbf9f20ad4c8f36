"""Operate a running platform from the shell: status, kill, resume, pause, unpause, why."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rlbot.app.failure import REFUSED, CommandError, fail
from rlbot.app.home import Home
from rlbot.app.output import emit, note, say, table
from rlbot.app.why_text import state_words, tell_why, worth_words

if TYPE_CHECKING:
    from rlbot.app.client import PlatformClient

Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
UNPAUSED = frozenset({"trading", "warming", "halted", "failed"})  # what an agent that somebody paused is never said to be


def _home(context: typer.Context) -> Home:
    home: Home = context.obj
    return home


def _client(home: Home, *, killing: bool = False) -> PlatformClient:
    from rlbot.app.client import PlatformClient  # brings HTTP and TLS: `rlbot --help` need not wait for them

    return PlatformClient(home, killing=killing)


def _in_path(agent: str) -> str:
    """What was typed, whole and harmless in an address; an unknown agent is then told of by the platform."""
    from urllib.parse import quote

    return quote(agent, safe="") or "%20"


def _done(json: bool, document: dict[str, Any], text: str) -> None:
    if json:
        emit(document)
    else:
        say(text)


def status(context: typer.Context, json: Json = False) -> None:
    """Mode, halted or not and why, every component and agent."""
    client = _client(_home(context))
    document = client.get("/api/status")
    agents = client.get("/api/agents")
    armed = _armed(context) if document.get("mode") == "live" else None
    if json:
        emit({"status": document, "agents": agents, **({"armed": armed} if document.get("mode") == "live" else {})})
        return
    halted = document.get("halted")
    say(f"mode {document.get('mode')}, {'halted: ' + str(document.get('halt_reason')) if halted else 'trading'}")
    if document.get("mode") == "live":
        say(f"armed for {armed['account']} until {armed['until']}" if armed else "not armed: no new risk is taken")
    rows = [[str(c.get("name")), str(c.get("state")), str(c.get("detail", ""))] for c in document.get("components", [])]
    if rows:
        table(["component", "state", "detail"], rows)
    for agent in agents["items"]:
        say(f"{agent['id']}: {state_words(agent)}, {agent['symbol']}, {worth_words(agent)}")


def _armed(context: typer.Context) -> dict[str, Any] | None:
    from rlbot.app.commands.arm import document
    from rlbot.app.live_now import armed_now

    found = armed_now(_home(context))
    return document(found) if found is not None else None


def kill(context: typer.Context, json: Json = False) -> None:
    """Block every new order at once. Works when the core hangs: the kill file comes first, then the API."""
    home = _home(context)
    try:
        _write_kill_file(home)
    except OSError as error:
        note(f"the kill file {home.kill_file} could not be written ({error}); asking the platform directly")
    try:
        _client(home, killing=True).post("/api/kill")
        answer = {"killed": True, "confirmed": True}
    except CommandError as failure:
        answer = {"killed": home.kill_file.exists(), "confirmed": False}
        if not answer["killed"]:
            if json:
                emit(answer)
            fail(f"NOT killed: neither the kill file nor a running platform took it. {failure.text}")
        note(f"not confirmed by a running platform: {failure.text}. The kill file blocks trading wherever this home is started")
    if json:
        emit(answer)
    elif answer["confirmed"]:
        say("killed: every new order is blocked; orders that protect a position stay at the broker")


def _write_kill_file(home: Home) -> None:
    """Who killed and why; an earlier kill keeps its own. Raises OSError where not even an empty file can be made."""
    from rlbot.clock import WallClock
    from rlbot.risk.kill_switch import KillSwitch

    if home.kill_file.exists():
        return
    if KillSwitch(home.kill_file).activate("kill switch, from the shell", "shell", WallClock().now_ns()):
        home.checkpoints.mkdir(parents=True, exist_ok=True)
        home.kill_file.touch()  # kills just the same, and needs no room on a full disk


def resume(
    context: typer.Context,
    words: Annotated[str, typer.Option(help="The words `resume` asks for.")] = "",
    json: Json = False,
) -> None:
    """Lift kill and halts, guarded: it shows what to type, and does it when called with --words."""
    client = _client(_home(context))
    ask: dict[str, Any] = client.get("/api/resume")
    if not ask["allowed"]:
        if not client.get("/api/status")["halted"]:
            _done(json, {"resumed": False}, "trading is not halted: there is nothing to resume")
            return
        failed = "; ".join(str(check["detail"]) for check in ask["checks"] if check["state"] == "fail")
        fail(f"not resumed: {failed or ask['reason']}", REFUSED)
    wanted = str(ask["words"])
    if (words or _typed(wanted)) != wanted:
        fail(f"not resumed: the words are {wanted!r}; type them, or give them with --words", REFUSED)
    client.post("/api/resume", {"nonce": ask["nonce"], "words": wanted})
    _done(json, {"resumed": True}, "resumed: agents that were paused stay paused until `rlbot unpause AGENT`")


def _typed(wanted: str) -> str:
    """What a person types, or the next line of a pipe; nothing where there is neither."""
    note(f"Type {wanted!r} to resume:")  # not typer's prompt: it writes to standard output
    return sys.stdin.readline().strip()


def pause(context: typer.Context, agent: str, json: Json = False) -> None:
    """The agent holds until it is unpaused; its protection stays."""
    _client(_home(context)).post(f"/api/agents/{_in_path(agent)}/pause")
    _done(json, {"agent": agent, "paused": True}, f"{agent} paused")


def unpause(context: typer.Context, agent: str, json: Json = False) -> None:
    """The agent decides again. Under a kill it is refused: what lifts that pauses every agent once more."""
    client = _client(_home(context))
    now = client.get(f"/api/agents/{_in_path(agent)}")["agent"]
    if now["state"] in UNPAUSED:
        _done(json, {"agent": agent, "paused": False}, f"{agent} was not paused: it is {state_words(now)}")
        return
    client.post(f"/api/agents/{_in_path(agent)}/resume")
    _done(json, {"agent": agent, "paused": False}, f"{agent} resumed")


def why(context: typer.Context, agent: str, json: Json = False) -> None:
    """The agent's last decision, explained."""
    client = _client(_home(context))
    found = client.get(f"/api/decisions?agent={_in_path(agent)}&limit=1")["items"]
    if not found:
        fail(f"{agent} has not decided yet")
    detail = client.get(f"/api/decisions/{found[0]['decision_id']}")
    if json:
        emit(detail)
        return
    tell_why(detail, client.get(f"/api/agents/{_in_path(agent)}")["agent"])
