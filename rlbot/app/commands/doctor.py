"""What is missing on this machine, and how to get it."""

from __future__ import annotations

import os
import shutil
import sys
from typing import Annotated

import typer

from rlbot.app.checks import Check
from rlbot.app.home import Home
from rlbot.app.output import emit, say

NEEDED = ("aiohttp", "aiomqtt", "msgspec", "numpy", "pydantic", "stable_baselines3", "torch", "numba", "yfinance", "gymnasium")


def doctor(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="The dashboard's port to look at.")] = 8600,
    json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")] = False,
) -> None:
    """What this machine has, what it lacks, and how to get it."""
    home: Home = context.obj
    here = [_python(), *_packages(), _node(), _dashboard(), _disk(home), _port(port)]
    bridged = _for_the_bridge(home)
    found = [*here, *bridged]
    missing = [check for check in found if check.needed and not check.ok]
    if json:
        emit({"checks": [check.document() for check in found], "ok": not missing})
    else:
        _show("to train, backtest and simulate:", here)
        _show("to trade on paper or live, besides:", bridged)
    if missing:
        raise typer.Exit(1)


def _show(head: str, checks: list[Check]) -> None:
    say(head)
    for check in checks:
        say(f"  {check.name:<18}{check.state:<9}{check.detail}")


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    ok = sys.version_info[:2] >= (3, 11)
    tested = "3.11 is what is tested" if ok else "3.11 is needed: https://www.python.org/downloads"
    return Check("python", ok, f"{version}; {tested}")


def _packages() -> list[Check]:
    import importlib.metadata

    checks = []
    for name in NEEDED:
        try:
            checks.append(Check(name, True, importlib.metadata.version(name)))
        except importlib.metadata.PackageNotFoundError:
            checks.append(Check(name, False, "not installed; run `make setup`"))
    return checks


def _node() -> Check:
    from rlbot.app.web_build import node_environment

    found = node_environment() is not None
    said = "20 or newer" if found else "no Node 20 or newer on PATH; `make web` installs one of its own to build the dashboard"
    return Check("node", found, said, needed=False)


def _dashboard() -> Check:
    from rlbot.monitoring.web.page import built_page

    built = built_page() is not None  # where the platform itself looks: beside a clone, or inside an installed package
    return Check("dashboard", built, "built" if built else "not built; run `make web`", needed=False)


def _disk(home: Home) -> Check:
    if not home.root.is_dir():
        return Check("home", False, f"{home.root} does not exist; name the platform's folder with --home")
    free = shutil.disk_usage(home.root).free / 2**30
    said = f"{home.root}: {free:.1f} GiB free"
    if not os.access(home.root, os.W_OK):
        return Check("home", False, f"{said}, but it cannot be written; free the place, or choose another with --home")
    return Check(
        "home", free > 0.5, said if free > 0.5 else f"{said}; at least 0.5 is needed: make room, or choose another --home"
    )


def _port(port: int) -> Check:
    from rlbot.monitoring.web.port import refusal

    if problem := refusal("127.0.0.1", port):
        return Check("port", False, problem, needed=False, otherwise="used")
    return Check("port", True, f"{port} is free for the dashboard")


def _for_the_bridge(home: Home) -> list[Check]:
    try:
        from rlbot.app.bridge_checks import bridge_checks
        from rlbot.app.configuration import read_settings
        from rlbot.settings.platform import BridgeSettings
    except ImportError as error:  # what is not installed was told above
        return [Check("bridge", False, f"cannot be looked at ({error}); run `make setup`", needed=False)]
    settings = read_settings(home)
    if isinstance(settings, list):
        said = f"{len(settings)} mistake(s) in {home.configs}: `rlbot config check` lists them; looking with the defaults"
        return [Check("settings", False, said, needed=False), *bridge_checks(home, BridgeSettings())]
    return bridge_checks(home, settings.bridge)
