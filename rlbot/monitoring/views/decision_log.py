"""Decisions of one agent with what became of them, the newest `CAP`."""

from __future__ import annotations

from collections import OrderedDict

from rlbot.events.agent import DecisionExplained, DecisionMade, RewardRealised
from rlbot.events.trade import OrderApproved, OrderFilled, OrderRefused
from rlbot.monitoring.web.contract.decisions import DecisionRow, DriverShare, Explanation, OutcomeState

CAP = 2_000


class DecisionRecord:
    """One decision, growing as its order, explanation and reward become known."""

    __slots__ = (
        "approved",
        "as_of_ns",
        "commission",
        "cost",
        "expected_cost",
        "explained",
        "filled",
        "filled_value",
        "in_sample",
        "made",
        "reference_value",
        "refused",
        "reward",
        "seq",
        "split",
        "state",
    )

    def __init__(self, seq: int, made: DecisionMade, in_sample: bool, now_ns: int) -> None:
        self.seq = seq
        self.made = made
        self.in_sample = in_sample
        self.as_of_ns = now_ns
        self.state: OutcomeState = "none"
        self.approved: list[OrderApproved] = []
        self.refused: OrderRefused | None = None
        self.explained: DecisionExplained | None = None
        self.reward: RewardRealised | None = None
        self.filled = 0
        self.filled_value = 0.0  # signed by side: what was paid (+) or received (-)
        self.reference_value = 0.0
        self.commission = 0.0
        self.cost = 0.0  # commission, spread and impact
        self.expected_cost = 0.0  # of its approved orders, from what was known at the decision
        self.split = 1.0  # shares that each of its shares has become since

    def add_fill(self, fill: OrderFilled) -> None:
        """Count an execution of its order."""
        sign = 1 if fill.side == "buy" else -1
        self.filled += sign * fill.quantity
        self.filled_value += sign * fill.quantity * fill.price
        self.reference_value += sign * fill.quantity * fill.reference_price
        self.commission += fill.commission
        self.cost += fill.commission + fill.spread_cost + fill.impact_cost

    def row(self, simulated: bool) -> DecisionRow:
        """As lists and the feed show it."""
        made = self.made
        return DecisionRow(
            seq=self.seq,
            decision_id=made.decision_id,
            agent_id=made.agent_id,
            symbol=made.symbol,
            action=made.action,
            target_weight=made.target_weight,
            current_weight=made.current_weight,
            confidence=shown_confidence(made),
            close=made.close,
            reason=made.reason,
            version=made.version,
            order=self.state,
            sentence=self.explained.sentence if self.explained else "",
            reward=self.reward.reward if self.reward else None,
            in_sample=self.in_sample,
            simulated=simulated,
            bar_ns=made.bar_ns,
            as_of_ns=self.as_of_ns,
            market_ns=made.ts_ns,
        )


def shown_confidence(made: DecisionMade) -> float | None:
    """A policy's decisiveness. A fixed rule, a script and an agent that was not asked have nothing to be confident of."""
    return made.confidence if made.reason == "policy" else None


class DecisionLog:
    """The newest decisions of one agent by id, oldest first."""

    __slots__ = ("by_id", "made")

    def __init__(self) -> None:
        self.by_id: OrderedDict[str, DecisionRecord] = OrderedDict()
        self.made = 0

    def add(self, record: DecisionRecord) -> bool:
        """Keep it; the same id twice changes nothing and returns False."""
        if record.made.decision_id in self.by_id:
            return False
        self.by_id[record.made.decision_id] = record
        self.made += 1
        if len(self.by_id) > CAP:
            self.by_id.popitem(last=False)
        return True

    def last(self) -> DecisionRecord | None:
        """The newest."""
        return next(reversed(self.by_id.values()), None)


def explanation(explained: DecisionExplained) -> Explanation:
    """As the Why card shows it."""
    drivers = tuple(
        DriverShare(
            feature=d.feature,
            label=d.label,
            value=d.value,
            text=d.text,
            effect=d.effect,
            actionable=d.actionable,
        )
        for d in explained.drivers
    )
    return Explanation(
        sentence=explained.sentence,
        drivers=drivers,
        other_effect=explained.other_effect,
        total_effect=explained.total_effect,
        baseline=explained.baseline,
        measured=explained.measured,
        completeness_error=explained.completeness_error,
        decisiveness=explained.decisiveness,
        distance=explained.distance,
        flip=explained.flip,
        skill=explained.skill,
    )
