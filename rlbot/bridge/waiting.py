"""Orders of one agent that have not left yet, in the order in which they were decided."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from rlbot.events.trade import OrderApproved
from rlbot.market.opening import Slot


class Waiting(msgspec.Struct):
    """`slot`: the opening it is meant for, where it waits for one. `since_ns`: when it was taken. `held`: it may not leave yet,
    and no protection gives way to it. `until_ns`: of an exit that is not held, how long protection may take. `behind`: an entry
    that found an exit before it."""

    approved: OrderApproved
    slot: Slot | None
    since_ns: int
    held: bool = True
    until_ns: int = 0
    behind: bool = False

    @property
    def is_entry(self) -> bool:
        """Whether it may add risk."""
        return self.approved.purpose == "entry"


class WaitingOrders:
    """Iterates over a copy: what leaves meanwhile is taken out of the original."""

    def __init__(self) -> None:
        self._orders: list[Waiting] = []

    def __iter__(self) -> Iterator[Waiting]:
        return iter(list(self._orders))

    def add(self, waiting: Waiting) -> None:
        """At the end of the queue."""
        self._orders.append(waiting)

    def remove(self, waiting: Waiting) -> None:
        """It leaves, or it ended."""
        self._orders.remove(waiting)

    def find(self, client_order_id: str) -> Waiting | None:
        """The order of that id, if it waits."""
        return next((one for one in self._orders if one.approved.client_order_id == client_order_id), None)

    def entries(self) -> list[Waiting]:
        """Those that may add risk."""
        return [one for one in self._orders if one.is_entry]

    def exits(self) -> list[Waiting]:
        """Those that close."""
        return [one for one in self._orders if not one.is_entry]

    def stop_waiting(self) -> None:
        """Protection will not give way: exits that may leave wait for it no longer."""
        for one in self.exits():
            one.until_ns = 0

    def leaving(self) -> int:
        """Shares of exits that leave as soon as protection has given way."""
        return sum(one.approved.quantity for one in self.exits() if not one.held)
