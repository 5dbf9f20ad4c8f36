"""What the agents decided, why, and what it was worth."""

from __future__ import annotations

from typing import Literal

import msgspec

from rlbot.events.base import Action, Event

DecisionReason = Literal["policy", "script", "baseline", "warming", "paused", "halted", "failed"]


class DecisionMade(Event, frozen=True, kw_only=True, gc=False):
    """One decision, holding included.

    `decision_id`: `<agent_id>-<bar start in hex seconds>`; the same bar always gives the same id.
    `target_weight`: fraction of the agent's sub-ledger wanted in the asset (-1..1).
    `hold_shares`: keep the shares as they are, whatever their weight has become (no rebalancing).
    `confidence`: decisiveness in 0..1; not a probability of profit.
    `output`: the policy's raw output: action probabilities (PPO) or mean and spread (SAC).
    """

    agent_id: str
    decision_id: str
    symbol: str
    bar_ns: int
    close: float
    action: Action
    target_weight: float
    current_weight: float
    confidence: float
    hold_shares: bool = False
    reason: DecisionReason = "policy"
    version: str = ""
    output: tuple[float, ...] = ()
    observation_hash: str = ""


class Driver(msgspec.Struct, frozen=True, gc=False):
    """One input's share in a decision. `value` and `text` in natural units; `effect` in target weight."""

    feature: str
    label: str
    value: float
    text: str
    effect: float
    actionable: bool = True  # false for the agent's own history


class DecisionExplained(Event, frozen=True, kw_only=True, gc=False):
    """Why a decision came out as it did. Follows its `DecisionMade`, after the order has left.

    `drivers`: the largest first; `other_effect`: the sum of those not listed; together they are `total_effect`.
    `measured`: what from, in words: from what is usual (`baseline`), never from the position held.
    `completeness_error`: |sum of attributions - change of output|, relative.
    `flip`: what smallest single change would alter the action, re-verified by running the policy.
    `distance`: from the training data, in units of its typical nearest distance (about 1 inside, > 3 far away).
    """

    agent_id: str
    decision_id: str
    sentence: str
    drivers: tuple[Driver, ...]
    other_effect: float
    total_effect: float
    baseline: str
    completeness_error: float
    decisiveness: float
    distance: float
    flip: str
    skill: str = "no demonstrated skill"
    measured: str = ""


class DecisionLate(Event, frozen=True, kw_only=True, gc=False):
    """An agent in a process of its own answered after its deadline; the position stays."""

    agent_id: str
    decision_id: str
    late_ns: int


class RewardRealised(Event, frozen=True, kw_only=True, gc=False):
    """The reward of a decision, known one bar later. `parts`: its terms by name; they add up to `reward`."""

    agent_id: str
    decision_id: str
    reward: float
    parts: dict[str, float]
    episode: int
    episode_reward: float


class AgentPaused(Event, frozen=True, kw_only=True, gc=False):
    """The agent holds until it is resumed."""

    agent_id: str
    reason: str


class AgentResumed(Event, frozen=True, kw_only=True, gc=False):
    """The agent decides again."""

    agent_id: str


class ModelDeployed(Event, frozen=True, kw_only=True, gc=False):
    """From now on the agent's decisions come from this version. `trained_to_ns`: end of its training range, 0 if none."""

    agent_id: str
    version: str
    algorithm: str
    proven: bool
    trained_from_ns: int = 0
    trained_to_ns: int = 0


class ExplanationDue(Event, frozen=True, kw_only=True, gc=False):
    """The order of this decision has left; now there is time to explain it."""

    agent_id: str
    decision_id: str
