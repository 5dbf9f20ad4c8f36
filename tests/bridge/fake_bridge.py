"""The bridge and a broker behind it, in a few lines: answers commands as the contract says, in the order in which they came.

What it says waits until `deliver`, as on a real wire. `silent`: commands of these topics are swallowed, as if nobody was there.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace

from rlbot.bridge.bridge_broker import BridgeBroker
from rlbot.bridge.wire.commands import Command, OrderCancel, OrderModify, OrdersCancelAll, OrderSubmit, Protection, WireSide
from rlbot.bridge.wire.events import Ack, Commission, Fill, OrderStatus
from tests.bridge.fake_order import Order

COMMISSION = 1.0
OTHER_SIDE: dict[WireSide, WireSide] = {"BUY": "SELL", "SELL": "BUY"}


@dataclass
class FakeBridge:
    """`reject`: why the next submit is refused. `refuse_changes`: why the gateway refuses changes of orders, which then
    stand as they were. `slow`: changes are taken, and carried out by `carry_out`. `fill_at_most`: shares of an order that fill
    at one trade. `older`: it tells no symbol and no purpose of an order. `taken`: how often an order of that id was taken,
    which the real one does once at most."""

    broker: BridgeBroker | None = None
    orders: dict[str, Order] = field(default_factory=dict)
    commands: list[Command] = field(default_factory=list)
    silent: set[str] = field(default_factory=set)
    reject: str = ""
    refuse_changes: str = ""
    slow: bool = False
    fill_at_most: int = 10**9
    statuses_first: bool = False
    older: bool = False
    log: list[Any] = field(default_factory=list)
    taken: Counter[str] = field(default_factory=Counter)
    _said: deque[Callable[[BridgeBroker], None]] = field(default_factory=deque)
    _slow: deque[Callable[[], None]] = field(default_factory=deque)
    _seq: int = 0

    def send(self, command: Command) -> None:
        """What the link would carry."""
        self.commands.append(command)
        if command.topic in self.silent:
            return
        match command:
            case OrderSubmit():
                self._submit(command)
            case OrderCancel():
                known = self.orders.get(command.client_order_id)
                self._ack(command, "accepted" if known else "rejected", None if known else "order_unknown")
                if known:
                    self._change(known, command)
            case OrderModify():
                order = self.orders.get(command.client_order_id)
                if order is None or not order.live:
                    self._ack(command, "rejected", "order_final" if order else "order_unknown")
                    return
                self._ack(command, "accepted")
                self._change(order, command)
            case OrdersCancelAll():
                self._ack(command, "accepted")
                for order in [o for o in self.orders.values() if o.live and o.purpose == "entry" and o.role == "entry"]:
                    if command.agent_id in {None, order.agent_id}:
                        self._end(order)
            case _:
                self._ack(command, "accepted")

    def take_back(self, name: str, quantity: int) -> None:
        """The latest change of that order was confirmed, and is refused after all: it stands as it was."""
        order = self.orders[name]
        asked = [c.id for c in self.commands if isinstance(c, OrderModify) and c.client_order_id == name]
        self._resize(order, quantity)
        self._status(order, "accepted", code="unsupported", command_id=asked[-1])

    def carry_out(self) -> None:
        """What was slow happens now."""
        while self._slow:
            self._slow.popleft()()

    def _change(self, order: Order, command: OrderModify | OrderCancel) -> None:
        """A change is written as the whole order: what fills before it is carried out does not lower what it says."""
        if isinstance(command, OrderModify):
            order.asked = command.quantity or order.asked or order.quantity
            command = replace(command, quantity=order.asked)
        if self.slow or self._slow:
            self._slow.append(lambda: self._changed(order, command))
        else:
            self._changed(order, command)

    def _changed(self, order: Order, command: OrderModify | OrderCancel) -> None:
        if not order.live:
            return
        if self.refuse_changes:
            word = "partially_filled" if order.filled else "accepted"
            self._status(order, word, code=self.refuse_changes, command_id=command.id)
        elif isinstance(command, OrderCancel):
            self._end(order)
        else:
            self._resize(order, command.quantity or order.quantity)
            order.stop = command.stop_price or order.stop
            order.limit = command.limit_price or order.limit
            self._status(order, "accepted") if order.quantity > order.filled else self._end(order)

    def _resize(self, order: Order, quantity: int) -> None:
        order.raised = order.raised or quantity > order.quantity
        order.quantity, order.asked = quantity, 0

    def deliver(self, at_most: int = 10**9) -> None:
        """The platform hears what was said so far, and what that leads to; or only the next few messages."""
        assert self.broker is not None
        while self._said and at_most > 0:
            self._said.popleft()(self.broker)
            at_most -= 1

    def trade(self, price: float, low: float | None = None, high: float | None = None) -> None:
        """The market opens at `price` and closes there; everything is heard in between."""
        self.deliver()
        self.open_at(price)
        self.deliver()
        self.range_over(low, high)
        self.deliver()

    def open_at(self, price: float) -> None:
        """Market orders fill."""
        for order in [o for o in self.orders.values() if o.live and o.role == "entry" and o.stop is None and o.limit is None]:
            if order.live:
                self.fill(order.name, min(order.quantity - order.filled, self.fill_at_most), price)

    def range_over(self, low: float | None, high: float | None) -> None:
        """Stops and limits that the prices reach fill."""
        for order in list(self.orders.values()):
            room = min(self._room(order), self.fill_at_most)
            if not order.live or (order.stop is None and order.limit is None) or room <= 0:
                continue
            sells = order.side == "SELL"
            worst, best = (low, high) if sells else (high, low)
            if order.stop is not None and worst is not None and (worst <= order.stop if sells else worst >= order.stop):
                self.fill(order.name, room, order.stop)
            elif order.limit is not None and best is not None and (best >= order.limit if sells else best <= order.limit):
                self.fill(order.name, room, order.limit)

    def _room(self, order: Order) -> int:
        """Shares a protective order can close: a child guards what its entry has filled; one that a change has made larger is
        taken at its word once its entry has ended."""
        left = order.quantity - order.filled
        if order.parent is None or (order.raised and not self.orders[order.parent].live):
            return left
        closed = sum(o.filled for o in self.orders.values() if o.parent == order.parent)
        return min(left, self.orders[order.parent].filled - closed)

    def fill(self, name: str, quantity: int, price: float, exec_id: str = "", revision: int = 1) -> None:
        """So many shares of an order were executed."""
        order = self.orders[name]
        order.filled += quantity
        order.live = order.filled < order.quantity
        key = exec_id or f"{name}-{order.filled}"
        word = "partially_filled" if order.live else "filled"
        if self.statuses_first:
            self._status(order, word)
        self.say_fill(order, key, revision, quantity, price)
        self.say_commission(order, key, revision)
        if not self.statuses_first:
            self._status(order, word)
        for other in [o for o in self.orders.values() if o.live and order.group and o.group == order.group and o is not order]:
            if other.name != order.parent and order.name != other.parent:
                other.quantity -= quantity
                self._status(other, "accepted") if other.quantity > other.filled else self._end(other)

    def say_fill(self, order: Order, key: str, revision: int, quantity: int, price: float) -> None:
        """Tell an execution, once more if asked again."""
        self._say(
            Fill,
            exec_id=f"{key}.{revision:02}",
            exec_key=key,
            revision=revision,
            perm_id=1,
            account="DU1",
            symbol="ABC",
            side=order.side,
            quantity=quantity,
            price=price,
            time_ts_ns=1,
            cum_quantity=order.filled,
            recovered=False,
            origin="core",
            client_order_id=order.name,
            agent_id=order.agent_id,
        )

    def say_commission(self, order: Order, key: str, revision: int) -> None:
        """Tell what an execution cost."""
        self._say(Commission, exec_id=f"{key}.{revision:02}", client_order_id=order.name, amount=COMMISSION, currency="USD")

    def _submit(self, command: OrderSubmit) -> None:
        if self.reject:
            self._ack(command, "rejected", self.reject)
            self.reject = ""
            return
        if self._closed(command):
            self._ack(command, "rejected", "order_final")
            return
        self._ack(command, "accepted")
        name, guard = command.client_order_id, command.protection
        self.taken[name] += 1
        order = Order(name, command.agent_id, command.side, command.quantity, command.purpose, group=command.oca_group)
        order.stop, order.limit = command.stop_price, command.limit_price
        used = order.group is not None and any(o.filled for o in self.orders.values() if o.group == order.group)
        self.orders[name] = order
        self._status(order, "submitted")
        if used:  # TWS: the name of a group is not used again once something of it was executed
            self._end(order, "rejected")
            return
        self._status(order, "accepted")
        if guard is not None:
            self._guard(order, guard)

    def _closed(self, command: OrderSubmit) -> bool:
        """An exit that joins what guarded the position, after that has closed it."""
        guards = [o for o in self.orders.values() if o.purpose == "protect" and o.group == command.oca_group and o.group]
        spent = any(o.filled >= o.quantity for o in guards) and not any(o.live for o in guards)
        return command.purpose in ("reduce", "flatten") and spent

    def _guard(self, order: Order, guard: Protection) -> None:
        for suffix, role, stop, limit in (
            (".sl", "stop_loss", guard.stop_loss_price, None),
            (".tp", "take_profit", None, guard.take_profit_price),
        ):
            if stop is not None or limit is not None:
                name = order.name + suffix
                side = OTHER_SIDE[order.side]
                child = Order(name, order.agent_id, side, order.quantity, "protect", role, stop, limit, order.name, order.name)  # type: ignore[arg-type]  # role is a literal of the pair above
                self.orders[name] = child
                self._status(child, "accepted")

    def _end(self, order: Order, word: str = "cancelled") -> None:
        if not order.live:
            return
        order.live = False
        self._status(order, word)
        children = [o for o in self.orders.values() if o.parent == order.name and o.live]
        for child in children:
            share = order.filled - sum(o.filled for o in self.orders.values() if o.parent == order.name and o is not child)
            if child.filled >= share:
                self._end(child, word)
            elif child.quantity > share:
                self._resize(child, share)
                self._status(child, "accepted")

    def _status(self, order: Order, word: str, **why: str) -> None:
        order.version += 1
        self._say(
            OrderStatus,
            client_order_id=order.name,
            version=order.version,
            status=word,
            quantity=order.quantity,
            filled=order.filled,
            remaining=order.quantity - order.filled,
            role=order.role,
            agent_id=order.agent_id,
            symbol=None if self.older else "ABC",
            purpose=None if self.older else order.purpose,
            stop_price=order.stop,
            limit_price=order.limit,
            parent_client_order_id=order.parent,
            **why,
        )

    def _ack(self, command: Command, outcome: str, code: str | None = None) -> None:
        ack: Any = self._made(Ack, command_id=command.id, outcome=outcome, code=code)
        self._said.append(lambda broker: broker.on_answer(command, ack))

    def _say(self, kind: type[Any], **fields: Any) -> None:
        event = self._made(kind, **fields)
        self.log.append(event)
        self._said.append(lambda broker: broker.on_bridge_event(event))

    def replay(self) -> None:
        """Everything that was ever said of orders, once more; what was on the wire is gone with the core that waited for it."""
        assert self.broker is not None
        self._said.clear()
        for event in list(self.log):
            self.broker.on_bridge_event(event)

    def _made(self, kind: type[Any], **fields: Any) -> Any:
        self._seq += 1
        return kind(id=f"e{self._seq}", ts_ns=1, run="r", seq=self._seq, jseq=self._seq, **fields)
