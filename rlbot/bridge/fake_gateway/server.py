"""The fake gateway on a TCP port: asyncio carries the bytes, and the clock's seconds when the clock runs by itself."""

from __future__ import annotations

import asyncio
import socket
from types import TracebackType

from rlbot.bridge.fake_gateway.gateway import FakeGateway
from rlbot.bridge.fake_gateway.session import Session
from rlbot.bridge.fake_gateway.timers import SECOND

HOST = "127.0.0.1"


class _Connection(asyncio.Protocol):
    """Bytes from one socket into its session and back."""

    def __init__(self, server: FakeGatewayServer) -> None:
        self._server = server
        self._transport: asyncio.Transport | None = None
        self._session: Session | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._session = self._server.gateway.open(self)
        self._server.rearm()

    def data_received(self, data: bytes) -> None:
        if self._session is not None:
            self._server.gateway.wake()
            self._session.receive(data)
            self._server.rearm()

    def connection_lost(self, error: Exception | None) -> None:
        if self._session is not None:
            self._server.gateway.wake()
            self._session.peer_closed()
            self._server.rearm()

    def write(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


class FakeGatewayServer:
    """`async with FakeGatewayServer(gateway) as server: server.port`. Port 0 takes a free one and keeps it.

    `speed`: gateway seconds for each of the machine's; None if somebody moves the clock by hand and calls `gateway.wake`.
    """

    def __init__(self, gateway: FakeGateway, port: int = 0, *, speed: float | None = 1.0) -> None:
        self.gateway, self.port, self._speed = gateway, port, speed
        self._listener: asyncio.Server | None = None
        self._placeholder: socket.socket | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._wanted = asyncio.Event()
        self._tasks = asyncio.TaskGroup()
        self._keeper: asyncio.Task[None] | None = None

    async def __aenter__(self) -> FakeGatewayServer:
        self._listener = await self._listen()
        self.gateway.on_listening = self._listening_changed
        await self._tasks.__aenter__()
        self._keeper = self._tasks.create_task(self._keep_listening())
        self.rearm()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.gateway.on_listening = lambda listening: None
        if self._keeper is not None:
            self._keeper.cancel()
        if self._alarm is not None:
            self._alarm.cancel()
        await self._tasks.__aexit__(None, None, None)
        if self._listener is not None:
            self._listener.close()
        if self._placeholder is not None:
            self._placeholder.close()
        for session in list(self.gateway.sessions):
            session.close(at_once=True)
        await asyncio.sleep(0)  # lets the transports close

    def rearm(self) -> None:
        """Wake the gateway when its next action is due."""
        if self._speed is None:
            return
        if self._alarm is not None:
            self._alarm.cancel()
        due_ns = self.gateway.timers.next_due_ns()
        if due_ns is not None:
            wait_s = max(0, due_ns - self.gateway.clock.now_ns()) / SECOND / self._speed
            self._alarm = asyncio.get_running_loop().call_later(wait_s, self._ring)

    def _ring(self) -> None:
        self.gateway.wake()
        self.rearm()

    def _listening_changed(self, listening: bool) -> None:
        if not listening and self._listener is not None and self._placeholder is None:
            self._listener.close()  # at once: who tries now is refused
            self._placeholder = self._bound()
        self._wanted.set()

    async def _keep_listening(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            if self.gateway.listening and self._placeholder is not None:
                self._listener = await self._listen()
                self._placeholder.close()
                self._placeholder = None

    async def _listen(self) -> asyncio.Server:
        listening = self._bound()
        self.port = listening.getsockname()[1]
        return await asyncio.get_running_loop().create_server(lambda: _Connection(self), sock=listening)

    def _bound(self) -> socket.socket:
        """A socket that holds the port; while none listens on it, whoever connects is refused and nobody else takes it."""
        bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind((HOST, self.port))
        except (OSError, OverflowError):
            bound.close()
            raise
        return bound
