"""Relays in a process of their own that write down when which bytes passed: what a program takes between two of its wires.

    python -m benchmarks.wire_tap FILE PORT...

Prints its own ports, one for each PORT of loopback behind it; when its input ends, FILE has one JSON row a chunk:
ns of the machine's clock, the PORT, whether it came from the client, the bytes as Latin-1.
"""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Row = tuple[int, int, bool, str]


class _Side(asyncio.Protocol):
    def __init__(self, rows: list[Row], behind: int, *, client: bool) -> None:
        self._rows, self._behind, self._client = rows, behind, client
        self.transport: Any = None
        self.other: _Side | None = None
        self.waiting: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for data in self.waiting:
            self.transport.write(data)

    def data_received(self, data: bytes) -> None:
        self._rows.append((time.monotonic_ns(), self._behind, self._client, data.decode("latin-1")))
        assert self.other is not None
        if self.other.transport is None:
            self.other.waiting.append(data)
        else:
            self.other.transport.write(data)

    def connection_lost(self, error: Exception | None) -> None:
        if self.other is not None and self.other.transport is not None:
            self.other.transport.close()


async def _relay(path: Path, ports: list[int]) -> None:
    rows: list[Row] = []
    loop = asyncio.get_running_loop()
    calls: set[asyncio.Task[Any]] = set()

    def accept(behind: int) -> _Side:
        here, there = _Side(rows, behind, client=True), _Side(rows, behind, client=False)
        here.other, there.other = there, here
        calls.add(loop.create_task(loop.create_connection(lambda: there, "127.0.0.1", behind), name="behind"))
        return here

    listeners = [await loop.create_server(lambda behind=port: accept(behind), "127.0.0.1", 0) for port in ports]  # type: ignore[misc]  # the default binds this round's value
    print(json.dumps([listener.sockets[0].getsockname()[1] for listener in listeners]), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)


@contextmanager
def tapped(path: Path, *ports: int) -> Iterator[list[int]]:
    """The ports to connect to instead; `path` is there when the block has ended."""
    command = [sys.executable, "-m", "benchmarks.wire_tap", str(path), *map(str, ports)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        yield json.loads(child.stdout.readline())
        child.communicate("", timeout=30.0)


def rows_of(path: Path) -> list[Row]:
    """What passed, in order."""
    return [tuple(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    asyncio.run(_relay(Path(sys.argv[1]), [int(port) for port in sys.argv[2:]]))
