"""From a decision to the side of its order, as the risk gate will size it."""

from __future__ import annotations

from rlbot.agents.agent import Decision
from rlbot.events.base import Action
from rlbot.risk.sizing import clipped_weight, share_delta


def action_of(
    decision: Decision, highest: float, lowest: float, shares: float, equity: float, close: float, band: float
) -> Action:
    """`highest`, `lowest`: weights the limits allow; `equity`, `close`: USD; `band`: the no-trade band."""
    if decision.hold_shares:
        return "hold"
    delta = share_delta(clipped_weight(decision.target_weight, highest, lowest), shares, equity, close, band)
    return "buy" if delta > 0.0 else "sell" if delta < 0.0 else "hold"
