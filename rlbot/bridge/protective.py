"""The protective orders of one agent at the broker, and what must be asked so that they cover no more than they may.

Pure. A bracket's children guard what their entry has filled; a pair of its own guards shares that an exit gave back. All of one
group are in one OCA group: what one of them fills, the other no longer guards.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Literal

import msgspec

from rlbot.bridge.wire.events import OrderStatus
from rlbot.bridge.wire.price import quoted

Kind = Literal["stop_loss", "take_profit"]
ENDED = frozenset({"filled", "cancelled", "rejected"})
SUFFIX: dict[Kind, str] = {"stop_loss": ".sl", "take_profit": ".tp"}  # of a bracket's children, by the contract
OWN_SUFFIX: dict[Kind, str] = {"stop_loss": "s", "take_profit": "t"}  # of a pair of our own: a dot is no part of an order id


def protects(status: OrderStatus) -> bool:
    """Whether it is told of a protective order. One of a pair of our own has the role of an entry, and a price: what is decided
    has none, it leaves at the market."""
    return status.role != "entry" or status.stop_price is not None or status.limit_price is not None


class Protective(msgspec.Struct):
    """One protective order. `quantity` and `filled` as last told, `booked` by the executions that came; `wanted`: shares left
    that were asked for and not confirmed, `wanted_price` likewise. `version`: of what was told last; 0: nothing was. `placed`:
    the broker had it. `dated`: something lowered it at the broker since it was last told."""

    client_order_id: str
    kind: Kind
    group: str
    price: float
    quantity: int
    filled: int = 0
    booked: int = 0
    live: bool = True
    version: int = 0
    placed: bool = False
    wanted: int | None = None
    wanted_price: float | None = None
    dated: bool = False

    @property
    def heard(self) -> bool:
        """Whether the bridge has told of it."""
        return self.version > 0

    @property
    def remaining(self) -> int:
        """Shares it may still close."""
        return self.quantity - self.filled if self.live else 0

    @property
    def intended(self) -> int:
        """Shares it may still close once what was asked for is done."""
        return self.remaining if self.wanted is None else min(self.wanted, self.remaining)


class Change(msgspec.Struct, frozen=True):
    """Ask for this: `remaining` 0 cancels; `price` None keeps the level, `total` None the shares: they are said only to change
    them, for a fill on its way lowers what they are compared with."""

    client_order_id: str
    remaining: int
    total: int | None
    kind: Kind
    price: float | None = None


class Protectives:
    """All of one agent's. `armed`: per group the shares that its entry has filled, the most it can guard.

    While an entry works its children are larger than what they guard, and fill no more than that. Once it has ended (`whole`)
    each may close all that it stands for, and that may be more than it should: a change that crosses a fill of its partner says
    how large it was before, and the broker makes it so again.
    """

    def __init__(self) -> None:
        self._orders: dict[str, Protective] = {}
        self._armed: dict[str, int] = {}
        self._whole: set[str] = set()

    def add(self, group: str, quantity: int, stop: float, profit: float, *, armed: int, own: bool = False) -> list[Protective]:
        """A stop and a profit (USD, 0: none) for `quantity` shares, `armed` of which are held already. `own`: no bracket's."""
        made: list[Protective] = []
        levels: tuple[tuple[Kind, float], ...] = (("stop_loss", stop), ("take_profit", profit))
        for kind, price in levels:
            if price > 0.0:
                order = Protective(group + (OWN_SUFFIX if own else SUFFIX)[kind], kind, group, quoted(price), quantity)
                self._orders[order.client_order_id] = order
                made.append(order)
        self._armed[group] = armed
        if own:
            self._whole.add(group)
        return made

    def adopt(self, status: OrderStatus) -> None:
        """One placed before a restart, by what the bridge tells of it; `on_status` follows.

        A bracket's child guards what its entry fills, which is told after it. A pair of our own guards what it was placed for.
        """
        name, parent = status.client_order_id, status.parent_client_order_id
        kind: Kind = "take_profit" if status.role == "take_profit" or status.stop_price is None else "stop_loss"
        group = parent or name.removesuffix(OWN_SUFFIX[kind])
        self._orders[name] = Protective(name, kind, group, 0.0, status.quantity)
        self._armed.setdefault(group, 0 if parent else status.quantity)
        if not parent:
            self._whole.add(group)

    def get(self, client_order_id: str) -> Protective | None:
        """The protective order of that id, ended ones included."""
        return self._orders.get(client_order_id)

    def live(self, group: str = "") -> list[Protective]:
        """Those that still work; of one group, or of all."""
        return [order for order in self._orders.values() if order.live and group in {"", order.group}]

    def groups(self) -> list[str]:
        """Groups with something live, the oldest first."""
        return list(dict.fromkeys(order.group for order in self.live()))

    def settled(self) -> bool:
        """Whether everything asked for was confirmed."""
        return all(order.wanted is None or not order.live for order in self._orders.values())

    def unbooked(self) -> int:
        """Shares that were closed by what is told, and whose execution has not come yet."""
        return sum(order.filled - order.booked for order in self._orders.values())

    def covered(self) -> int:
        """Shares guarded now."""
        return sum(self._guarded(group, asked=False) for group in self.groups())

    def levels(self) -> tuple[float, float]:
        """(stop, profit) of the newest group, USD; 0 where there is none."""
        newest = {order.kind: order.price for order in self.live(self.groups()[-1])} if self.groups() else {}
        return newest.get("stop_loss", 0.0), newest.get("take_profit", 0.0)

    def levels_of(self, group: str) -> tuple[float, float]:
        """(stop, profit) of a group as last told, ended ones included, USD; 0 where there is none."""
        level = {order.kind: order.price for order in self._orders.values() if order.group == group}
        return level.get("stop_loss", 0.0), level.get("take_profit", 0.0)

    def drop(self, group: str) -> None:
        """Its entry was refused: none of the group was ever placed."""
        for order in self.live(group):
            order.live = False

    def drop_unheard(self, but: Container[str]) -> None:
        """The bridge has told its journal whole: what it told nothing of was never placed, unless its entry is looked for."""
        for order in self.live():
            order.live = order.heard or order.group in but

    def never_placed(self, client_order_id: str) -> None:
        """It was refused, alone of its group."""
        self._orders[client_order_id].live = False

    def on_entry_fill(self, group: str, quantity: int) -> None:
        """Its entry filled more: so much more is guarded."""
        if group in self._armed:
            self._armed[group] += quantity

    def on_entry_ended(self, group: str) -> None:
        """Its entry works no more, and everything it filled is booked. What did not fill is taken from its children."""
        if group in self._armed and group not in self._whole:
            self._whole.add(group)
            for order in self.live(group):
                order.dated = order.dated or order.remaining > self._left(group)

    def on_fill(self, client_order_id: str, quantity: int) -> None:
        """One of them closed shares."""
        order = self._orders[client_order_id]
        order.booked += quantity
        self._filled(order, order.booked)
        order.live = order.live and order.filled < order.quantity

    def on_status(self, status: OrderStatus) -> bool:
        """What the bridge says of one of them. Whether it is newer than what is known: a replay tells what is past."""
        order = self._orders[status.client_order_id]
        if status.version <= order.version:
            return False
        order.version = status.version
        order.placed = order.placed or status.status in {"accepted", "partially_filled"}
        order.quantity = status.quantity
        self._filled(order, status.filled)
        order.dated = False
        order.live = status.status not in ENDED and status.status != "lost"
        price = status.stop_price if order.kind == "stop_loss" else status.limit_price
        order.price = price if price is not None else order.price
        if order.wanted is not None and (not order.live or order.remaining <= order.wanted):
            order.wanted = None
        if order.price == order.wanted_price:
            order.wanted_price = None
        return True

    def refused(self, client_order_id: str) -> None:
        """A change was refused, or nobody answered: it is no longer waited for."""
        if client_order_id in self._orders:
            order = self._orders[client_order_id]
            order.wanted = order.wanted_price = None

    def compared(self) -> None:
        """Everything at the broker was looked at, and what was told until then is known here."""
        for order in self._orders.values():
            order.dated = False

    def shrink(self, quantity: int) -> list[Change]:
        """What to ask so that together they guard at most `quantity` shares; the oldest give way first."""
        room, changes = quantity, []
        for group in reversed(self.groups()):
            guarded = self._guarded(group, asked=True)
            keep = min(guarded, room)
            room -= keep
            if keep < guarded:
                changes += [self._change(order, keep) for order in self.live(group) if order.intended > keep]
        return changes

    def lone(self) -> list[Change]:
        """What to ask so that no profit stands for shares that its stop does not guard, or not any more: beside a new stop it
        would close them twice."""
        keep = {order.group: order.intended for order in self.live() if order.kind == "stop_loss"}
        over = [order for order in self.live() if order.kind == "take_profit" and order.intended > keep.get(order.group, 0)]
        return [
            self._change(order, keep.get(order.group, 0))
            for order in over
            if self._guarded(order.group, asked=False) > keep.get(order.group, 0)
        ]

    def beside(self, quantity: int, held: int) -> tuple[int, str | None]:
        """(shares, OCA group) with which an exit of `quantity` leaves, so that it and what is guarded now never close more than
        `held`, the shares that no other working exit will close.

        Where protection has given way it needs no group: a fill in one takes its shares from all others of it, once more.
        Where something was not confirmed or was refused, it shares the group that guards the most, whoever fills first leaving
        nothing to the other, with as many shares as that group and what nobody guards make up.
        """
        spare = held - self.covered()
        if quantity <= spare:
            return quantity, None
        group = max(self.groups(), key=lambda name: self._guarded(name, asked=False))
        return min(quantity, spare + self._guarded(group, asked=False)), group

    def reprice(self, stop: float, profit: float, but: str) -> list[Change]:
        """What to ask so that every group but one has these levels (USD, 0: that kind is kept as it is), once each."""
        level: dict[Kind, float] = {"stop_loss": quoted(stop), "take_profit": quoted(profit)}
        changes: list[Change] = []
        for order in [order for order in self.live() if order.group != but and order.intended > 0]:
            price = level[order.kind]
            if price > 0.0 and price != (order.wanted_price or order.price):
                order.wanted_price = price
                changes.append(Change(order.client_order_id, order.intended, None, order.kind, price))
        return changes

    def _guarded(self, group: str, *, asked: bool) -> int:
        most = max(((order.intended if asked else order.remaining) for order in self.live(group)), default=0)
        if group in self._whole and not any(order.dated for order in self.live(group)):
            return most
        return min(most, self._left(group))

    def _left(self, group: str) -> int:
        closed = sum(order.filled for order in self._orders.values() if order.group == group)
        return max(self._armed.get(group, 0) - closed, 0)

    def _filled(self, order: Protective, filled: int) -> None:
        if filled > order.filled:
            order.filled = filled
            for one in self.live(order.group):
                one.dated = True

    def _change(self, order: Protective, remaining: int) -> Change:
        order.wanted = remaining
        return Change(order.client_order_id, remaining, order.filled + remaining, order.kind)
