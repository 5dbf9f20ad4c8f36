"""Agent host: asks each agent at its bar, and keeps what the agent may know of itself.

Hears: OrderFilled, EquityMarked, DecisionDue, DecisionMade, ExplanationDue, PauseAgent, ResumeAgent, ModelDeployed,
KillActivated, KillReset.
Says: DecisionMade, DecisionLate, ExplanationDue, DecisionExplained, RewardRealised, AgentPaused, AgentResumed.
Owns: the seats, and with them every agent's own history, reward and present model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from hashlib import blake2b
from typing import Protocol

from rlbot.agents.action import action_of
from rlbot.agents.agent import Decision, Observation
from rlbot.agents.runners import Answer, Failed, Late
from rlbot.agents.seat import Loaded, Seat
from rlbot.bus import Bus
from rlbot.events.agent import (
    AgentPaused,
    AgentResumed,
    DecisionExplained,
    DecisionLate,
    DecisionMade,
    DecisionReason,
    ExplanationDue,
    ModelDeployed,
)
from rlbot.events.commands import PauseAgent, ResumeAgent
from rlbot.events.market import DecisionDue
from rlbot.events.ops import HandlerFailed, KillActivated, KillReset
from rlbot.events.trade import EquityMarked, OrderFilled
from rlbot.portfolio.sub_ledger import SubLedgerView

__all__ = ["AgentHost", "Loaded", "Seat"]

SECOND = 1_000_000_000


class Ledger(Protocol):
    """Where positions are known."""

    def view(self, agent_id: str) -> SubLedgerView:
        """The agent's sub-ledger as of now."""
        ...


class AgentHost:
    """Runs the seats. `recorded`: journaled decisions by id; a restart that replays inputs publishes them as they were."""

    def __init__(
        self,
        bus: Bus,
        ledger: Ledger,
        seats: Sequence[Seat],
        explain: bool,
        recorded: Mapping[str, DecisionMade] | None = None,
    ) -> None:
        """`explain`: explain every decision at once (live); else on demand (`explain_last`, or a seat's explainer)."""
        self._publish = bus.publish
        self._view = ledger.view
        self._seats = {seat.agent_id: seat for seat in seats}
        self._explain = explain
        self._recorded = recorded if recorded is not None else {}
        self._killed = ""

    def warm_up(self, due: DecisionDue) -> None:
        """A bar before the run: short history, normalizer and watchers take it in; nobody decides."""
        seat = self._seats.get(due.agent_id)
        if seat is not None:
            seat.take(due)

    def on_fill(self, event: OrderFilled) -> None:
        """Turnover and cost of the agent's own history. The same `exec_id` a second time changes nothing."""
        seat = self._seats.get(event.agent_id)
        if seat is not None:
            seat.filled(event)

    def on_equity(self, event: EquityMarked) -> None:
        """What the previous decision was worth; then own history moves on."""
        seat = self._seats.get(event.agent_id)
        realised = seat.marked(event) if seat is not None else None
        if realised is not None:
            self._publish(realised)

    def on_decision_due(self, due: DecisionDue) -> None:
        """Ask the agent; whoever may not decide holds, with the reason."""
        seat = self._seats.get(due.agent_id)
        if seat is None:
            return
        if seat.next is not None:
            seat.swap(seat.next)
        seat.take(due)
        bar = due.bar
        close = bar.close
        view = self._view(due.agent_id)
        equity, weight = view.equity, view.weight
        vector = seat.builder.observe(seat.own, weight, view.unrealised_return, equity)
        observation = Observation(vector, due.features, weight, bar.start_ns, close, view.exited, due.inputs, equity)
        decision_id = f"{due.agent_id}-{bar.start_ns // SECOND:x}"
        known = self._recorded.get(decision_id) if self._recorded else None
        if known is not None:
            self._remind(seat, known, observation)
            self._announce(seat, known, observation)
            return
        reason = seat.who_decides(bool(self._killed), due.warm)
        if reason != seat.reason:
            seat.why = seat.paused or self._killed
            self._decided(seat, due, view, observation, decision_id, reason, Decision(weight, 0.0, True))
        elif seat.runner is None:
            self._decided(seat, due, view, observation, decision_id, reason, seat.agent.decide(observation))
        else:
            seat.runner.ask(observation, partial(self._answered, seat, due, view, observation, decision_id))

    def on_decision_made(self, event: DecisionMade) -> None:
        """Registered after the risk gate: by then the order has left. A recorded decision was explained when it was made."""
        if self._explain and event.agent_id in self._seats and event.decision_id not in self._recorded:
            self._publish(ExplanationDue(ts_ns=event.ts_ns, agent_id=event.agent_id, decision_id=event.decision_id))

    def on_explanation_due(self, event: ExplanationDue) -> None:
        """Once more to the end of the queue, where other agents' orders of the same instant stand; then there is time."""
        seat = self._seats.get(event.agent_id)
        if seat is not None and seat.made_way != event.decision_id:
            seat.made_way = event.decision_id
            self._publish(event)
        elif seat is not None and seat.last is not None and seat.last[0].decision_id == event.decision_id:
            self._publish(seat.explanation())

    def explain_last(self, agent_id: str) -> DecisionExplained | None:
        """The explanation of the agent's latest decision, on demand; None before its first. Raises KeyError."""
        return self._seats[agent_id].explanation()

    def close(self) -> None:
        """Let go of what the seats hold: processes of their own end here."""
        for seat in self._seats.values():
            seat.close()

    def on_pause(self, command: PauseAgent) -> None:
        """Hold from the next bar on; again changes nothing."""
        seat = self._seats.get(command.agent_id)
        if seat is not None and not seat.paused:
            seat.paused = command.reason
            self._publish(AgentPaused(ts_ns=command.ts_ns, agent_id=command.agent_id, reason=command.reason))

    def on_resume(self, command: ResumeAgent) -> None:
        """Decide again from the next bar on."""
        seat = self._seats.get(command.agent_id)
        if seat is not None and seat.paused:
            seat.paused = ""
            self._publish(AgentResumed(ts_ns=command.ts_ns, agent_id=command.agent_id))

    def on_model(self, event: ModelDeployed) -> None:
        """Read the version now, so that a damaged one leaves the present one; it takes over at the agent's next bar."""
        seat = self._seats.get(event.agent_id)
        if seat is not None and seat.load is not None:
            seat.next = None if event.version == seat.agent.version else seat.load(event.version)

    def on_killed(self, event: KillActivated) -> None:
        """While killed everybody holds. A halt is another thing: there agents go on deciding, so that they can still reduce."""
        self._killed = event.reason

    def on_kill_reset(self, event: KillReset) -> None:
        """The kill switch was lifted."""
        self._killed = ""

    def _decided(
        self,
        seat: Seat,
        due: DecisionDue,
        view: SubLedgerView,
        observation: Observation,
        decision_id: str,
        reason: DecisionReason,
        decision: Decision,
    ) -> None:
        bar = due.bar
        made = DecisionMade(
            ts_ns=due.ts_ns,
            agent_id=due.agent_id,
            decision_id=decision_id,
            symbol=bar.symbol,
            bar_ns=bar.start_ns,
            close=bar.close,
            action=action_of(decision, seat.highest, seat.lowest, view.shares, view.equity, bar.close, seat.band),
            target_weight=decision.target_weight,
            current_weight=observation.weight,
            confidence=decision.confidence,
            hold_shares=decision.hold_shares,
            reason=reason,
            version=seat.agent.version,
            output=decision.output,
            observation_hash=blake2b(observation.vector.data, digest_size=8).hexdigest(),
        )
        self._announce(seat, made, observation)

    def _announce(self, seat: Seat, made: DecisionMade, observation: Observation) -> None:
        seat.decided(made, observation)
        self._publish(made)

    def _answered(
        self, seat: Seat, due: DecisionDue, view: SubLedgerView, observation: Observation, decision_id: str, answer: Answer
    ) -> None:
        """From a runner, within the instant. No decision in time leaves the position as it is."""
        reason, seat.why = seat.reason, ""
        if isinstance(answer, Late):
            reason, seat.why = "failed", f"nothing came within {answer.waited_ns / SECOND:g} s"
            self._publish(
                DecisionLate(ts_ns=due.ts_ns, agent_id=due.agent_id, decision_id=decision_id, late_ns=answer.waited_ns)
            )
        elif isinstance(answer, Failed):
            reason, seat.why = "failed", answer.error
            self._publish(
                HandlerFailed(
                    ts_ns=due.ts_ns,
                    handler=f"agent {due.agent_id}",
                    event="DecisionDue",
                    error=answer.error,
                    critical=False,
                )
            )
        decision = answer if isinstance(answer, Decision) else Decision(observation.weight, 0.0, True)
        self._decided(seat, due, view, observation, decision_id, reason, decision)

    def _remind(self, seat: Seat, known: DecisionMade, observation: Observation) -> None:
        """Scripts and strangers may remember what they were asked; their answer to what is journaled counts for nothing."""
        if known.reason != seat.reason:
            return
        if seat.runner is not None and seat.load is None:
            seat.runner.ask(observation, lambda _: None)
        elif seat.reason == "script":
            seat.agent.decide(observation)
