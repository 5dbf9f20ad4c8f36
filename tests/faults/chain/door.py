"""A port before the gateway's that writes down who tried to come in while the gateway is away."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

CHUNK = 65_536


class Door:
    """Closed, it hangs up on whoever connects, as a forwarded port does when nothing is behind it."""

    def __init__(self, behind: int) -> None:
        self.port = 0
        self.attempts_s: list[float] = []  # of the machine's clock, while closed
        self._behind = behind
        self._closed = False
        self._inside: set[asyncio.StreamWriter] = set()

    def close(self) -> None:
        """Whoever is inside is cut off."""
        self._closed = True
        for writer in self._inside:
            writer.close()

    def open(self) -> None:
        """The next one is let through."""
        self._closed = False

    async def enter(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, to its end."""
        if self._closed:
            self.attempts_s.append(time.monotonic())
            writer.close()
            return
        there, back = await asyncio.open_connection("127.0.0.1", self._behind)
        self._inside |= {writer, back}
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(_carry(reader, back), name="in")
                group.create_task(_carry(there, writer), name="out")
        finally:
            self._inside -= {writer, back}


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def door(behind: int) -> AsyncIterator[Door]:
    """Stands on a free port while the block runs. `behind`: the gateway's own."""
    made = Door(behind)
    async with await asyncio.start_server(made.enter, "127.0.0.1", 0) as listener:
        made.port = listener.sockets[0].getsockname()[1]
        yield made
        made.close()
