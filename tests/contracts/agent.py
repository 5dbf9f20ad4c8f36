"""What every agent must do, built-in, learned, scripted or somebody else's: one suite for all of them.

A third party's agent is checked by its own subclass: override `agent()` and, if it reads more, `observations()`.
"""

from __future__ import annotations

import math

import msgspec

from rlbot.agents.agent import Agent, Observation
from rlbot.agents.rule_explainer import Reasoned, explain_by_rule
from rlbot.agents.seat import Watcher
from tests.agents.nets import made, observation


class AgentContract:
    """Subclass it and return a fresh agent."""

    def agent(self) -> Agent:
        """A fresh agent, always the same."""
        raise NotImplementedError

    def observations(self) -> list[Observation]:
        """What it is shown, in order."""
        return [observation(seed) for seed in range(1, 40)]

    def warmed(self) -> Agent:
        """A fresh agent that has seen enough bars to decide."""
        agent = self.agent()
        if isinstance(agent, Watcher):
            for k in range(agent.progress()[1]):
                agent.watch(100.0, 0.01 * math.sin(k))
        return agent

    def test_it_has_a_version(self) -> None:
        assert isinstance(self.agent().version, str) and self.agent().version

    def test_decisions_are_weights_with_a_confidence(self) -> None:
        agent = self.warmed()
        for seen in self.observations():
            decision = agent.decide(seen)
            assert math.isfinite(decision.target_weight) and abs(decision.target_weight) <= 4.0
            assert 0.0 <= decision.confidence <= 1.0
            assert all(math.isfinite(x) for x in decision.output)

    def test_the_same_observations_give_the_same_decisions(self) -> None:
        first, second = self.warmed(), self.warmed()
        for seen in self.observations():
            assert first.decide(seen) == second.decide(seen)

    def test_the_observation_is_left_as_it_was(self) -> None:
        agent = self.warmed()
        for seen in self.observations():
            before = seen.vector.copy()
            agent.decide(seen)
            assert (seen.vector == before).all()

    def test_a_decision_survives_the_wire(self) -> None:
        decision = self.warmed().decide(self.observations()[0])
        assert msgspec.json.decode(msgspec.json.encode(decision), type=type(decision)) == decision

    def test_it_needs_no_more_warm_up_than_it_says(self) -> None:
        agent = self.warmed()
        if isinstance(agent, Watcher):
            seen, needed = agent.progress()
            assert seen == needed

    def test_its_reasons_are_sentences(self) -> None:
        agent = self.warmed()
        for seen in self.observations():
            decision = agent.decide(seen)
            if isinstance(agent, Reasoned):
                event = made(decision.target_weight, seen)
                event = msgspec.structs.replace(event, output=decision.output, hold_shares=decision.hold_shares)
                explained = explain_by_rule(event, agent)
                assert explained.sentence.endswith(".") and "!" not in explained.sentence
                assert explained.sentence[0].isupper() and len(explained.sentence) < 250
                assert explained.flip
