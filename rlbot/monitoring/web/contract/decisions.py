"""Decisions, why they came out so, and what became of them."""

from __future__ import annotations

from typing import Literal

from rlbot.events.agent import DecisionReason
from rlbot.events.base import Action, Purpose, Side
from rlbot.monitoring.web.contract.base import Sent

OutcomeState = Literal["none", "refused", "approved", "working", "partly_filled", "filled", "cancelled", "rejected"]


class DecisionRow(Sent, frozen=True, kw_only=True, gc=False):
    """One decision, holding included. `order`: what became of it in one word; the chart's marker reads it.

    `sentence`: the plain reason, empty until explained. `reward`: null until the next bar. `confidence`: null where no
    policy decided: a fixed rule has nothing to be confident of.
    """

    seq: int
    decision_id: str
    agent_id: str
    symbol: str
    action: Action
    target_weight: float
    current_weight: float
    confidence: float | None
    close: float
    reason: DecisionReason
    version: str
    order: OutcomeState
    sentence: str
    reward: float | None
    in_sample: bool
    simulated: bool
    bar_ns: int
    as_of_ns: int
    market_ns: int


class Decisions(Sent, frozen=True, kw_only=True, gc=False):
    """Newest first, paged by `before` (a `seq`)."""

    items: tuple[DecisionRow, ...]
    total: int
    next_before: int | None
    as_of_ns: int


class DriverShare(Sent, frozen=True, kw_only=True, gc=False):
    """One input's share. `text`: its value in natural units. `effect`: in target weight (0.05 is +5 pp)."""

    feature: str
    label: str
    value: float | None
    text: str
    effect: float
    actionable: bool


class Explanation(Sent, frozen=True, kw_only=True, gc=False):
    """Drivers (largest first) and `other_effect` add up to `total_effect`; `measured` says what from.

    `distance`: from the training data, about 1 inside, above 3 far.
    `completeness_error`: how far the attributions miss the change of output, relative; below 0.001 they are complete.
    """

    sentence: str
    drivers: tuple[DriverShare, ...]
    other_effect: float
    total_effect: float
    baseline: str
    measured: str
    completeness_error: float
    decisiveness: float
    distance: float | None
    flip: str
    skill: str


class OrderOutcome(Sent, frozen=True, kw_only=True, gc=False):
    """What risk, broker and market made of it.

    Refused: `rule`, `reason`, `limit`, `value`. Approved: `rules_passed`. Costs and slippage in USD; `expected_cost` is
    what the cost model said beforehand, `cost` what was paid (commission, spread, impact).
    """

    state: OutcomeState
    client_order_id: str
    side: Side | None
    quantity: int
    purpose: Purpose | None
    rules_passed: int
    rule: str
    reason: str
    limit: float | None
    value: float | None
    expected_cost: float | None
    notional: float | None
    filled: int
    fill_price: float | None
    slippage_bps: float | None
    cost: float | None


class Outcome(Sent, frozen=True, kw_only=True, gc=False):
    """Worth so far of having traded instead of not, after costs, at `price`. Reward parts by name, once known."""

    amount: float | None
    price: float | None
    reward: float | None
    reward_parts: dict[str, float]


class DecisionDetail(Sent, frozen=True, kw_only=True, gc=False):
    """Everything of the Why card. `explanation` null: `unexplained` says why.

    `output`: the policy's raw output: probabilities of its target weights, rising (PPO), or mean and spread (SAC).
    `index` of `count` among the agent's decisions that are kept; `previous_id`, `next_id`: its neighbours, empty at the ends.
    `previous_trade_id`, `next_trade_id`: the neighbours that were not holds. `holds_since`: holds after it until the next
    trade.
    """

    decision: DecisionRow
    explanation: Explanation | None
    unexplained: str
    order: OrderOutcome
    outcome: Outcome
    output: tuple[float, ...]
    observation_hash: str
    proven: bool
    index: int
    count: int
    previous_id: str
    next_id: str
    previous_trade_id: str
    next_trade_id: str
    holds_since: int
    as_of_ns: int
