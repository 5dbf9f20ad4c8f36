"""How orders, fills, protection, positions and the kill switch change the board."""

from __future__ import annotations

from rlbot.events.ops import KillActivated, KillReset
from rlbot.events.trade import (
    OrderAccepted,
    OrderApproved,
    OrderCancelled,
    OrderFilled,
    OrderRefused,
    OrderRejected,
    PositionChanged,
    ProtectionPlaced,
    ProtectionRemoved,
)
from rlbot.market.opening import new_york_text, session_to_open
from rlbot.monitoring.views.decision_log import shown_confidence
from rlbot.monitoring.views.expected_cost import expected_cost
from rlbot.monitoring.views.fold_decisions import decision_changed
from rlbot.monitoring.views.order_log import ENDED, OrderRecord
from rlbot.monitoring.views.state import BoardState
from rlbot.monitoring.views.trade_log import TradeRecord
from rlbot.monitoring.web.contract.feed import OrderUpdate, TradeUpdate
from rlbot.monitoring.web.contract.trading import OrderState


class OrderFold:
    """Folds what risk, execution, broker and ledger say."""

    def __init__(self, state: BoardState) -> None:
        self._state = state
        self._waiting: dict[str, list[TradeRecord]] = {}  # agent -> fills whose position change has not come yet

    def on_approved(self, order: OrderApproved, now_ns: int) -> None:
        """An order has left risk."""
        state = self._state
        if order.client_order_id in state.orders.working:
            return
        record = state.orders.approve(order, now_ns)
        agent = state.agents.get(order.agent_id)
        if (
            agent is not None
            and agent.settings.interval == "1d"
            and order.purpose != "flatten"
            and not state.platform.simulated
        ):
            record.reason = f"waits for the open, {new_york_text(session_to_open(order.ts_ns).open_ns)}"
        found = state.decision(order.decision_id)
        if found is not None:
            view, decision = found
            liquidity = state.liquidity.get((view.symbol, view.settings.interval))
            costs = view.settings.costs
            decision.approved.append(order)
            decision.expected_cost += expected_cost(
                costs, order.side, order.quantity, order.reference_price, liquidity, order.ts_ns
            )
            state.order_decisions[order.client_order_id] = decision
        self._changed(record, now_ns)

    def on_refused(self, refused: OrderRefused, now_ns: int) -> None:
        """A rule said no."""
        view = self._state.agents.get(refused.agent_id)
        if view is not None:
            view.refused += 1
        found = self._state.decision(refused.decision_id)
        if found is not None:
            found[1].refused = refused
            found[1].state = "refused"
            decision_changed(self._state, found[1], now_ns)

    def on_accepted(self, accepted: OrderAccepted, now_ns: int) -> None:
        """The broker has it."""
        self._move(accepted.client_order_id, "working", now_ns, "")

    def on_cancelled(self, cancelled: OrderCancelled, now_ns: int) -> None:
        """It ended without further fills."""
        self._move(cancelled.client_order_id, "cancelled", now_ns, cancelled.reason)

    def on_rejected(self, rejected: OrderRejected, now_ns: int) -> None:
        """The broker refused it."""
        self._move(rejected.client_order_id, "rejected", now_ns, rejected.reason)

    def _move(self, client_order_id: str, to: OrderState, now_ns: int, reason: str) -> None:
        record = self._state.orders.working.get(client_order_id)
        if record is not None:
            self._state.orders.set(record, to, now_ns, reason)
            self._changed(record, now_ns)

    def on_fill(self, fill: OrderFilled, now_ns: int) -> None:
        """An execution; the same id twice changes nothing."""
        state = self._state
        view = state.agents.get(fill.agent_id)
        decision = state.order_decisions.get(fill.client_order_id)
        confidence = shown_confidence(decision.made) if decision is not None and fill.kind == "open" else None
        trade = state.trades.add(fill, confidence, view.in_sample if view else False, now_ns)
        if trade is None:
            return
        if decision is not None:
            decision.add_fill(fill)
        if view is not None:
            view.on_fill(fill, now_ns)
            self._waiting.setdefault(view.id, []).append(trade)
        record = state.orders.fill(fill, now_ns)
        if record is not None:
            self._changed(record, now_ns)
        if state.changes.watched:
            state.changes.event("trades", TradeUpdate(trade=trade.read(state.platform.simulated)))

    def on_protection(self, placed: ProtectionPlaced, now_ns: int) -> None:
        """A pair works at the broker."""
        view = self._state.agents.get(placed.agent_id)
        last = view.price if view is not None and view.price is not None else 0.0
        for leg in self._state.orders.protect(placed, last, now_ns):
            self._changed(leg, now_ns)

    def on_unprotected(self, removed: ProtectionRemoved, now_ns: int) -> None:
        """The pair ended."""
        for leg in self._state.orders.unprotect(removed.agent_id, removed.symbol, removed.reason, now_ns):
            self._changed(leg, now_ns)

    def on_position(self, changed: PositionChanged, now_ns: int) -> None:
        """The ledger's word after a fill, a split or a dividend, one for each fill and in their order."""
        state = self._state
        view = state.agents.get(changed.agent_id)
        if view is None:
            return
        before = view.shares
        moved = view.on_position(changed, now_ns)
        waiting = self._waiting.get(view.id)
        trade = waiting.pop(0) if waiting else None
        if trade is not None and before * (1 if trade.fill.side == "buy" else -1) < 0:
            trade.realised, trade.as_of_ns = moved, now_ns
            if state.changes.watched:
                state.changes.event("trades", TradeUpdate(trade=trade.read(state.platform.simulated)))
        state.changes.agents[view.id] = None
        state.changes.positions = state.changes.status = True

    def on_kill(self, killed: KillActivated, now_ns: int) -> None:
        """Every new order is blocked; entries that work are being cancelled."""
        entries = {r.id for r in self._state.orders.working.values() if r.purpose == "entry"}
        self._state.kill.activate(killed.reason, killed.origin, entries, now_ns, killed.ts_ns)
        self._state.touch_all()

    def on_kill_reset(self, reset: KillReset, now_ns: int) -> None:
        """Lifted by hand."""
        self._state.kill.reset(now_ns)
        self._state.touch_all()

    def _changed(self, record: OrderRecord, now_ns: int) -> None:
        state = self._state
        if record.state in ENDED:
            state.kill.order_ended(record.id, now_ns)
        decision = state.order_decisions.get(record.id)
        if decision is not None:
            decision.state = record.state
            if record.state in ENDED:
                del state.order_decisions[record.id]
            decision_changed(state, decision, now_ns)
        if state.changes.watched:
            view = state.agents.get(record.agent_id)
            last = view.price if view is not None else None
            state.changes.event("orders", OrderUpdate(order=record.read(last, state.platform.simulated)))
        state.changes.positions = state.changes.status = True
