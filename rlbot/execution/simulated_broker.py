"""A broker made of bars: orders fill at the next open of their agent's series, protection inside the bars.

Hears: SplitApplied, BarClosed.
Says: OrderAccepted, OrderFilled, OrderCancelled, OrderRejected, ProtectionPlaced, ProtectionRemoved.
Owns: working orders and protection. Its state is a pure function of the bars, splits and orders it was given, so the same
inputs from the journal bring it back; ids are made from the order's or the bar's, so they come out the same.

Order at a bar, as in `training/step_kernel.py`: what reduces, then what opens (only once nothing is left to close), what did
not fill expires, then protection; only after that the volume estimates learn from the bar.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from rlbot.bus import Bus
from rlbot.events.base import Interval
from rlbot.events.market import Bar, BarClosed, SplitApplied
from rlbot.events.trade import (
    OrderAccepted,
    OrderApproved,
    OrderCancelled,
    OrderRejected,
    ProtectionPlaced,
    ProtectionRemoved,
)
from rlbot.execution.cost_schedule import SECOND_NS
from rlbot.execution.fill_model import NO_TOUCH, STOP, fillable, touch, touch_price
from rlbot.execution.resting import BrokerPlan, Desk, RestingOrder, VolumeEstimate
from rlbot.market.feeds.feed import Batch

# Ids remembered so that a repeated submit changes nothing; older ones cannot come back within a run.
REMEMBERED = 4_096


class SimulatedBroker:
    """Satisfies `Broker`. One desk an agent, one volume estimate a series."""

    intent_first = False  # its state comes back by a replay of the bars, orders included

    def __init__(self, bus: Bus, plans: Sequence[BrokerPlan], liquidity: Callable[[Interval], VolumeEstimate]) -> None:
        self._publish = bus.publish
        self._ts_ns = 0
        self._known: dict[str, None] = {}
        self._estimates: dict[tuple[str, Interval], VolumeEstimate] = {}
        self._desks: dict[str, Desk] = {}
        self._by_series: dict[tuple[str, Interval], tuple[VolumeEstimate, tuple[Desk, ...]]] = {}
        for plan in plans:
            series = (plan.symbol, plan.interval)
            estimate = self._estimates.setdefault(series, liquidity(plan.interval))
            desk = self._desks[plan.agent_id] = Desk(plan)
            self._by_series[series] = (estimate, (*self._by_series.get(series, (estimate, ()))[1], desk))

    def warm_up_batch(self, batch: Batch) -> None:
        """Learn volume and volatility from history; nothing fills, nothing is published."""
        for action in batch.actions:
            if isinstance(action, SplitApplied):
                self._split_estimates(action)
                for desk in self._desks.values():
                    desk.adv *= action.factor if desk.plan.symbol == action.symbol else 1.0
        for bar in batch.bars:
            estimate, desks = self._by_series.get((bar.symbol, bar.interval), (None, ()))
            if estimate is not None:
                estimate.on_bar(bar)
                for desk in desks:
                    desk.adv, desk.sigma = estimate.adv, estimate.sigma

    def adv(self, agent_id: str) -> float:
        """Average daily volume of the agent's series known so far, shares; 0 without an estimate."""
        return self._desks[agent_id].adv

    def on_split(self, event: SplitApplied) -> None:
        """Positions, working orders, protection and volume estimates in new shares."""
        self._ts_ns = max(self._ts_ns, event.ts_ns)
        self._split_estimates(event)
        for desk in self._desks.values():
            if desk.plan.symbol == event.symbol:
                desk.split(event.factor)
                for order in [o for o in desk.orders if o.signed == 0.0]:  # a reverse split left less than one share
                    self._end(desk, order, 0, "expired")
                self._cover(desk, repriced=True)

    def on_bar(self, event: BarClosed) -> None:
        """Fill what is due at this open, then what the bar triggers; then learn its volume."""
        bar = event.bar
        found = self._by_series.get((bar.symbol, bar.interval))
        if found is None:
            return
        self._ts_ns = event.ts_ns
        estimate, desks = found
        for desk in desks:
            if desk.orders:
                self._at_open(desk, bar)
            if desk.shares != 0.0:
                pair = desk.pair
                kind = touch(desk.shares, bar.open, bar.high, bar.low, pair.stop, pair.profit)
                if kind != NO_TOUCH:
                    self._protect(desk, bar, kind, touch_price(kind, desk.shares, bar.open, pair.stop, pair.profit))
        estimate.on_bar(bar)
        adv, sigma = estimate.adv, estimate.sigma
        for desk in desks:
            desk.adv = adv
            desk.sigma = sigma

    def submit(self, order: OrderApproved) -> None:
        """Take the order for the next open of its agent's series. A known id changes nothing."""
        if order.client_order_id in self._known:
            return
        self._remember(order.client_order_id)
        self._ts_ns = max(self._ts_ns, order.ts_ns)
        desk = self._desks.get(order.agent_id)
        names = {"client_order_id": order.client_order_id, "agent_id": order.agent_id, "symbol": order.symbol}
        if desk is None or desk.plan.symbol != order.symbol or order.quantity <= 0:
            reason = f"No agent {order.agent_id} trades {order.symbol} here, or the quantity {order.quantity} is not above 0."
            self._publish(OrderRejected(ts_ns=self._ts_ns, reason=reason, **names))
            return
        desk.orders.append(RestingOrder(order))
        self._publish(OrderAccepted(ts_ns=self._ts_ns, **names))

    def cancel(self, client_order_id: str, reason: str) -> None:
        """End the order if it still works."""
        for desk in self._desks.values():
            for order in desk.orders:
                if order.approved.client_order_id == client_order_id:
                    self._end(desk, order, 0, reason)
                    self._cover(desk)
                    return

    def cancel_entries(self, agent_id: str = "", reason: str = "killed") -> int:
        """Cancel every working order that can add risk; protection stays."""
        ended = 0
        for desk in self._desks.values():
            if agent_id in {"", desk.plan.agent_id}:
                for order in [o for o in desk.orders if o.is_entry]:
                    self._end(desk, order, 0, reason)
                    ended += 1
        return ended

    def shrink_protection(self, agent_id: str, symbol: str, quantity: int) -> None:
        """Lower the pair to `quantity` shares; it covers the rest again if the exit that claimed them does not fill."""
        desk = self._desks.get(agent_id)
        if desk is not None and desk.plan.symbol == symbol:
            self._work(desk, min(max(quantity, 0), desk.pair.quantity))

    def _at_open(self, desk: Desk, bar: Bar) -> None:
        orders, desk.orders = desk.orders, []
        room = desk.plan.cost.max_participation
        repriced = False
        used = 0.0
        for entering in (False, True):
            for order in orders:
                if order.is_entry is not entering:
                    continue
                signed = order.signed if entering else desk.closing(order.signed)
                fits = signed != 0.0 and (not entering or desk.shares * signed >= 0.0)
                quantity = fillable(abs(signed), bar.volume, room, desk.adv, used) if fits else 0.0
                used += quantity
                approved = order.approved
                if quantity > 0.0:
                    fill = desk.fill(
                        self._ts_ns,
                        bar,
                        math.copysign(quantity, signed),
                        bar.open,
                        True,
                        client_order_id=approved.client_order_id,
                        kind="open",
                        purpose=approved.purpose,
                        decision_id=approved.decision_id,
                    )
                    self._publish(fill)
                    if entering:
                        desk.pair.reprice(order.stop, order.profit, approved.decision_id)
                        repriced = True
                if quantity < order.at_most:
                    self._end(desk, order, int(quantity), "expired")
        self._cover(desk, repriced=repriced)

    def _protect(self, desk: Desk, bar: Bar, kind: int, reference: float) -> None:
        """The pair's stop (a market order) or profit (a limit) closes the position; the other one ends with it."""
        stopped = kind == STOP
        seconds = bar.start_ns // SECOND_NS
        fill = desk.fill(
            self._ts_ns,
            bar,
            -desk.shares,
            reference,
            stopped,
            client_order_id=f"{desk.plan.agent_id}-{seconds:x}-{'s' if stopped else 't'}",
            kind="stop_loss" if stopped else "take_profit",
            purpose="protect",
            decision_id=desk.pair.decision_id,
        )
        self._publish(fill)
        desk.pair.clear()
        self._say_removed(desk, "filled")

    def _cover(self, desk: Desk, repriced: bool = False) -> None:
        """Let the pair cover what no working exit has claimed."""
        if desk.shares == 0.0:
            if desk.pair.quantity:
                self._say_removed(desk, "flat")
            desk.pair.clear()
        elif desk.pair.set:
            self._work(desk, int(abs(desk.shares)) - desk.uncovered(), repriced)
        elif desk.pair.quantity:  # an add without levels took the old pair's place
            desk.pair.clear()
            self._say_removed(desk, "replaced")

    def _work(self, desk: Desk, quantity: int, repriced: bool = False) -> None:
        pair = desk.pair
        if quantity == pair.quantity and not repriced:
            return
        pair.quantity = quantity
        if quantity == 0:
            self._say_removed(desk, "replaced")
            return
        self._publish(
            ProtectionPlaced(
                ts_ns=self._ts_ns,
                agent_id=desk.plan.agent_id,
                symbol=desk.plan.symbol,
                quantity=quantity,
                stop_loss_price=pair.stop,
                take_profit_price=pair.profit,
            )
        )

    def _say_removed(self, desk: Desk, reason: str) -> None:
        self._publish(ProtectionRemoved(ts_ns=self._ts_ns, agent_id=desk.plan.agent_id, symbol=desk.plan.symbol, reason=reason))

    def _end(self, desk: Desk, order: RestingOrder, filled: int, reason: str) -> None:
        if order in desk.orders:
            desk.orders.remove(order)
        self._publish(
            OrderCancelled(
                ts_ns=self._ts_ns,
                client_order_id=order.approved.client_order_id,
                agent_id=desk.plan.agent_id,
                symbol=desk.plan.symbol,
                filled=filled,
                reason=reason,
            )
        )

    def _split_estimates(self, event: SplitApplied) -> None:
        for (symbol, _), estimate in self._estimates.items():
            if symbol == event.symbol:
                estimate.on_split(event.factor)

    def _remember(self, client_order_id: str) -> None:
        self._known[client_order_id] = None
        if len(self._known) > 2 * REMEMBERED:
            self._known = dict.fromkeys(list(self._known)[REMEMBERED:])
