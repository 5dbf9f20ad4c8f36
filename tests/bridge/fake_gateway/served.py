"""A fake gateway on a real port, its clock running twenty times as fast, for clients that need a socket."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

from rlbot.bridge.fake_gateway.faults.injector import FaultInjector
from rlbot.bridge.fake_gateway.gateway import FakeGateway
from rlbot.bridge.fake_gateway.gateway_clock import MachineClock, ScaledClock
from rlbot.bridge.fake_gateway.server import FakeGatewayServer
from rlbot.bridge.fake_gateway.settings import GatewaySettings
from tests.bridge.fake_gateway.raw_client import MONDAY

SPEED = 20.0
PATIENCE_S = 20.0


@dataclass
class Served:
    """The server and what steers it."""

    server: FakeGatewayServer
    gateway: FakeGateway
    faults: FaultInjector

    @property
    def port(self) -> int:
        return self.server.port


@asynccontextmanager
async def served(max_version: int = 178, *, terse: bool = False) -> AsyncIterator[Served]:
    """Listens on a free port until the block ends."""
    gateway = FakeGateway(
        GatewaySettings(max_version=max_version, terse_orders=terse), ScaledClock(MONDAY, SPEED), MachineClock()
    )
    faults = FaultInjector(gateway)
    async with FakeGatewayServer(gateway, speed=SPEED) as server:
        yield Served(server, gateway, faults)


class _Kept(logging.Handler):
    """Keeps errors."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextmanager
def nothing_unreadable(decoder: str) -> Iterator[None]:
    """Fails if that decoder's logger was told of a message it could not read: its client swallows such errors."""
    handler = _Kept()
    logger = logging.getLogger(decoder)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
    assert not handler.records, [record.getMessage() for record in handler.records]


class Heard:
    """What a client's callbacks were called with, from whatever thread; any callback's name will do."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self._news = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def __getattr__(self, name: str) -> Callable[..., None]:
        def callback(*values: object, **named: object) -> None:
            self.calls.append((name, (*values, *named.values())))
            self._loop.call_soon_threadsafe(self._news.set)

        return callback

    def named(self, name: str) -> list[tuple[Any, ...]]:
        """The values of every call of that name."""
        return [values for called, values in list(self.calls) if called == name]

    async def until(self, true: Callable[[], object]) -> None:
        """Wait for calls until `true()`."""
        async with asyncio.timeout(PATIENCE_S):
            while not true():
                self._news.clear()
                if not true():
                    await self._news.wait()
