"""Approved orders for tests that need no gate."""

from __future__ import annotations

from rlbot.events.base import Purpose, Side
from rlbot.events.trade import OrderApproved, OrderFilled


def approved(
    name: str = "a-1-e",
    quantity: int = 100,
    *,
    side: Side = "buy",
    purpose: Purpose = "entry",
    stop: float = 0.0,
    profit: float = 0.0,
    agent_id: str = "a",
    symbol: str = "ABC",
    ts_ns: int = 1,
) -> OrderApproved:
    return OrderApproved(
        ts_ns=ts_ns,
        client_order_id=name,
        agent_id=agent_id,
        decision_id=name[:-2],
        symbol=symbol,
        side=side,
        quantity=quantity,
        purpose=purpose,
        reference_price=100.0,
        stop_loss_price=stop,
        take_profit_price=profit,
    )


def filled(
    order: OrderApproved, quantity: int, exec_id: str = "x1", price: float = 100.0, commission: float = 1.0
) -> OrderFilled:
    return OrderFilled(
        ts_ns=2,
        exec_id=exec_id,
        client_order_id=order.client_order_id,
        agent_id=order.agent_id,
        symbol=order.symbol,
        side=order.side,
        quantity=quantity,
        price=price,
        reference_price=price,
        commission=commission,
        fees=0.0,
        spread_cost=0.0,
        impact_cost=0.0,
        kind="open",
        purpose=order.purpose,
        bar_ns=0,
        decision_id=order.decision_id,
    )
