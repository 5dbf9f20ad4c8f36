"""A tiny engine with the shape of the real one: decides at each bar, buys at the next, and can be told to go wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rlbot.bus import Bus
from rlbot.events.agent import AgentPaused, DecisionMade, ExplanationDue
from rlbot.events.commands import Kill, PauseAgent
from rlbot.events.market import BarClosed, DecisionDue, InstantClosed
from rlbot.events.ops import Heartbeat, KillActivated
from rlbot.journal.kinds import JOURNALED, Message
from tests.journal.sample_events import approved, bar_closed, decision, due, explained, filled, instant, reward


class ToyEngine:
    """`recorded` decisions are taken as they were; `price` of fills can be changed: the bug a replay must notice."""

    def __init__(
        self,
        recorded: Mapping[str, DecisionMade] | None = None,
        price: float = 101.3,
        waits_for_heartbeat: bool = False,
    ) -> None:
        self.bus = Bus()
        self.decided = 0
        self.paused = self.killed = False
        self._waits = waits_for_heartbeat
        self._recorded = recorded or {}
        self._price = price
        self._minute = -1
        self._waiting: int | None = None
        self._pending: int | None = None
        on = self.bus.on
        on(BarClosed, self._on_bar)
        on(InstantClosed, self._on_instant)
        on(DecisionDue, self._on_due)
        on(DecisionMade, self._on_decision)
        on(ExplanationDue, self._on_explanation)
        on(PauseAgent, self._on_pause)
        on(Kill, self._on_kill)
        on(KillActivated, self._on_killed)
        on(Heartbeat, self._on_heartbeat)

    def journal_to(self, tap: Callable[[Any], None]) -> None:
        """The journal's tap, after everything else."""
        for kind in JOURNALED:
            self.bus.on(kind, tap)

    def play(self, minute: int) -> None:
        """One instant."""
        self.bus.publish(bar_closed(minute))
        self.bus.publish(instant(minute))

    def kill_from_file(self, ts_ns: int) -> None:
        """The kill file was seen; no command tells of it."""
        self.bus.publish(KillActivated(ts_ns=ts_ns, origin="file", reason="the file"))

    def _on_bar(self, event: BarClosed) -> None:
        self._minute += 1
        if self._waiting is not None:
            self.bus.publish(filled(self._waiting, price=self._price))
            self._waiting = None

    def _on_instant(self, event: InstantClosed) -> None:
        if self._pending is not None:
            self.bus.publish(reward(self._pending))
            self._pending = None
        if not self._waits:
            self.bus.publish(due(self._minute, (1.5, 30.0)))

    def _on_heartbeat(self, event: Heartbeat) -> None:
        self.bus.publish(due(self._minute, (1.5, 30.0)))

    def _on_due(self, event: DecisionDue) -> None:
        made = self._recorded.get(f"ppo_stock-{self._minute:x}")
        if made is None:
            self.decided += 1
            made = decision(self._minute, action="hold" if self.paused else "buy")
        self._pending = self._minute
        self.bus.publish(made)

    def _on_decision(self, event: DecisionMade) -> None:
        if event.action == "buy" and not self.killed:
            self._waiting = self._minute
            self.bus.publish(approved(self._minute))
        if event.decision_id not in self._recorded:
            self.bus.publish(ExplanationDue(ts_ns=event.ts_ns, agent_id=event.agent_id, decision_id=event.decision_id))

    def _on_explanation(self, event: ExplanationDue) -> None:
        self.bus.publish(explained(self._minute))

    def _on_kill(self, command: Kill) -> None:
        if not self.killed:
            self.bus.publish(KillActivated(ts_ns=command.ts_ns, reason=command.reason, origin=command.origin))

    def _on_killed(self, event: KillActivated) -> None:
        self.killed = True

    def _on_pause(self, command: PauseAgent) -> None:
        self.paused = True
        self.bus.publish(AgentPaused(ts_ns=command.ts_ns, agent_id=command.agent_id, reason=command.reason))


def collected(engine: ToyEngine, kind: type) -> list[Message]:
    """What the engine says of `kind` from now on."""
    found: list[Message] = []
    engine.bus.on(kind, found.append)
    return found
