"""What paper and live trading need beside Python: .NET, the bridge, Mosquitto and its library, the gateway, the arming."""

from __future__ import annotations

import ctypes.util
import os
import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

from rlbot.app.bridge_parts import PASSWORD, USERNAME
from rlbot.app.checks import Check
from rlbot.app.home import Home
from rlbot.app.live_now import armed_now
from rlbot.app.supervise import BRIDGE
from rlbot.bridge.mosquitto import HOW_TO_GET, find_mosquitto
from rlbot.bridge.tls_trouble import missing_authority
from rlbot.clock import iso
from rlbot.settings.platform import BridgeSettings

RUNTIME = "Microsoft.NETCore.App 10."
GET_DOTNET = "install the .NET 10 SDK from https://dotnet.microsoft.com/download (the runtime is enough to run, not to build)"
GET_LIBRARY = (
    "Debian and Ubuntu: apt-get install libmosquitto1; macOS: brew install mosquitto; Windows: the Mosquitto installer"
)
PATIENCE_S = 1.0
START_S = 20.0


def bridge_checks(home: Home, bridge: BridgeSettings) -> list[Check]:
    """Each of them; simulate and training need none."""
    return [
        dotnet(_runtimes),
        published(BRIDGE),
        library(ctypes.util.find_library("mosquitto") or ""),
        foreign_broker(bridge) if bridge.mqtt_host else private_broker(find_mosquitto()),
        gateway(bridge),
        arming(home),
    ]


def dotnet(runtimes: Callable[[], str | None]) -> Check:
    """`runtimes()`: what `dotnet --list-runtimes` prints, None where there is no dotnet."""
    found = runtimes()
    if found is None:
        return _check("dotnet", False, f"no dotnet on PATH; the bridge runs on .NET 10: {GET_DOTNET}")
    lines = [line.split("[")[0].strip() for line in found.splitlines()]
    ten = [line for line in lines if line.startswith(RUNTIME)]
    if ten:
        return _check("dotnet", True, f"runtime {ten[-1].split()[-1]}")
    others = ", ".join(line.split()[-1] for line in lines if line.startswith("Microsoft.NETCore.App")) or "none"
    return _check("dotnet", False, f"no .NET 10 runtime, only: {others}; {GET_DOTNET}")


def published(path: Path) -> Check:
    """The bridge as `make bridge` leaves it."""
    return _check("bridge", path.is_file(), "built" if path.is_file() else f"not built: there is no {path}; run `make bridge`")


def library(found: str) -> Check:
    """`found`: the name of libmosquitto on this machine, empty where there is none."""
    said = found or f"libmosquitto is not installed; the bridge speaks MQTT with it. {GET_LIBRARY}"
    return _check("libmosquitto", bool(found), said)


def private_broker(program: str) -> Check:
    """`program`: where Mosquitto was found, empty where it is not."""
    said = f"{program}; `rlbot up` starts one of its own" if program else f"no Mosquitto on this machine; {HOW_TO_GET}"
    return _check("mosquitto", bool(program), said)


def foreign_broker(bridge: BridgeSettings) -> Check:
    """The MQTT broker that the settings name, and whether user and password were given for it."""
    where = f"{bridge.mqtt_host}:{bridge.mqtt_port}, from [bridge] mqtt_host"
    missing = [name for name in (USERNAME, PASSWORD) if not os.environ.get(name)]
    if not _listens(bridge.mqtt_host, bridge.mqtt_port):
        return _check("mqtt", False, f"nobody answers at {where}; start that broker, or leave mqtt_host out for a private one")
    if bridge.mqtt_tls and (wrong := _speaks_tls(bridge.mqtt_host, bridge.mqtt_port)):
        way_out = missing_authority(os.environ) or "mend mqtt_port or its CA"
        return _check("mqtt", False, f"{where} answers, but not by TLS that this machine trusts ({wrong}); {way_out}")
    if missing:
        return _check(
            "mqtt", False, f"{where} answers; set {' and '.join(missing)} in the environment, unless it lets anybody in"
        )
    return _check("mqtt", True, f"{where} answers; user and password are set")


def gateway(bridge: BridgeSettings) -> Check:
    """IB Gateway or TWS."""
    where = f"{bridge.gateway_host}:{bridge.gateway_port}"
    if _listens(bridge.gateway_host, bridge.gateway_port):
        return _check("gateway", True, f"something listens at {where}, from [bridge] gateway_port")
    ports = "paper 4002, live 4001; TWS: 7497, 7496"
    said = f"nobody listens at {where}; start IB Gateway, log in and enable its API, or mend [bridge] gateway_port ({ports})"
    return _check("gateway", False, said)


def arming(home: Home) -> Check:
    """Whether live may trade."""
    found = armed_now(home)
    if found is None:
        return _check("live", False, "not armed; paper needs no arming, live does: `rlbot arm ACCOUNT`")
    return _check("live", True, f"armed for {found.account} until {iso(found.until_ns)}; `rlbot disarm` ends it")


def _check(name: str, ok: bool, detail: str) -> Check:
    return Check(name, ok, detail, needed=False)


def _runtimes() -> str | None:
    program = shutil.which("dotnet")
    if program is None:
        return None
    try:
        return subprocess.run([program, "--list-runtimes"], capture_output=True, text=True, timeout=START_S, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


def _speaks_tls(host: str, port: int) -> str:
    """What is wrong with its TLS, empty if nothing is."""
    try:
        with socket.create_connection((host, port), timeout=PATIENCE_S) as plain:
            ssl.create_default_context().wrap_socket(plain, server_hostname=host).close()
    except OSError as error:
        return getattr(error, "verify_message", "") or error.strerror or str(error)
    return ""


def _listens(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=PATIENCE_S):
            return True
    except OSError:
        return False
