"""Makes commands: envelope, ids, expiry, the broker's words for our orders. Says: commands, through the `send` it is given."""

from __future__ import annotations

from collections.abc import Callable

from rlbot.bridge.protective import Change, Protective
from rlbot.bridge.wire.commands import (
    Command,
    OrderCancel,
    OrderModify,
    OrdersCancelAll,
    OrderSubmit,
    Protection,
    ReconcileRequest,
    Tif,
    WireSide,
)
from rlbot.bridge.wire.price import quoted
from rlbot.clock import Clock
from rlbot.events.base import Side
from rlbot.events.trade import OrderApproved

SUBMIT_VALID_NS = 30_000_000_000  # an order older than this was decided on another market
CANCEL_VALID_NS = 86_400_000_000_000  # a cancel is carried out however late it comes; the contract allows a day
STEP_BACK_NS = 4_000_000_000  # of the clock; stamped more than 5 s ahead of it the bridge refuses a command
WIRE_SIDE: dict[Side, WireSide] = {"buy": "BUY", "sell": "SELL"}


class Commander:
    """`account` and `epoch` are asked at each command: both are known only once the bridge has told its state."""

    def __init__(
        self,
        send: Callable[[Command], None],
        clock: Clock,
        new_id: Callable[[], str],
        account: Callable[[], str],
        epoch: Callable[[], int],
    ) -> None:
        self._send = send
        self._clock = clock
        self._new_id = new_id
        self._account = account
        self._epoch = epoch
        self._last_ns = 0

    def submit(self, order: OrderApproved, quantity: int, oca_group: str | None, tif: Tif = "DAY") -> None:
        """Place an approved order for `quantity` of its shares, with its protection as children. `tif`: OPG for the opening
        auction."""
        stop, profit = order.stop_loss_price, order.take_profit_price
        guarded = order.purpose == "entry" and (stop > 0.0 or profit > 0.0)
        now_ns = self._stamp()
        self._send(
            OrderSubmit(
                id=self._new_id(),
                epoch=self._epoch(),
                ts_ns=now_ns,
                expires_ts_ns=now_ns + SUBMIT_VALID_NS,
                client_order_id=order.client_order_id,
                agent_id=order.agent_id,
                account=self._account(),
                symbol=order.symbol,
                sec_type="STK",
                exchange="SMART",
                currency="USD",
                side=WIRE_SIDE[order.side],
                quantity=quantity,
                order_type="MKT",
                tif=tif,
                outside_rth=False,
                purpose=order.purpose,
                oca_group=oca_group,
                protection=Protection(
                    stop_loss_price=_level(stop), take_profit_price=_level(profit), tif="GTC", outside_rth=False
                )
                if guarded
                else None,
            )
        )

    def guard(self, order: Protective, agent_id: str, symbol: str, side: Side) -> None:
        """Place a protective order that has no entry beside it."""
        now_ns = self._stamp()
        stops = order.kind == "stop_loss"
        self._send(
            OrderSubmit(
                id=self._new_id(),
                epoch=self._epoch(),
                ts_ns=now_ns,
                expires_ts_ns=now_ns + SUBMIT_VALID_NS,
                client_order_id=order.client_order_id,
                agent_id=agent_id,
                account=self._account(),
                symbol=symbol,
                sec_type="STK",
                exchange="SMART",
                currency="USD",
                side=WIRE_SIDE[side],
                quantity=order.quantity,
                order_type="STP" if stops else "LMT",
                tif="GTC",
                outside_rth=False,
                purpose="protect",
                limit_price=None if stops else order.price,
                stop_price=order.price if stops else None,
                oca_group=order.group,
            )
        )

    def change(self, change: Change) -> str:
        """Modify or cancel a protective order; returns the command's id, to know the answer by."""
        if change.remaining <= 0:
            return self.cancel(change.client_order_id)
        now_ns, price = self._stamp(), change.price
        stops = change.kind == "stop_loss"
        command = OrderModify(
            id=self._new_id(),
            epoch=self._epoch(),
            ts_ns=now_ns,
            expires_ts_ns=now_ns + SUBMIT_VALID_NS,
            client_order_id=change.client_order_id,
            quantity=change.total,
            stop_price=price if stops else None,
            limit_price=None if stops else price,
        )
        self._send(command)
        return command.id

    def cancel(self, client_order_id: str) -> str:
        """End an order."""
        now_ns = self._stamp()
        command = OrderCancel(
            id=self._new_id(),
            epoch=self._epoch(),
            ts_ns=now_ns,
            expires_ts_ns=now_ns + CANCEL_VALID_NS,
            client_order_id=client_order_id,
        )
        self._send(command)
        return command.id

    def cancel_entries(self, agent_id: str) -> None:
        """End everything that can add risk, of one agent or (empty) of all."""
        now_ns = self._stamp()
        self._send(
            OrdersCancelAll(
                id=self._new_id(),
                epoch=self._epoch(),
                ts_ns=now_ns,
                expires_ts_ns=now_ns + CANCEL_VALID_NS,
                scope="entries",
                agent_id=agent_id or None,
            )
        )

    def reconcile(self) -> None:
        """Have journal and gateway compared now."""
        now_ns = self._stamp()
        self._send(
            ReconcileRequest(id=self._new_id(), epoch=self._epoch(), ts_ns=now_ns, expires_ts_ns=now_ns + SUBMIT_VALID_NS)
        )

    def _stamp(self) -> int:
        """Strictly rising: the bridge refuses an entry that is not later than a cancel of all before it."""
        now_ns = self._clock.now_ns()
        if now_ns <= self._last_ns < now_ns + STEP_BACK_NS:
            now_ns = self._last_ns + 1
        self._last_ns = now_ns
        return now_ns


def _level(price: float) -> float | None:
    """USD; 0 is none."""
    return quoted(price) if price > 0.0 else None
