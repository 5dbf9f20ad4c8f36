"""What leaves for one client: at once, late, or in pieces; always in order, never while the gateway is frozen."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from random import Random
from typing import Protocol

from rlbot.bridge.fake_gateway.timers import SECOND, Timers

PIECE_NS = 1_000_000  # between two pieces of a split message


class Wire(Protocol):
    """The far end of a connection, as the gateway sees it."""

    def write(self, data: bytes) -> None:
        """Bytes to the client."""
        ...

    def close(self) -> None:
        """Hang up, after what was written."""
        ...


class Weather:
    """How messages travel at the moment; one for all clients. Latency in seconds, pieces in bytes (0: whole)."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.latency: tuple[float, float] = (0.0, 0.0)
        self.largest_piece = 0
        self.frozen = False
        self._waiting: list[Callable[[], None]] = []

    def on_thaw(self, action: Callable[[], None]) -> None:
        """Call `action` once, when the gateway is no longer frozen."""
        self._waiting.append(action)

    def thaw(self) -> None:
        """What was held back goes on."""
        self.frozen = False
        waiting, self._waiting = self._waiting, []
        for action in waiting:
            action()

    def hurry(self) -> None:
        """No latency any more."""
        self.latency = (0.0, 0.0)

    def join(self) -> None:
        """Messages leave whole again."""
        self.largest_piece = 0


class Outbox:
    """Keeps what may not leave yet."""

    def __init__(self, wire: Wire, timers: Timers, weather: Weather) -> None:
        self._wire, self._timers, self._weather = wire, timers, weather
        self._queue: deque[tuple[int, bytes]] = deque()
        self._last_due_ns = 0
        self._closing = False
        self._waiting = False
        self._held = False

    def send(self, data: bytes) -> None:
        """Queue a whole frame."""
        low, high = self._weather.latency
        delay_ns = round(self._weather.random.uniform(low, high) * SECOND) if high > 0.0 else 0
        due_ns = max(self._timers.now_ns + delay_ns, self._last_due_ns)
        for piece in self._pieces(data):
            self._queue.append((due_ns, piece))
            self._last_due_ns = due_ns
            due_ns += PIECE_NS
        self.flush()

    def close(self, *, at_once: bool = False) -> None:
        """Hang up once everything has left, or at once and lose it."""
        self._closing = True
        if at_once:
            self._queue.clear()
            self._wire.close()
        else:
            self.flush()

    def flush(self) -> None:
        """Let out what is due, and come back for the rest."""
        if self._weather.frozen:
            if not self._held:
                self._held = True
                self._weather.on_thaw(self._thaw)
            return
        now_ns = self._timers.now_ns
        while self._queue and self._queue[0][0] <= now_ns:
            self._wire.write(self._queue.popleft()[1])
        if self._queue and not self._waiting:
            self._waiting = True
            self._timers.at(self._queue[0][0], self._wake)
        elif self._closing and not self._queue:
            self._wire.close()

    def _thaw(self) -> None:
        self._held = False
        self.flush()

    def _wake(self) -> None:
        self._waiting = False
        self.flush()

    def _pieces(self, data: bytes) -> list[bytes]:
        largest = self._weather.largest_piece
        if not largest:
            return [data]
        pieces = []
        while data:
            size = self._weather.random.randint(1, largest)
            pieces.append(data[:size])
            data = data[size:]
        return pieces
