"""Orders and protective legs: those that work, and the newest `CAP` that ended."""

from __future__ import annotations

from collections import deque

from rlbot.events.base import Purpose, Side
from rlbot.events.trade import OrderApproved, OrderFilled, ProtectionPlaced
from rlbot.monitoring.web.contract.trading import Order, OrderKind, OrderState

CAP = 5_000
ENDED = ("filled", "cancelled", "rejected")


class OrderRecord:
    """One order or protective leg."""

    __slots__ = (
        "agent_id",
        "as_of_ns",
        "at_broker",
        "created_ns",
        "decision_id",
        "filled",
        "id",
        "kind",
        "market_ns",
        "price",
        "purpose",
        "quantity",
        "reason",
        "seq",
        "side",
        "state",
        "symbol",
    )

    def __init__(self, seq: int, id_: str, agent_id: str, symbol: str, side: Side, quantity: int, now_ns: int) -> None:
        self.seq = seq
        self.id = id_
        self.agent_id = agent_id
        self.symbol = symbol
        self.side: Side = side
        self.quantity = quantity
        self.filled = 0
        self.decision_id = ""
        self.purpose: Purpose = "entry"
        self.kind: OrderKind = "market"
        self.state: OrderState = "approved"
        self.at_broker = False
        self.price = 0.0
        self.reason = ""
        self.created_ns = self.as_of_ns = now_ns
        self.market_ns = 0

    def read(self, last: float | None, simulated: bool) -> Order:
        """As lists and the feed show it."""
        return Order(
            seq=self.seq,
            client_order_id=self.id,
            agent_id=self.agent_id,
            decision_id=self.decision_id,
            symbol=self.symbol,
            side=self.side,
            quantity=self.quantity,
            filled=self.filled,
            purpose=self.purpose,
            kind=self.kind,
            state=self.state,
            at_broker=self.at_broker,
            price=self.price,
            distance_fraction=self.price / last - 1.0 if last else None,
            reason=self.reason,
            simulated=simulated,
            created_ns=self.created_ns,
            as_of_ns=self.as_of_ns,
            market_ns=self.market_ns,
        )


class OrderLog:
    """Working orders by id, ended ones newest last, protective legs by agent and symbol."""

    __slots__ = ("_seq", "ended", "legs", "working")

    def __init__(self) -> None:
        self._seq = 0
        self.working: dict[str, OrderRecord] = {}
        self.ended: deque[OrderRecord] = deque(maxlen=CAP)
        self.legs: dict[tuple[str, str], dict[OrderKind, OrderRecord]] = {}

    def approve(self, order: OrderApproved, now_ns: int) -> OrderRecord:
        """A new order has left risk."""
        self._seq += 1
        record = OrderRecord(self._seq, order.client_order_id, order.agent_id, order.symbol, order.side, order.quantity, now_ns)
        record.decision_id = order.decision_id
        record.purpose = order.purpose
        record.price = order.reference_price
        record.market_ns = order.ts_ns
        self.working[record.id] = record
        return record

    def fill(self, fill: OrderFilled, now_ns: int) -> OrderRecord | None:
        """Count an execution; None if the order is not known (a leg's own id is found by agent and symbol)."""
        record = self.working.get(fill.client_order_id)
        if fill.kind != "open":
            record = self.legs.get((fill.agent_id, fill.symbol), {}).get(fill.kind, record)
        if record is None:
            return None
        record.filled += fill.quantity
        record.market_ns = fill.ts_ns
        self.set(record, "filled" if record.filled >= record.quantity else "partly_filled", now_ns)
        return record

    def set(self, record: OrderRecord, state: OrderState, now_ns: int, reason: str = "") -> None:
        """Move it to `state`; an ended order leaves the working ones, and what one waited for is past."""
        record.reason = reason or ("" if record.state == "approved" else record.reason)
        record.state = state
        record.as_of_ns = now_ns
        record.at_broker = state in ("working", "partly_filled")
        if state in ENDED and self.working.pop(record.id, None) is not None:
            self.ended.append(record)

    def protect(self, placed: ProtectionPlaced, last: float, now_ns: int) -> list[OrderRecord]:
        """The pair works: new legs, or the present ones at new levels. `last` tells a long (stop below) from a short."""
        legs = self.legs.setdefault((placed.agent_id, placed.symbol), {})
        stop, profit = placed.stop_loss_price, placed.take_profit_price
        long = stop < last if stop > 0.0 else profit > last
        side: Side = "sell" if long else "buy"
        changed = []
        levels: tuple[tuple[OrderKind, str, float], ...] = (
            ("stop_loss", "stop", stop),
            ("take_profit", "profit", profit),
        )
        for kind, word, price in levels:
            leg = legs.get(kind)
            if price <= 0.0:
                if leg is not None:
                    self.set(leg, "cancelled", now_ns, "replaced")
                    changed.append(legs.pop(kind))
                continue
            if leg is None:
                self._seq += 1
                id_ = f"{placed.agent_id}:{placed.symbol}:{self._seq}:{word}"
                leg = OrderRecord(self._seq, id_, placed.agent_id, placed.symbol, side, abs(placed.quantity), now_ns)
                leg.purpose, leg.kind = "protect", kind
                legs[kind] = self.working[id_] = leg
            leg.side, leg.quantity, leg.price, leg.market_ns = side, abs(placed.quantity) + leg.filled, price, placed.ts_ns
            self.set(leg, "working", now_ns)
            changed.append(leg)
        return changed

    def unprotect(self, agent_id: str, symbol: str, reason: str, now_ns: int) -> list[OrderRecord]:
        """The pair ended: a leg that filled stays filled, the other one is cancelled."""
        legs = self.legs.pop((agent_id, symbol), {})
        for leg in legs.values():
            if leg.state not in ENDED:
                self.set(leg, "cancelled", now_ns, "other leg filled" if reason == "filled" else reason)
        return list(legs.values())
