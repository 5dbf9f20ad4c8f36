"""The chain under test: a fake gateway in this process, the C# bridge and Mosquitto as processes that can be killed."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from rlbot.app.supervise import BRIDGE
from rlbot.bridge.fake_gateway.faults.injector import FaultInjector
from rlbot.bridge.fake_gateway.gateway import FakeGateway
from rlbot.bridge.fake_gateway.gateway_clock import MachineClock
from rlbot.bridge.fake_gateway.market.hours import AlwaysOpen, Hours
from rlbot.bridge.fake_gateway.server import FakeGatewayServer
from rlbot.bridge.fake_gateway.settings import GatewaySettings
from rlbot.bridge.mosquitto import MosquittoFiles, find_mosquitto, write_files
from rlbot.clock import Clock, WallClock
from tests.bridge.brokers import PATIENCE_S, free_port, listens, needs_mosquitto

LONG = os.environ.get("RLBOT_LONG_FAULTS", "") == "1"  # `make faults`: also what takes more than seconds
QUIET = asyncio.subprocess.DEVNULL
# Everything that waits waits less, so that a run of faults takes seconds; the order of things is the same.
QUICK = {
    "Tws__ReconnectSeconds": "1",
    "Tws__ProbeTimeoutSeconds": "1",
    "Bridge__OrderConfirmTimeoutSeconds": "2",
    "Bridge__ReconcileSeconds": "3",
}


def needs_chain() -> None:
    """Skips where the bridge cannot run."""
    if shutil.which("dotnet") is None:
        pytest.skip("fault runs: there is no .NET on PATH (install the .NET 10 SDK)")
    if not BRIDGE.is_file():
        pytest.skip("fault runs: the bridge is not built (make bridge)")
    needs_mosquitto()


class Chain:
    """`folder`: everything that outlives a process. `options`: the bridge's, beside or instead of its own here."""

    def __init__(self, folder: Path, gateway: FakeGateway, port: int, options: Mapping[str, str]) -> None:
        self.folder = folder
        self.gateway = gateway
        self.injector = FaultInjector(gateway)
        self.files: MosquittoFiles = write_files(folder / "mosquitto", free_port(), os.urandom)
        self.gateway_port = port
        self.bridge_address = self.files.bridge
        self._options = options
        self._broker: asyncio.subprocess.Process | None = None
        self._bridge: asyncio.subprocess.Process | None = None

    async def start_broker(self) -> None:
        """Mosquitto, on its port; what it stored before is there again."""
        command = (find_mosquitto(), "-c", str(self.files.config))
        self._broker = await asyncio.create_subprocess_exec(*command, stdout=QUIET, stderr=QUIET)
        async with asyncio.timeout(PATIENCE_S):
            while not await listens(self.files.core.port):  # noqa: ASYNC110 - another process sets no event
                await asyncio.sleep(0.01)

    async def start_bridge(self) -> None:
        """The bridge, on the state directory of this chain."""
        mqtt = self.bridge_address
        options = {
            "Tws__Port": str(self.gateway_port),
            "Mqtt__Port": str(mqtt.port),
            "Mqtt__Username": mqtt.username,
            "Mqtt__Password": mqtt.password,
            "Bridge__StateDirectory": str(self.folder / "bridge"),
            "Bridge__LogDirectory": str(self.folder / "logs"),
            "Bridge__KillFile": str(self.folder / "kill"),
        }
        environment = {**os.environ, **options, **self._options}
        with (self.folder / "bridge.out").open("ab") as out:
            self._bridge = await asyncio.create_subprocess_exec("dotnet", str(BRIDGE), env=environment, stdout=out, stderr=out)

    @property
    def bridge_pid(self) -> int:
        """Of the bridge that runs now. Raises AssertionError where none does."""
        assert self._bridge is not None
        return self._bridge.pid

    async def kill_broker(self) -> None:
        """SIGKILL, and a new one."""
        await _killed(self._broker)
        await self.start_broker()

    async def kill_bridge(self) -> None:
        """SIGKILL, and a new one."""
        await _killed(self._bridge)
        await self.start_bridge()

    async def end(self) -> None:
        """Nothing is left behind."""
        await _killed(self._bridge)
        await _killed(self._broker)


async def _killed(process: asyncio.subprocess.Process | None) -> None:
    if process is not None and process.returncode is None:
        process.kill()
        await process.wait()


async def until(true: Callable[[], bool], seconds: float) -> bool:
    """Whether it came true in time."""
    try:
        async with asyncio.timeout(seconds):
            while not true():  # noqa: ASYNC110 - what is waited for happens in three processes
                await asyncio.sleep(0.02)
    except TimeoutError:
        return False
    return True


@asynccontextmanager
async def chain(folder: Path, seed: int, options: Mapping[str, str] = QUICK) -> AsyncIterator[Chain]:
    """Everything runs until the block ends."""
    async with prepared(folder, seed, options) as made:
        await made.start_broker()
        await made.start_bridge()
        yield made


@asynccontextmanager
async def prepared(
    folder: Path,
    seed: int,
    options: Mapping[str, str] = QUICK,
    clock: Clock | None = None,
    speed: float = 1.0,
    hours: Hours | None = None,
) -> AsyncIterator[Chain]:
    """The gateway runs; broker and bridge wait to be started. `speed`: gateway seconds for each of the machine's."""
    gateway = FakeGateway(GatewaySettings(seed=seed, hours=hours or AlwaysOpen()), clock or WallClock(), MachineClock())
    async with FakeGatewayServer(gateway, speed=speed) as server:
        made = Chain(folder, gateway, server.port, options)
        try:
            yield made
        finally:
            await made.end()
