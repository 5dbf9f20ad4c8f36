"""Relays in a process of their own that write down when which bytes passed: what a program takes between two of its wires.

    python -m benchmarks.wire_tap FILE PORT...

Prints its own ports, one for each PORT of loopback behind it; when its input ends, FILE has one JSON row a chunk. When a chunk
left its sender is what the kernel stamped on it, when it was handed on is read just before: how long the relay itself takes
to wake up and to pass it is no part of either.
"""

from __future__ import annotations

import json
import selectors
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

CHUNK, ANCILLARY = 1 << 16, 64
SO_TIMESTAMPNS = 35  # Linux, asm-generic/socket.h; Python does not name it
STAMP = struct.Struct("@ll")


class Row(NamedTuple):
    """One chunk; its times are nanoseconds of the machine's wall clock."""

    left_ns: int  # when its sender sent it
    passed_ns: int  # when it was handed on
    port: int  # the one behind the relay
    from_client: bool
    text: str  # its bytes as Latin-1


class _Relay:
    def __init__(self, ports: list[int]) -> None:
        self.rows: list[tuple[int, int, int, bool, bytes]] = []
        self._selector = selectors.DefaultSelector()
        self._selector.register(sys.stdin, selectors.EVENT_READ)
        self.listening = []
        for behind in ports:
            listener = socket.create_server(("127.0.0.1", 0))
            _stamped(listener)  # its calls inherit it, for what was sent before they are accepted
            self._selector.register(listener, selectors.EVENT_READ, behind)
            self.listening.append(listener.getsockname()[1])

    def run(self) -> None:
        while True:
            for key, _ in self._selector.select():
                match key.data:
                    case None:
                        return
                    case int() as behind:
                        self._accept(key.fileobj, behind)  # type: ignore[arg-type]  # a listener was registered with it
                    case (socket.socket() as other, int() as behind, bool() as client):
                        self._pass_on(key.fileobj, other, behind, client)  # type: ignore[arg-type]  # so was a call

    def _accept(self, listener: socket.socket, behind: int) -> None:
        here, _ = listener.accept()
        there = _stamped(socket.socket())
        try:
            there.connect(("127.0.0.1", behind))
        except OSError:
            here.close()
            there.close()
            return
        for one, other, client in ((here, there, True), (there, here, False)):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._selector.register(one, selectors.EVENT_READ, (other, behind, client))

    def _pass_on(self, one: socket.socket, other: socket.socket, behind: int, client: bool) -> None:
        try:
            data, ancillary, _, _ = one.recvmsg(CHUNK, ANCILLARY)
            if data:
                passed_ns = time.time_ns()
                other.sendall(data)
                self.rows.append((_stamp_ns(ancillary), passed_ns, behind, client, data))
                return
        except OSError:
            pass
        for ended in (one, other):
            if ended.fileno() >= 0:
                self._selector.unregister(ended)
                ended.close()


def _stamped(one: socket.socket) -> socket.socket:
    one.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    return one


def _stamp_ns(ancillary: list[tuple[int, int, bytes]]) -> int:
    for level, kind, data in ancillary:
        if (level, kind) == (socket.SOL_SOCKET, SO_TIMESTAMPNS):
            seconds, nanoseconds = STAMP.unpack(data)
            return int(seconds * 1_000_000_000 + nanoseconds)
    raise SystemExit("the kernel stamps no time on what a socket receives (SO_TIMESTAMPNS)")


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
    return [Row(*json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _main() -> None:
    relay = _Relay([int(port) for port in sys.argv[2:]])
    print(json.dumps(relay.listening), flush=True)
    relay.run()
    with Path(sys.argv[1]).open("w", encoding="utf-8") as out:
        out.writelines(json.dumps([*row[:4], row[4].decode("latin-1")]) + "\n" for row in relay.rows)


if __name__ == "__main__":
    _main()
