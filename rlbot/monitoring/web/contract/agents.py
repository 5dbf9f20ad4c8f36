"""Agents as the rail and their page show them."""

from __future__ import annotations

from typing import Literal

from rlbot.events.base import Action, Interval
from rlbot.monitoring.web.contract.base import Sent
from rlbot.monitoring.web.contract.decisions import DecisionRow
from rlbot.monitoring.web.contract.series import Metrics
from rlbot.monitoring.web.contract.trading import Position

AgentState = Literal["trading", "warming", "paused", "paused_by_kill", "halted", "failed", "stopped"]
Stance = Literal["long", "flat", "short"]


class Agent(Sent, frozen=True, kw_only=True, gc=False):
    """One agent. `proven`: its version passed the gate; `skill` says it in words ("no demonstrated skill").

    `target_weight`, `confidence`, `action`: of the last decision. `weight`: what it holds now. `state_detail`: why it is not
    trading, empty if it is. `rewards`, `equities`: the last 60, oldest first. `in_sample`: its last bar, or
    one behind its figures, lay in its training range. `last_ns`: when the price `last` came, 0 before the first.
    """

    id: str
    algorithm: str
    symbol: str
    underlying: str
    interval: Interval
    version: str
    proven: bool
    skill: str
    state: AgentState
    state_detail: str
    stance: Stance
    action: Action | None
    target_weight: float | None
    weight: float | None
    confidence: float | None
    budget: float
    equity: float | None
    day_pnl: float | None
    day_pnl_fraction: float | None
    drawdown: float | None
    shares: int
    last: float | None
    last_ns: int
    decisions: int
    episode: int
    episode_reward: float | None
    rewards: tuple[float, ...]
    equities: tuple[float, ...]
    in_sample: bool
    simulated: bool
    as_of_ns: int
    market_ns: int


class Agents(Sent, frozen=True, kw_only=True, gc=False):
    """Every agent, in the order of their files."""

    items: tuple[Agent, ...]
    as_of_ns: int


class AgentDetail(Sent, frozen=True, kw_only=True, gc=False):
    """One agent with its position, figures and last decision."""

    agent: Agent
    position: Position | None
    metrics: Metrics
    last_decision: DecisionRow | None
    as_of_ns: int


class AgentCommandAnswer(Sent, frozen=True, kw_only=True, gc=False):
    """Answer to pause and resume: the command was taken; `state` follows over the feed."""

    id: str
    accepted: bool
    state: AgentState
    as_of_ns: int
