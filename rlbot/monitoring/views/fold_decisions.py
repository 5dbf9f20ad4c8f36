"""How decisions, explanations, rewards, pauses and models change the board."""

from __future__ import annotations

from rlbot.events.agent import AgentPaused, AgentResumed, DecisionExplained, DecisionMade, ModelDeployed, RewardRealised
from rlbot.monitoring.views.decision_log import DecisionRecord, explanation
from rlbot.monitoring.views.state import BoardState
from rlbot.monitoring.web.contract.feed import DecisionUpdate, ExplanationUpdate


def decision_changed(state: BoardState, record: DecisionRecord, now_ns: int) -> None:
    """Note it, and tell whoever watches."""
    record.as_of_ns = now_ns
    if state.changes.watched:
        state.changes.event("decisions", DecisionUpdate(decision=record.row(state.platform.simulated)))


class DecisionFold:
    """Folds what agents say."""

    def __init__(self, state: BoardState) -> None:
        self._state = state

    def on_made(self, made: DecisionMade, now_ns: int) -> None:
        """A decision, holding included; the same id twice changes nothing."""
        state = self._state
        view = state.agents.get(made.agent_id)
        if view is None:
            return
        state.decision_seq += 1
        record = DecisionRecord(state.decision_seq, made, view.in_sample or view.trained_on(made.bar_ns), now_ns)
        if not view.decisions.add(record):
            return
        view.on_decision(made, now_ns)
        state.changes.agents[made.agent_id] = None
        decision_changed(state, record, now_ns)

    def on_explained(self, explained: DecisionExplained, now_ns: int) -> None:
        """Why it came out so."""
        found = self._state.decision(explained.decision_id)
        if found is None:
            return
        view, record = found
        record.explained = explained
        view.skill = explained.skill
        decision_changed(self._state, record, now_ns)
        if self._state.changes.watched:
            payload = ExplanationUpdate(
                decision_id=explained.decision_id, agent_id=explained.agent_id, explanation=explanation(explained)
            )
            self._state.changes.event("decisions", payload)

    def on_reward(self, realised: RewardRealised, now_ns: int) -> None:
        """What it was worth, one bar later."""
        view = self._state.agents.get(realised.agent_id)
        if view is None:
            return
        record = view.decisions.by_id.get(realised.decision_id)
        if record is not None:
            if record.reward is not None:
                return
            record.reward = realised
            decision_changed(self._state, record, now_ns)
        view.on_reward(realised, now_ns)
        self._state.changes.agents[view.id] = None

    def on_paused(self, paused: AgentPaused, now_ns: int) -> None:
        """It holds from now on."""
        self._pause(paused.agent_id, paused.reason or "paused", now_ns)

    def on_resumed(self, resumed: AgentResumed, now_ns: int) -> None:
        """It decides again."""
        self._pause(resumed.agent_id, "", now_ns)

    def _pause(self, agent_id: str, reason: str, now_ns: int) -> None:
        view = self._state.agents.get(agent_id)
        if view is not None:
            view.paused, view.as_of_ns = reason, now_ns
            self._state.changes.agents[agent_id] = None
            self._state.changes.status = True

    def on_model(self, deployed: ModelDeployed, now_ns: int) -> None:
        """Which version decides from now on."""
        view = self._state.agents.get(deployed.agent_id)
        if view is not None:
            view.model, view.as_of_ns = deployed, now_ns
            view.skill = "proven out of sample" if deployed.proven else "no demonstrated skill"
            self._state.changes.agents[view.id] = None
