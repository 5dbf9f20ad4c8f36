"""Reads one decision with everything of the Why card; an explanation that was not made yet is worked out on demand."""

from __future__ import annotations

from collections.abc import Callable

from rlbot.events.agent import DecisionExplained
from rlbot.monitoring.board import Board
from rlbot.monitoring.views.agent_view import AgentView
from rlbot.monitoring.views.decision_log import DecisionRecord, explanation
from rlbot.monitoring.web.contract.decisions import DecisionDetail, OrderOutcome, Outcome

Explainer = Callable[[str, str], DecisionExplained | None]  # (agent_id, decision_id); at most 2 ms
NO_POLICY = {
    "warming": "It held because its indicators are still collecting history.",
    "paused": "It held because the agent is paused.",
    "halted": "It held because trading is halted.",
    "failed": "It held because the decision failed; the log says how.",
}


def why(board: Board, decision_id: str, explain: Explainer | None) -> DecisionDetail | None:
    """The Why card; None if the decision is not kept (any more)."""
    board.catch_up()
    s = board.state
    found = s.decision(decision_id)
    if found is None:
        return None
    view, record = found
    explained = record.explained
    if explained is None and explain is not None and record.made.reason not in NO_POLICY:
        explained = record.explained = explain(view.id, decision_id)
    ids = list(view.decisions.by_id)
    index = ids.index(decision_id)
    acted = [i for i, r in enumerate(view.decisions.by_id.values()) if r.made.action != "hold"]
    earlier, later = [i for i in acted if i < index], [i for i in acted if i > index]
    return DecisionDetail(
        decision=record.row(s.platform.simulated),
        explanation=explanation(explained) if explained is not None else None,
        unexplained="" if explained is not None else _unexplained(record, explain is not None),
        order=order_outcome(record),
        outcome=_outcome(view, record),
        output=record.made.output,
        observation_hash=record.made.observation_hash,
        proven=view.model.proven if view.model is not None and view.model.version == record.made.version else False,
        index=index + 1,
        count=len(ids),
        previous_id=ids[index - 1] if index > 0 else "",
        next_id=ids[index + 1] if index + 1 < len(ids) else "",
        previous_trade_id=ids[earlier[-1]] if earlier else "",
        next_trade_id=ids[later[0]] if later else "",
        holds_since=(later[0] if later else len(ids)) - index - 1,
        as_of_ns=record.as_of_ns,
    )


def _unexplained(record: DecisionRecord, asked: bool) -> str:
    if record.made.reason in NO_POLICY:
        return NO_POLICY[record.made.reason]
    if record.made.reason in ("script", "baseline"):
        return "It follows a fixed rule, not a learned policy; there is nothing to attribute."
    return "Its inputs are no longer kept." if asked else "Its explanation is still being worked out."


def order_outcome(record: DecisionRecord) -> OrderOutcome:
    """What risk, broker and market made of it."""
    refused, approved = record.refused, record.approved
    first = approved[0] if approved else None
    quantity = sum(o.quantity for o in approved) if approved else refused.quantity if refused else 0
    reference = first.reference_price if first else record.made.close
    filled = abs(record.filled)
    paid = record.filled_value - record.reference_value
    return OrderOutcome(
        state=record.state,
        client_order_id=first.client_order_id if first else "",
        side=first.side if first else refused.side if refused else None,
        quantity=quantity,
        purpose=first.purpose if first else None,
        rules_passed=first.rules_passed if first else 0,
        rule=refused.rule if refused else "",
        reason=refused.reason if refused else "",
        limit=refused.limit if refused else None,
        value=refused.value if refused else None,
        expected_cost=record.expected_cost if first else None,
        notional=quantity * reference if quantity else None,
        filled=filled,
        fill_price=record.filled_value / record.filled if record.filled else None,
        slippage_bps=1e4 * paid / abs(record.reference_value) if record.reference_value else None,
        cost=record.cost if filled else None,
    )


def _outcome(view: AgentView, record: DecisionRecord) -> Outcome:
    amount = None
    if record.filled and view.price is not None:
        amount = record.filled * record.split * view.price - record.filled_value - record.commission
    return Outcome(
        amount=amount,
        price=view.price if amount is not None else None,
        reward=record.reward.reward if record.reward else None,
        reward_parts=dict(record.reward.parts) if record.reward else {},
    )
