"""Versions of a model: list them, go back to one."""

from __future__ import annotations

from typing import Annotated

import typer

from rlbot.app.failure import FAILED, REFUSED, WRONG_USE, fail
from rlbot.app.home import Home
from rlbot.app.output import emit, note, say, table

GATES = {"passed": "passed", "failed": "failed", "none": "unproven"}


def models(
    context: typer.Context,
    agent: str,
    json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")] = False,
) -> None:
    """Versions of an agent's model, what they were trained on, and which one is deployed."""
    from rlbot.agents.registry import ModelError, ModelRegistry
    from rlbot.app.configuration import agent_of
    from rlbot.clock import iso

    home: Home = context.obj
    agent_of(home, agent)
    registry = ModelRegistry(home.checkpoints)
    rows: list[dict[str, object]] = []
    current = ""
    try:
        current = registry.current(agent) or ""
    except ModelError as error:
        note(str(error))
    for version in registry.versions(agent):
        try:
            manifest = registry.manifest(agent, version)
        except ModelError as error:
            rows.append({"version": version, "error": str(error)})
            continue
        rows.append(
            {
                "version": version,
                "deployed": version == current,
                "algorithm": manifest.algorithm,
                "created": iso(manifest.created_ns),
                "proven": manifest.proven,
                "gate": manifest.gate,
                "trained_from": iso(manifest.trained_from_ns)[:10],
                "trained_to": iso(manifest.trained_to_ns)[:10],
                "steps": manifest.details.get("steps"),
            }
        )
    if json:
        emit({"agent": agent, "current": current, "versions": rows})
        return
    if not rows:
        say(f"{agent} has no model yet; `rlbot train {agent}` makes one")
        return
    head = ["version", "deployed", "algorithm", "trained from", "to", "gate"]
    table(
        head,
        [
            [str(r["version"]), "damaged", str(r["error"]), "", "", ""]
            if "error" in r
            else [
                str(r["version"]),
                "yes" if r["deployed"] else "",
                str(r["algorithm"]),
                str(r["trained_from"]),
                str(r["trained_to"]),
                GATES[str(r["gate"])],
            ]
            for r in rows
        ],
    )


def rollback(
    context: typer.Context,
    agent: str,
    version: Annotated[str, typer.Argument()] = "",
    json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")] = False,
) -> None:
    """Deploy an earlier version (without VERSION: the one deployed before). While live is armed or runs: a proven one only."""
    from rlbot.agents.registry import ModelError, ModelRegistry, UnknownVersionError
    from rlbot.app.configuration import agent_of
    from rlbot.app.live_now import live_now
    from rlbot.app.live_seats import unfit

    home: Home = context.obj
    agent_of(home, agent)
    registry = ModelRegistry(home.checkpoints)
    live = live_now(home)
    try:
        wanted = registry.earlier(agent, version)
        why = unfit(agent, wanted, registry.manifest(agent, wanted)) if live else ""
        if why:
            way_out = "choose a version whose gate passed (`rlbot models`), or `rlbot disarm` and stop it first"
            fail(f"{live}, and {why}: it may not risk money; {way_out}", REFUSED)
        manifest = registry.deploy(agent, wanted)
    except ModelError as error:
        fail(str(error), WRONG_USE if isinstance(error, UnknownVersionError) else FAILED)
    if json:
        emit({"agent": agent, "current": manifest.version})
        return
    say(f"{agent} now uses {manifest.version}; a running platform takes it at its next start")
