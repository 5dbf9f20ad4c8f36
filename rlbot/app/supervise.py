"""`rlbot up` in paper and live: the parent that starts MQTT broker, bridge and core, and keeps them going."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from rlbot.app.bridge_parts import mqtt_address
from rlbot.app.end_signals import end_signals
from rlbot.app.failure import REFUSED, WRONG_USE, CommandError
from rlbot.app.home import Home
from rlbot.app.output import note
from rlbot.bridge.link import MqttAddress, answers
from rlbot.bridge.mosquitto import HOW_TO_GET, find_mosquitto, write_files
from rlbot.clock import SteadyClock, WallClock
from rlbot.monitoring.web.port import refusal
from rlbot.risk.kill_switch import KillSwitch
from rlbot.settings.atomic_file import replace_file
from rlbot.settings.platform import Settings
from rlbot.system.watchdog.children import ChildSpec
from rlbot.system.watchdog.watchdog import Watchdog

ROOT = Path(__file__).resolve().parents[2]
BRIDGE = ROOT / "bridge_csharp" / "publish" / "Bridge.Host.dll"
PERSON_MUST_ACT = 2  # the bridge's exit status where starting again cannot succeed; it has said why on standard error
OPTIONS_COME_FROM = (
    "what the bridge calls Tws__, Mqtt__ and Bridge__ is set by [bridge] in configs/rlbot.toml, by --mode and by --home"
)
LET_GO_S = 5.0
LOOK_S = 0.05
CORE, BRIDGE_NAME, MOSQUITTO = "core", "bridge", "mosquitto"


def supervise(home: Home, settings: Settings, mode: str, account: str, port: int, arguments: Sequence[str]) -> None:
    """Until a signal comes; then every child has ended. `arguments`: of the core's own `rlbot up`. Raises CommandError.

    `account`: the one to trade, empty where only the gateway knows. `port`: the dashboard's, 0 for none.
    """
    clock = WallClock()
    with home.running(mode):
        home.address.unlink(missing_ok=True)  # a core that was cut off left it
        specs = _specs(home, settings, mode, account, arguments)

        def safe(reason: str) -> None:
            note(
                f"safe mode: {reason} No new risk is taken; what protects a position stays at the broker. See logs/, "
                "end this with Ctrl-C, start it again, then `rlbot resume`"
            )
            problem = KillSwitch(home.kill_file).activate(reason, "watchdog", clock.now_ns())
            if problem:
                note(problem)

        dog = Watchdog(specs, SteadyClock(), lambda _, sentence: note(sentence), safe)
        asyncio.run(_until_signal(dog, settings.web.host, port))
        if dog.final:
            whence = f"; {OPTIONS_COME_FROM}" if dog.final_name == BRIDGE_NAME else ""
            raise CommandError(f"not started, for the reason above{whence}", dog.final)


def end_leftovers(home: Home) -> None:
    """The children of an earlier start that was cut off are ended: who deletes the home deletes what they are found by."""
    specs = [ChildSpec(name=name, command=(), pid_file=home.processes / name) for name in (MOSQUITTO, BRIDGE_NAME, CORE)]
    dog = Watchdog(specs, SteadyClock(), lambda _, sentence: note(sentence), note)
    asyncio.run(dog.end_leftovers())


async def _until_signal(dog: Watchdog, host: str, port: int) -> None:
    stop = asyncio.Event()
    for number in end_signals():
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    left = await dog.end_leftovers()  # first: a core that was left behind holds the port itself
    if port:
        await _can_listen(host, port, LET_GO_S if left else 0.0)
    await dog.run(stop)


async def _can_listen(host: str, port: int, patience_s: float) -> None:
    """Raises CommandError where the dashboard could not; `patience_s`: who was ended lets go of its port a moment later."""
    clock = SteadyClock()
    until_ns = clock.now_ns() + int(patience_s * 1e9)
    while problem := refusal(host, port):
        if clock.now_ns() >= until_ns:
            raise CommandError(problem)
        await asyncio.sleep(LOOK_S)


def _specs(home: Home, settings: Settings, mode: str, account: str, arguments: Sequence[str]) -> list[ChildSpec]:
    dotnet = shutil.which("dotnet")
    if dotnet is None:
        raise CommandError("the bridge needs .NET 10, and there is no dotnet on PATH; install the .NET 10 runtime", WRONG_USE)
    if not BRIDGE.is_file():
        raise CommandError(f"the bridge is not built ({BRIDGE} is missing); run `make bridge`", WRONG_USE)
    specs: list[ChildSpec] = []
    if settings.bridge.mqtt_host:
        address = mqtt_address(settings, home)
    else:
        private, address = _private(home)
        specs.append(private)
    tellers = (CORE, *(spec.name for spec in specs))
    specs.append(
        ChildSpec(
            name=BRIDGE_NAME,
            command=(dotnet, str(BRIDGE)),
            pid_file=home.processes / BRIDGE_NAME,
            environment=_bridge_options(home, settings, mode, account, address),
            told_by=tellers,
            final=frozenset({PERSON_MUST_ACT}),
        )
    )
    words = ("--account", account) if account else ()
    core = (sys.executable, "-m", "rlbot", "--home", str(home.root), "up", "--mode", mode, *words, *arguments, "--core")
    specs.append(ChildSpec(name=CORE, command=core, pid_file=home.processes / CORE, final=frozenset({WRONG_USE, REFUSED})))
    return specs


def _private(home: Home) -> tuple[ChildSpec, MqttAddress]:
    """A Mosquitto of this home on a free port of loopback, and what the bridge connects with."""
    program = find_mosquitto()
    if not program:
        raise CommandError(f"there is no Mosquitto on this machine; {HOW_TO_GET}, or name a broker in [bridge]", WRONG_USE)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    try:
        files = write_files(home.mosquitto, port, os.urandom)
        replace_file(home.mosquitto / "core.json", msgspec.json.encode(files.core), mode=0o600)
    except OSError as error:
        raise CommandError(f"{home.mosquitto} cannot be written ({error.strerror}); free space or rights there") from None

    async def probe_it() -> bool:
        return await answers(files.watchdog)

    spec = ChildSpec(
        name=MOSQUITTO, command=(program, "-c", str(files.config)), pid_file=home.processes / MOSQUITTO, probe=probe_it
    )
    return spec, files.bridge


def _bridge_options(home: Home, settings: Settings, mode: str, account: str, address: MqttAddress) -> dict[str, str]:
    bridge = settings.bridge
    return {
        "Tws__Host": bridge.gateway_host,
        "Tws__Port": str(bridge.gateway_port),
        "Tws__ClientId": str(bridge.client_id),
        "Tws__RestartTime": bridge.gateway_restart,
        "Mqtt__Host": address.host,
        "Mqtt__Port": str(address.port),
        "Mqtt__Username": address.username,
        "Mqtt__Password": address.password,
        "Mqtt__UseTls": "true" if address.tls else "false",
        "Bridge__Mode": mode,
        "Bridge__Account": account,
        "Bridge__StateDirectory": str(home.bridge_state(mode)),
        "Bridge__LogDirectory": str(home.logs),
        "Bridge__KillFile": str(home.kill_file),
        "Bridge__OrderConfirmTimeoutSeconds": str(bridge.order_confirm_s),
        "Bridge__ReconcileSeconds": str(bridge.reconcile_s),
        "DOTNET_gcServer": "0",
    }
