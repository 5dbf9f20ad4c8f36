"""Folds events into the last state: the same fold live and over the journal, so that a lost file can be rebuilt.

Hears: RunStarted, InstantClosed, PositionChanged, EquityMarked, DecisionMade, ModelDeployed, AgentPaused, AgentResumed,
TradingHalted, TradingResumed, KillActivated, KillReset.
Owns: the present `State`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from rlbot.bus import Bus
from rlbot.clock import iso
from rlbot.events.agent import AgentPaused, AgentResumed, DecisionMade, ModelDeployed
from rlbot.events.market import InstantClosed
from rlbot.events.ops import KillActivated, KillReset, RunStarted, TradingHalted, TradingResumed
from rlbot.events.trade import EquityMarked, PositionChanged
from rlbot.journal.journal import Stored
from rlbot.journal.kinds import Message
from rlbot.system.state import AgentState, State


class StateFold:
    """Keeps what the events say; `state` puts it together."""

    def __init__(self, versions: dict[str, str]) -> None:
        """`versions`: of the platform itself, by name."""
        self._versions = versions
        self._run_id = self._mode = self._feed = ""
        self._last_ns = 0
        self._halted = ""
        self._killed = ""
        self._agents: dict[str, dict[str, Any]] = {}
        self._folds: dict[type, Callable[[Any], None]] = {
            RunStarted: self.on_run,
            InstantClosed: self.on_instant,
            PositionChanged: self.on_position,
            EquityMarked: self.on_equity,
            DecisionMade: self.on_decision,
            ModelDeployed: self.on_model,
            AgentPaused: self.on_paused,
            AgentResumed: self.on_agent_resumed,
            TradingHalted: self.on_halted,
            TradingResumed: self.on_resumed,
            KillActivated: self.on_kill,
            KillReset: self.on_kill_reset,
        }

    def listen(self, bus: Bus) -> None:
        """Subscribe, after the trading path."""
        for kind, fold in self._folds.items():
            bus.on(kind, fold)

    def rebuild(self, rows: Iterable[Stored]) -> None:
        """Take in a run's journal."""
        names = {kind.__name__ for kind in self._folds}
        for row in rows:
            if row.kind in names:
                self.apply(row.event)

    def apply(self, event: Message) -> None:
        """Take in one event of any kind."""
        fold = self._folds.get(type(event))
        if fold is not None:
            fold(event)

    def state(self, now_ns: int) -> State:
        """The present state, stamped with `now_ns`."""
        return State(
            run_id=self._run_id,
            mode=self._mode,
            feed=self._feed,
            last_instant=iso(self._last_ns) if self._last_ns else "",
            last_ts_ns=self._last_ns,
            written_ns=now_ns,
            halted=self._halted,
            killed=self._killed,
            agents={agent_id: AgentState(**fields) for agent_id, fields in self._agents.items()},
            versions=self._versions,
        )

    def on_run(self, event: RunStarted) -> None:
        """Which run."""
        self._run_id, self._mode, self._feed = event.run_id, event.mode, event.feed

    def on_instant(self, event: InstantClosed) -> None:
        """How far it is."""
        self._last_ns = event.ts_ns

    def on_position(self, event: PositionChanged) -> None:
        """Shares and cash."""
        self._of(event.agent_id).update(shares=event.shares, avg_cost=event.avg_cost, cash=event.cash)

    def on_equity(self, event: EquityMarked) -> None:
        """Worth."""
        marked = {"shares": event.shares, "cash": event.cash, "equity": event.equity, "drawdown": event.drawdown}
        self._of(event.agent_id).update(marked)

    def on_decision(self, event: DecisionMade) -> None:
        """Who decided last."""
        self._of(event.agent_id).update(version=event.version, last_decision=event.decision_id)

    def on_model(self, event: ModelDeployed) -> None:
        """Which version decides."""
        self._of(event.agent_id).update(version=event.version)

    def on_paused(self, event: AgentPaused) -> None:
        """Holds until resumed."""
        self._of(event.agent_id).update(paused=event.reason)

    def on_agent_resumed(self, event: AgentResumed) -> None:
        """Decides again."""
        self._of(event.agent_id).update(paused="")

    def on_halted(self, event: TradingHalted) -> None:
        """No new risk, for all or for one."""
        if event.agent_id:
            self._of(event.agent_id).update(halted=event.reason)
        else:
            self._halted = event.reason

    def on_resumed(self, event: TradingResumed) -> None:
        """The halt is over."""
        if event.agent_id:
            self._of(event.agent_id).update(halted="")
        else:
            self._halted = ""

    def on_kill(self, event: KillActivated) -> None:
        """The kill switch is on."""
        self._killed = event.reason

    def on_kill_reset(self, event: KillReset) -> None:
        """The kill switch is off."""
        self._killed = ""

    def _of(self, agent_id: str) -> dict[str, Any]:
        return self._agents.setdefault(agent_id, {})
