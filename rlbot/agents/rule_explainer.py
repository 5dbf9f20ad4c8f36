"""Explains decisions that no network made: baselines and scripts in their own words, and what held any agent up."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from rlbot.agents.agent import Agent, Observation
from rlbot.agents.baseline_text import measured_by_rule
from rlbot.events.agent import DecisionExplained, DecisionMade, Driver
from rlbot.market.features.feature import percent


@runtime_checkable
class Reasoned(Protocol):
    """An agent that can say why, in its own words."""

    def sentence(self, decision: DecisionMade) -> str:
        """One plain sentence."""
        ...

    def drivers(self, decision: DecisionMade) -> tuple[Driver, ...]:
        """What moved the target weight, the largest first; may be empty."""
        ...

    def flip(self, decision: DecisionMade) -> str:
        """What would alter it; empty: nothing."""
        ...


def explain_by_rule(decision: DecisionMade, agent: Agent) -> DecisionExplained:
    """The agent's own words; from one that has none, what it decided."""
    if isinstance(agent, Reasoned):
        return plain(decision, agent.sentence(decision), agent.drivers(decision), agent.flip(decision))
    return plain(
        decision,
        f"{decision.version or 'The agent'} gave no reason for a target of {percent(decision.target_weight, 0, plus=False)}.",
    )


def plain(decision: DecisionMade, sentence: str, drivers: tuple[Driver, ...] = (), flip: str = "") -> DecisionExplained:
    """An explanation without a network behind it."""
    return DecisionExplained(
        ts_ns=decision.ts_ns,
        agent_id=decision.agent_id,
        decision_id=decision.decision_id,
        sentence=sentence,
        drivers=drivers,
        other_effect=0.0,
        total_effect=sum(driver.effect for driver in drivers),
        baseline="rule",
        measured=measured_by_rule(decision, drivers),
        completeness_error=0.0,
        decisiveness=decision.confidence,
        distance=0.0,
        flip=flip or "no single change flips it",
    )


class RuleExplainer:
    """For an agent without a network."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent

    def explain(self, decision: DecisionMade, observation: Observation) -> DecisionExplained:
        """In the agent's own words; where a stranger's raise, the decision still gets a sentence, which says so."""
        try:
            return explain_by_rule(decision, self._agent)
        except Exception as error:  # noqa: BLE001 - somebody else's code; no decision may go without a reason
            target = percent(decision.target_weight, 0, plus=False)
            told = f"{type(error).__name__}: {error}".rstrip(".")
            return plain(decision, f"{decision.version} wants {target}; its own reason could not be told ({told}).")
