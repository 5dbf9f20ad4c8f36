"""The bus against a bare loop over the same handlers, interleaved so that noise hits both alike.

python -m benchmarks.bench_bus
"""

from __future__ import annotations

import gc
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from rlbot.bus import Bus


@dataclass(frozen=True, slots=True)
class BenchEvent:
    """A small market-data-like event."""

    ts_event: int
    symbol: str
    bid: float
    ask: float


class Sink:
    """Counts, and touches one field so that the payload is really read."""

    __slots__ = ("count", "last")

    def __init__(self) -> None:
        self.count = 0
        self.last = 0.0

    def on_event(self, event: BenchEvent) -> None:
        """Count the event."""
        self.count += 1
        self.last = event.bid


class BareBus:
    """The floor: a look-up and a loop, no order, no isolation of failures."""

    def __init__(self) -> None:
        self._handlers: dict[type, list[Callable[[BenchEvent], None]]] = {}

    def on(self, kind: type[BenchEvent], handler: Callable[[BenchEvent], None]) -> None:
        """Register."""
        self._handlers.setdefault(kind, []).append(handler)

    def publish(self, event: BenchEvent) -> None:
        """Call each handler in order."""
        for handler in self._handlers[type(event)]:
            handler(event)


def seconds(publish: Callable[[BenchEvent], None], event: BenchEvent, count: int) -> float:
    """CPU seconds of `count` publishes."""
    start = time.process_time()
    for _ in range(count):
        publish(event)
    return time.process_time() - start


def main(count: int = 100_000, rounds: int = 15) -> None:
    """Print one line per fan-out."""
    event = BenchEvent(1, "EURUSD", 1.1, 1.2)
    for handlers in (1, 4, 16):
        bare, bus = BareBus(), Bus()
        for _ in range(handlers):
            bare.on(BenchEvent, Sink().on_event)
            bus.on(BenchEvent, Sink().on_event)
        gc.disable()
        seconds(bare.publish, event, 10_000)
        seconds(bus.publish, event, 10_000)
        pairs = [(seconds(bare.publish, event, count), seconds(bus.publish, event, count)) for _ in range(rounds)]
        gc.enable()
        ratios = [ours / floor for floor, ours in pairs]
        print(
            json.dumps(
                {
                    "bench": "bus",
                    "handlers": handlers,
                    "ratio_to_bare_loop": round(statistics.median(ratios), 3),
                    "bus_ns": round(statistics.median(p[1] for p in pairs) / count * 1e9),
                    "bare_ns": round(statistics.median(p[0] for p in pairs) / count * 1e9),
                }
            )
        )


if __name__ == "__main__":
    main()
