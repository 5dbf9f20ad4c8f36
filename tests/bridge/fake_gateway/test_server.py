"""The gateway on real sockets, in this process and as a program of its own."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from rlbot.bridge.fake_gateway.faults.kinds import Drop, Latency
from rlbot.bridge.fake_gateway.wire.framing import FrameReader
from tests.bridge.fake_gateway.raw_client import encoded, framed, order_fields
from tests.bridge.fake_gateway.served import PATIENCE_S, Served, served

ROOT = Path(__file__).resolve().parents[3]


class Socket:
    """A client on a real socket."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._frames = FrameReader()
        self._waiting: list[list[str]] = []

    @classmethod
    async def connect(cls, port: int, client_id: int = 1) -> Socket:
        client = cls(*await asyncio.open_connection("127.0.0.1", port))
        client.send(b"API\0" + framed(b"v100..178"))
        assert (await client.next())[0] == "178"
        client.send(encoded(71, 2, client_id, ""))
        return client

    def send(self, data: bytes) -> None:
        self._writer.write(data)

    async def next(self) -> list[str]:
        """The next message; an empty one when the gateway has hung up."""
        async with asyncio.timeout(PATIENCE_S):
            while not self._waiting:
                try:
                    data = await self._reader.read(65536)
                except ConnectionResetError:
                    return []
                if not data:
                    return []
                self._waiting += [payload.decode().split("\0")[:-1] for payload in self._frames.feed(data)]
        return self._waiting.pop(0)

    async def until(self, number: int) -> list[str]:
        """The next message of that number, or an empty one."""
        while (row := await self.next()) and row[0] != str(number):
            pass
        return row

    async def close(self) -> None:
        self._writer.close()
        with suppress(ConnectionResetError):
            await self._writer.wait_closed()


async def test_order_goes_over_a_socket_and_its_fill_comes_back() -> None:
    async with served() as place:
        client = await Socket.connect(place.port)
        client.send(encoded(*order_fields(178, 1, "BUY", 10, ref="a")))
        assert (await client.until(11))[26] == "a"
        await client.close()


async def test_absent_gateway_refuses_connections_and_comes_back_on_the_same_port() -> None:
    async with served() as place:
        client = await Socket.connect(place.port)
        back = returned(place)
        place.faults.inject(Drop(away_s=10))
        place.server.rearm()
        assert await client.until(-1) == []
        with pytest.raises(ConnectionRefusedError):
            await Socket.connect(place.port)
        await client.close()
        with closing(socket.socket()) as other, pytest.raises(OSError, match="in use"):  # the port is kept
            other.bind(("127.0.0.1", place.port))
        async with asyncio.timeout(PATIENCE_S):
            await back.wait()
            await asyncio.sleep(0)  # the server's own task opens the port on the next turn of the loop
        again = await Socket.connect(place.port)
        assert (await again.until(9))[2] == "1"
        await again.close()


def returned(place: Served) -> asyncio.Event:
    """Set once the gateway means to listen again."""
    event, told = asyncio.Event(), place.gateway.on_listening

    def on_listening(listening: bool) -> None:
        told(listening)
        if listening:
            event.set()

    place.gateway.on_listening = on_listening
    return event


async def test_client_that_hangs_up_leaves_its_id_to_the_next() -> None:
    async with served() as place:
        first = await Socket.connect(place.port, 5)
        await first.until(9)
        await first.close()
        second = await Socket.connect(place.port, 5)
        assert (await second.until(9))[0] == "9"
        await second.close()


async def test_latency_is_real_on_the_wire() -> None:
    async with served() as place:
        client = await Socket.connect(place.port)
        await client.until(9)
        place.faults.inject(Latency(seconds=60, low_s=4.0, high_s=4.0))
        place.server.rearm()
        loop = asyncio.get_running_loop()
        asked = loop.time()
        client.send(encoded(49, 1))
        await client.until(49)
        assert loop.time() - asked >= 4.0 / 20 * 0.9  # its clock runs twenty times as fast
        await client.close()


async def test_burst_of_orders_is_served_in_order_on_one_socket() -> None:
    async with served() as place:
        client = await Socket.connect(place.port)
        for order_id in range(1, 46):
            client.send(encoded(*order_fields(178, order_id, "BUY", 1, ref=f"b{order_id}")))
        for order_id in range(1, 46):
            assert (await client.until(11))[26] == f"b{order_id}"
        assert place.gateway.ledger.positions() == {"AAPL": 45}
        await client.close()


@pytest.fixture
def program() -> Iterator[tuple[subprocess.Popen[str], int, int]]:
    """The program, its port and its control port."""
    command = [
        sys.executable,
        "-m",
        "rlbot.bridge.fake_gateway",
        "--port",
        "0",
        "--control-port",
        "0",
        "--account",
        "DU7654321",
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert process.stdout is not None
        found = re.search(
            r"127\.0\.0\.1:(\d+), account DU7654321, versions to 178, control 127\.0\.0\.1:(\d+)", process.stdout.readline()
        )
        assert found is not None
        yield process, int(found[1]), int(found[2])
    finally:
        process.kill()
        process.communicate()


async def test_program_serves_obeys_its_control_port_and_ends_on_sigterm(
    program: tuple[subprocess.Popen[str], int, int],
) -> None:
    process, port, control_port = program
    client = await Socket.connect(port)
    assert (await client.until(15))[2] == "DU7654321"
    reader, writer = await asyncio.open_connection("127.0.0.1", control_port)

    async def ask(**what: object) -> dict[str, object]:
        writer.write(json.dumps(what).encode() + b"\n")
        answer: dict[str, object] = json.loads(await asyncio.wait_for(reader.readline(), PATIENCE_S))
        return answer

    assert await ask(do="fault", name="partial", first=3, parts=0) == {"ok": True}
    client.send(encoded(*order_fields(178, 1, "BUY", 10, ref="c")))
    assert (await client.until(11))[19] == "3"
    assert (await ask(do="ledger"))["positions"] == {"AAPL": 3}
    assert await ask(do="fault", name="drop") == {"ok": True}
    assert await client.until(-1) == []
    await client.close()
    writer.close()
    await writer.wait_closed()
    process.send_signal(signal.SIGTERM)
    _, errors = await asyncio.to_thread(process.communicate, timeout=PATIENCE_S)
    assert (process.returncode, errors) == (0, "")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rlbot.bridge.fake_gateway", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False, cwd=ROOT)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--max-version", "201"), "max_version is 201; it must be 173 to 200"),
        (("--account", "DU 1"), "accounts is"),
        (("--fault", "droop"), "no fault 'droop'"),
        (("--speed", "0"), "--speed is 0.0; it must be above 0"),
        (("--start", "noon"), "noon"),
    ],
)
def test_wrong_use_is_one_line_and_status_two(arguments: tuple[str, ...], said: str) -> None:
    done = run("--port", "0", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_taken_port_is_one_line_and_status_one(program: tuple[subprocess.Popen[str], int, int]) -> None:
    done = run("--port", str(program[1]))
    assert done.returncode == 1
    assert f"cannot listen on port {program[1]}" in done.stderr
    assert len(done.stderr.splitlines()) == 1
