"""Arm live trading for one account and some hours; disarm it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rlbot.app.failure import FAILED, REFUSED, WRONG_USE, fail
from rlbot.app.home import Home
from rlbot.app.output import emit, note, say, table

if TYPE_CHECKING:
    from rlbot.settings.agent import AgentSettings
    from rlbot.settings.platform import Settings
    from rlbot.system.arming import Armed

Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
SECOND_NS = 1_000_000_000
ACCOUNT = r"(?:U|F|I|DU|DF)[0-9]{1,14}"  # persons, advisors, institutions; on paper with a D before


def arm(
    context: typer.Context,
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="The live account, such as U1234567.")],
    hours: Annotated[float, typer.Option(help="For how long; at most 168, which is a week.")] = 24.0,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for the account again.")] = False,
    json: Json = False,
) -> None:
    """Allow live trading with real money in ACCOUNT, after naming who will trade; expires by itself."""
    import getpass
    import re

    from rlbot.agents.registry import ModelError
    from rlbot.app.configuration import settings_of
    from rlbot.clock import WallClock, iso
    from rlbot.system.armed_file import write_armed
    from rlbot.system.arming import HOUR_NS, LONGEST_HOURS, Armed, is_paper

    home: Home = context.obj
    if not re.fullmatch(ACCOUNT, account):
        fail(f"{account!r} is no account id; it looks like U1234567", WRONG_USE)
    if is_paper(account):
        fail(f"{account} is a paper account, which needs no arming: `rlbot up --mode paper`", REFUSED)
    if not 0.0 < hours <= LONGEST_HOURS:
        fail(f"--hours {hours:g} is out of range; give more than 0 and at most {LONGEST_HOURS:.0f}", WRONG_USE)
    settings = settings_of(home)
    if settings.bridge.account not in {"", account}:
        fail(f"[bridge] account is {settings.bridge.account}, not {account}; mend it, or arm that one", REFUSED)
    if not settings.agents:
        fail(f"there are no agents in {home.configs / 'agents'}: there is nothing to arm", WRONG_USE)
    try:
        rows = [_row(home, agent) for agent in settings.agents]
    except ModelError as error:
        fail(str(error))
    if not json:
        _show(account, settings, rows)
    if not yes and _typed(account) != account:
        fail(f"not armed: {account} was not typed again; type it, or give --yes", REFUSED)
    now_ns = WallClock().now_ns() // SECOND_NS * SECOND_NS
    armed = Armed(account, now_ns, now_ns + int(hours * HOUR_NS), getpass.getuser())
    try:
        write_armed(home.armed_file, armed)
    except OSError as error:
        fail(f"not armed: {home.armed_file} cannot be written ({error.strerror}); free space or rights there", FAILED)
    if json:
        emit({"armed": True, **document(armed), "agents": rows, "risk": settings.risk.model_dump(mode="json")})
        return
    say(f"{account} is armed until {iso(armed.until_ns)}; `rlbot up --mode live` trades, `rlbot disarm` ends it")


def disarm(context: typer.Context, json: Json = False) -> None:
    """No new risk in live trading, at once also where it runs; what protects or reduces goes on."""
    from rlbot.system.armed_file import remove_armed

    home: Home = context.obj
    try:
        removed = remove_armed(home.armed_file)
    except OSError as error:
        fail(
            f"NOT disarmed: {home.armed_file} cannot be removed ({error.strerror}); `rlbot kill` blocks every new order", FAILED
        )
    if json:
        emit({"armed": False, "was_armed": removed})
        return
    say("disarmed: no new risk is taken; what protects or reduces a position goes on" if removed else "nothing was armed")


def document(armed: Armed) -> dict[str, Any]:
    """What `--json` says of an arming."""
    from rlbot.clock import iso

    return {"account": armed.account, "from": iso(armed.from_ns), "until": iso(armed.until_ns), "by": armed.by}


def _row(home: Home, agent: AgentSettings) -> dict[str, Any]:
    from rlbot.agents.registry import ModelRegistry
    from rlbot.app.live_seats import trader

    found = trader(ModelRegistry(home.checkpoints), agent)
    return {
        "id": agent.id,
        "symbol": agent.symbol,
        "budget": agent.budget,
        "algorithm": agent.algorithm,
        "gate": found.gate,
        "trades": found.version,
        "instead": found.sentence,
        "limits": agent.limits.model_dump(mode="json", exclude_none=True),
    }


def _show(account: str, settings: Settings, rows: list[dict[str, Any]]) -> None:
    say(f"live trading with real money in {account}:")
    head = ["agent", "symbol", "budget", "gate", "who trades", "limits"]
    table(head, [[r["id"], r["symbol"], f"{r['budget']:,.0f} USD", r["gate"], r["trades"], _limits(r["limits"])] for r in rows])
    say(f"account: {_limits(settings.risk.model_dump(mode='json', exclude_none=True))}")
    for row in rows:
        if row["instead"]:
            say(row["instead"])


def _limits(found: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value:g}" for name, value in found.items() if value is not False) or "none"


def _typed(account: str) -> str:
    """What a person types, or the next line of a pipe."""
    note(f"Type {account} again to arm it:")
    return sys.stdin.readline().strip()
