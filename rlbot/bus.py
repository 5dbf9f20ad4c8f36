"""The bus: delivers each event to its handlers, in the order they were registered.

One first-in-first-out queue. A publish from inside a handler enqueues, it never recurses, so every handler has seen an
event before the next one begins. Handlers are plain functions; whatever is slow listens at an edge through an outbox.
A handler that raises does not stop the others: `on_failure` is told, counts it and publishes `HandlerFailed`.

Speed: `publish` is a closure, not a method, because cell variables are cheaper than attributes: about 1.3x a bare
loop over the handlers (`benchmarks/bench_bus.py`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

E = TypeVar("E")
Handler = Callable[[Any], None]
FailureSink = Callable[["Bus", Handler, object, Exception, bool], None]


class _Routes(dict[type, tuple[Handler, ...]]):
    """Event type -> handlers; a type nobody listens to costs one look-up and delivers nothing."""

    def __missing__(self, kind: type) -> tuple[Handler, ...]:
        self[kind] = ()
        return ()


def _raise(bus: Bus, handler: Handler, event: object, error: Exception, critical: bool) -> None:
    raise error


class Bus:
    """In-process, synchronous, first-in-first-out."""

    publish: Callable[[object], None]

    def __init__(self, on_failure: FailureSink = _raise) -> None:
        """`on_failure(bus, handler, event, error, critical)` is called; by default the error is raised."""
        self._routes = _Routes()
        self._critical: set[Handler] = set()
        self._on_failure = on_failure
        self.publish = self._make_publish()

    def on(self, kind: type[E], handler: Callable[[E], None], *, critical: bool = False) -> Callable[[], None]:
        """Register `handler` for exactly `kind`; returns its unsubscriber.

        `critical`: it is on the trading path, its failure halts new risk.
        """
        self._routes[kind] = (*self._routes[kind], handler)
        if critical:
            self._critical.add(handler)

        def off() -> None:
            self._routes[kind] = tuple(h for h in self._routes[kind] if h != handler)

        return off

    def wiring(self) -> dict[str, list[str]]:
        """Event name -> handler names in delivery order, for people and for the wiring test."""
        return {
            kind.__name__: [getattr(h, "__qualname__", repr(h)) for h in handlers]
            for kind, handlers in self._routes.items()
            if handlers
        }

    def _make_publish(self) -> Callable[[object], None]:
        routes = self._routes
        pending: deque[object] = deque()
        busy = False

        def failed(handler: Handler, event: object, error: Exception) -> None:
            self._on_failure(self, handler, event, error, handler in self._critical)

        def publish(event: object) -> None:
            nonlocal busy
            if busy:
                pending.append(event)
                return
            busy = True
            try:
                for handler in routes[type(event)]:
                    try:
                        handler(event)
                    except Exception as error:  # one handler's bug must not silence the others
                        failed(handler, event, error)
                while pending:
                    event = pending.popleft()
                    for handler in routes[type(event)]:
                        try:
                            handler(event)
                        except Exception as error:  # as above
                            failed(handler, event, error)
            finally:
                if pending:  # only when `on_failure` itself raised: what it cut short is not delivered later by surprise
                    pending.clear()
                busy = False

        return publish
