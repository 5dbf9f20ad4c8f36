"""Which executions are booked: one per `exec_key`, the highest revision; and the commissions that come after them.

Says: OrderFilled, CommissionCharged, FillCorrected; AlertRaised, when the broker took an execution back.
"""

from __future__ import annotations

from collections.abc import Callable

from rlbot.bridge.desk import BridgeDesk
from rlbot.bridge.wire.events import Commission, Fill
from rlbot.clock import Clock
from rlbot.events.base import Event
from rlbot.events.ops import Severity
from rlbot.events.trade import CommissionCharged, FillCorrected, FillKind, OrderFilled


class Executions:
    """Of all desks. A repeat changes nothing."""

    def __init__(self, publish: Callable[[Event], None], alert: Callable[[Severity, str, str], None], clock: Clock) -> None:
        self._publish = publish
        self._alert = alert
        self._clock = clock
        self._booked: dict[str, Fill] = {}  # by exec_key
        self._uncharged: dict[str, tuple[BridgeDesk, str]] = {}  # by exec_key: desk, client order id

    def known(self, fill: Fill) -> bool:
        """Whether this revision of it, or a later one, is booked."""
        before = self._booked.get(fill.exec_key)
        return before is not None and fill.revision <= before.revision

    def book(self, desk: BridgeDesk, fill: Fill, client_order_id: str) -> None:
        """An execution of an order of that desk, or what takes the place of one."""
        before = self._booked.get(fill.exec_key)
        self._booked[fill.exec_key] = fill
        if before is not None:
            self._correct(desk, before, fill, client_order_id)
            return
        self._uncharged[fill.exec_key] = (desk, client_order_id)
        self._publish(self._filled(desk, fill, client_order_id))
        desk.on_fill(client_order_id, fill.quantity if fill.side == "BUY" else -fill.quantity)

    def charge(self, told: Commission) -> None:
        """What an execution cost, once, under whichever of its revisions it is told first."""
        found = self._uncharged.pop(told.exec_key, None)
        if found is None:
            return
        desk, client_order_id = found
        self._publish(
            CommissionCharged(
                ts_ns=self._clock.now_ns(),
                exec_id=told.exec_id,
                client_order_id=client_order_id,
                agent_id=desk.agent_id,
                symbol=desk.symbol,
                amount=told.amount,
            )
        )

    def _filled(self, desk: BridgeDesk, fill: Fill, client_order_id: str) -> OrderFilled:
        sent = desk.sent(client_order_id)
        guard = desk.guard.orders.get(client_order_id)
        kind: FillKind = guard.kind if guard is not None else "open"
        return OrderFilled(
            ts_ns=self._clock.now_ns(),
            exec_id=fill.exec_id,
            client_order_id=client_order_id,
            agent_id=desk.agent_id,
            symbol=desk.symbol,
            side="buy" if fill.side == "BUY" else "sell",
            quantity=fill.quantity,
            price=fill.price,
            reference_price=fill.price,  # what it gave away beyond the market is not known here
            commission=0.0,
            fees=0.0,
            spread_cost=0.0,
            impact_cost=0.0,
            kind=kind,
            purpose=desk.purpose(client_order_id),
            bar_ns=fill.time_ts_ns,
            decision_id=sent.approved.decision_id if sent is not None else "",
        )

    def _correct(self, desk: BridgeDesk, before: Fill, fill: Fill, client_order_id: str) -> None:
        """A bust or a correction takes the place of what was booked, and somebody is told."""
        if (before.quantity, before.price) == (fill.quantity, fill.price):
            return
        self._publish(
            FillCorrected(
                ts_ns=self._clock.now_ns(),
                exec_id=fill.exec_id,
                corrects=before.exec_id,
                client_order_id=client_order_id,
                agent_id=desk.agent_id,
                symbol=desk.symbol,
                side="buy" if before.side == "BUY" else "sell",
                quantity_before=before.quantity,
                price_before=before.price,
                quantity=fill.quantity,
                price=fill.price,
            )
        )
        side, more = 1 if before.side == "BUY" else -1, fill.quantity - before.quantity
        desk.on_correction(client_order_id, side * more, more)
        was, now = f"{before.quantity} at {before.price}", f"{fill.quantity} at {fill.price}"
        self._alert("critical", "fill_corrected", f"The broker corrected execution {before.exec_id}: {was} became {now}.")
