"""Faults that wait for their order, message or bar."""

from __future__ import annotations

from typing import TypeVar

from rlbot.bridge.fake_gateway.faults.kinds import BadBar, Fault, OrderFault, Refuse

F = TypeVar("F", bound=Fault)


class PendingFaults:
    """Oldest first; each is taken `times` times and then gone."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Fault, list[int]]] = []

    def add(self, fault: OrderFault | Refuse | BadBar) -> None:
        """Let it wait."""
        self._waiting.append((fault, [fault.times]))

    def take(self, kind: type[F], subject: object) -> F | None:
        """The first waiting fault of that kind which `subject` (reference, message number, symbol) answers to."""
        for entry in self._waiting:
            fault, left = entry
            if isinstance(fault, kind) and _subject(fault) in {"", subject}:
                left[0] -= 1
                if left[0] <= 0:
                    self._waiting.remove(entry)
                return fault
        return None

    def __len__(self) -> int:
        return len(self._waiting)


def _subject(fault: object) -> object:
    match fault:
        case OrderFault():
            return fault.order_ref
        case Refuse():
            return fault.message
        case BadBar():
            return fault.symbol
        case _:
            return ""
