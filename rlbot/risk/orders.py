"""The only place that makes an approved order (and its refusals); called by the gate once its checks are done."""

from __future__ import annotations

from rlbot.events.agent import DecisionMade
from rlbot.events.trade import OrderApproved, OrderRefused
from rlbot.risk.limits import AgentLimits
from rlbot.risk.rules import Refusal
from rlbot.risk.sizing import profit_price, stop_price

SECOND_NS = 1_000_000_000


def reducing_order(event: DecisionMade, signed: float, quantity: int) -> OrderApproved:
    """Closes `quantity` shares in the direction of `signed`."""
    return OrderApproved(
        ts_ns=event.ts_ns,
        client_order_id=event.decision_id + "-r",
        agent_id=event.agent_id,
        decision_id=event.decision_id,
        symbol=event.symbol,
        side="buy" if signed > 0.0 else "sell",
        quantity=quantity,
        purpose="reduce",
        reference_price=event.close,
    )


def opening_order(event: DecisionMade, signed: float, quantity: int, limits: AgentLimits, rules: int) -> OrderApproved:
    """Opens or adds `quantity` shares; protection from the decision's close."""
    return OrderApproved(
        ts_ns=event.ts_ns,
        client_order_id=event.decision_id + "-e",
        agent_id=event.agent_id,
        decision_id=event.decision_id,
        symbol=event.symbol,
        side="buy" if signed > 0.0 else "sell",
        quantity=quantity,
        purpose="entry",
        reference_price=event.close,
        stop_loss_price=stop_price(event.close, signed, limits.stop_loss),
        take_profit_price=profit_price(event.close, signed, limits.take_profit),
        rules_passed=rules,
    )


def flatten_order(ts_ns: int, agent_id: str, symbol: str, shares: float, quantity: int, price: float) -> OrderApproved:
    """Closes `quantity` of the `shares` held on command, not by decision."""
    return OrderApproved(
        ts_ns=ts_ns,
        client_order_id=f"{agent_id}-{ts_ns // SECOND_NS:x}-f",
        agent_id=agent_id,
        decision_id="",
        symbol=symbol,
        side="sell" if shares > 0.0 else "buy",
        quantity=quantity,
        purpose="flatten",
        reference_price=price,
    )


def refused(event: DecisionMade, opening: float, quantity: int, refusal: Refusal) -> OrderRefused:
    """What became of the part of a decision that a rule stopped. `quantity`: shares that were not approved."""
    return OrderRefused(
        ts_ns=event.ts_ns,
        agent_id=event.agent_id,
        decision_id=event.decision_id,
        symbol=event.symbol,
        side="buy" if opening > 0.0 else "sell",
        quantity=quantity,
        rule=refusal.rule,
        reason=refusal.sentence,
        limit=refusal.limit,
        value=refusal.value,
    )
