"""A real Mosquitto for a test, on a free port of loopback, with the files that the platform itself writes."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from rlbot.bridge.mosquitto import HOW_TO_GET, MosquittoFiles, find_mosquitto, write_files

PATIENCE_S = 10.0


def needs_mosquitto() -> str:
    """The program; skips the test where it is not installed."""
    program = find_mosquitto()
    if not program:
        pytest.skip(f"no Mosquitto on this machine: {HOW_TO_GET}")
    return program


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def broker(folder: Path, port: int = 0) -> AsyncIterator[MosquittoFiles]:
    """Runs until the block ends."""
    program = needs_mosquitto()
    files = write_files(folder, port or free_port(), os.urandom)
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(program, "-c", str(files.config), stdout=quiet, stderr=quiet)
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not await listens(files.core.port):
                assert process.returncode is None, "mosquitto ended"
                await asyncio.sleep(0.01)
        yield files
    finally:
        process.kill()
        await process.wait()


async def listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True
