"""The order book: every order the gateway knows, by client and id. Nothing here decides; it remembers."""

from __future__ import annotations

from collections.abc import Iterator

from rlbot.bridge.fake_gateway.orders.order import Order

FIRST_PERM_ID = 600_745_656


class OrderBook:
    """Orders outlive their client's connection; the ids a client has used are remembered with them."""

    def __init__(self) -> None:
        self._orders: dict[tuple[int, int], Order] = {}
        self._working: dict[int, Order] = {}  # by permId; held back or live
        self._children: dict[tuple[int, int], list[Order]] = {}  # by client and parent id
        self._completed: list[Order] = []
        self._next_id: dict[int, int] = {}
        self._next_perm_id = FIRST_PERM_ID

    def add(self, order: Order) -> None:
        """Remember the order under its client and id."""
        self._orders[order.client_id, order.order_id] = order
        self._working[order.perm_id] = order
        self._next_id[order.client_id] = max(self.next_id(order.client_id), order.order_id + 1)
        if order.terms.parent_id:
            self._children.setdefault((order.client_id, order.terms.parent_id), []).append(order)

    def find(self, client_id: int, order_id: int) -> Order | None:
        """The latest order under that id."""
        return self._orders.get((client_id, order_id))

    def forget(self, order: Order) -> None:
        """As if it had never been; its id stays used."""
        self.retire(order)
        if self.find(order.client_id, order.order_id) is order:
            del self._orders[order.client_id, order.order_id]
            self._children.pop((order.client_id, order.order_id), None)
        siblings = self._children.get((order.client_id, order.terms.parent_id), [])
        if order in siblings:
            siblings.remove(order)

    def retire(self, order: Order) -> None:
        """The order works no more."""
        self._working.pop(order.perm_id, None)

    def complete(self, order: Order) -> None:
        """The order has ended; it is told of by reqCompletedOrders until the day is over."""
        self.retire(order)
        self._completed.append(order)

    def live(self) -> list[Order]:
        """Transmitted orders that have not ended, oldest first."""
        return [order for order in self._working.values() if order.live]

    def held(self) -> list[Order]:
        """Orders that wait for a later member of their bracket to be transmitted."""
        return [order for order in self._working.values() if not order.status]

    def completed(self) -> tuple[Order, ...]:
        """Today's ended orders, in the order in which they ended."""
        return tuple(self._completed)

    def forget_completed(self) -> None:
        """A new day."""
        self._completed.clear()

    def children(self, parent: Order) -> tuple[Order, ...]:
        """The orders attached to `parent`, ended ones too."""
        return tuple(self._children.get((parent.client_id, parent.order_id), ()))

    def parent(self, child: Order) -> Order | None:
        """The order `child` is attached to, if it still is known."""
        return self.find(child.client_id, child.terms.parent_id) if child.terms.parent_id else None

    def group(self, order: Order) -> Iterator[Order]:
        """The other live members of the order's OCA group; a group belongs to one client."""
        for other in self.live():
            if other is not order and other.client_id == order.client_id and other.terms.oca_group == order.terms.oca_group:
                yield other

    def next_id(self, client_id: int) -> int:
        """The lowest id that client may use for a new order."""
        return self._next_id.get(client_id, 1)

    def roll_back(self, by: int) -> None:
        """The gateway forgets the latest `by` ids of each client: ended orders under them give up their place."""
        for client_id, following in self._next_id.items():
            lower = max(1, following - by)
            for order_id in range(lower, following):
                order = self.find(client_id, order_id)
                if order is not None and not order.live:
                    self.forget(order)
            self._next_id[client_id] = lower

    def new_perm_id(self) -> int:
        """Unique for ever."""
        self._next_perm_id += 1
        return self._next_perm_id
