"""No decision goes without a sentence, whatever a stranger's agent does when it is asked for its reason."""

from __future__ import annotations

from rlbot.agents.agent import Decision, Observation
from rlbot.agents.rule_explainer import RuleExplainer
from rlbot.events.agent import DecisionMade, Driver
from tests.agents.nets import made, observation


class Mute:
    """Decides; has no words."""

    version = "mute"

    def decide(self, observation: Observation) -> Decision:
        return Decision(0.5, 0.7)


class Stumbling(Mute):
    """Has words, and trips over them."""

    def sentence(self, decision: DecisionMade) -> str:
        raise KeyError("rsi")

    def drivers(self, decision: DecisionMade) -> tuple[Driver, ...]:
        return ()

    def flip(self, decision: DecisionMade) -> str:
        return ""


def test_an_agent_without_words_is_quoted_by_its_target() -> None:
    why = RuleExplainer(Mute()).explain(made(0.5, observation(1), confidence=0.7), observation(1))
    assert "50" in why.sentence and why.decisiveness == 0.7


def test_an_agent_that_fails_to_say_why_is_told_of() -> None:
    why = RuleExplainer(Stumbling()).explain(made(0.5, observation(1), confidence=0.7), observation(1))
    assert "KeyError" in why.sentence and "50" in why.sentence and why.decisiveness == 0.7
