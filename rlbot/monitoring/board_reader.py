"""Reads the board's present state: status, agents, positions, series, figures, as the contract's structs.

Every method catches up first, so an answer holds all that happened before it was asked for.
"""

from __future__ import annotations

from rlbot import __version__
from rlbot.clock import Clock
from rlbot.events.base import Interval
from rlbot.monitoring.board import Board
from rlbot.monitoring.views.agent_view import AgentView
from rlbot.monitoring.views.figures import metrics
from rlbot.monitoring.views.state import BoardState
from rlbot.monitoring.web.contract.agents import Agent, AgentDetail, Agents, AgentState
from rlbot.monitoring.web.contract.series import Bars, Equity, Metrics
from rlbot.monitoring.web.contract.status import Account, Component, ComponentState, KillProgress, Status
from rlbot.monitoring.web.contract.trading import Position, Positions

STATE_COMPONENT: dict[AgentState, ComponentState] = {
    "trading": "ok",
    "warming": "busy",
    "paused": "warn",
    "paused_by_kill": "warn",
    "halted": "error",
    "failed": "error",
    "stopped": "off",
}

BY_KILL = "paused by kill"  # how agents come back after a kill was lifted


class BoardReader:
    """Builds what the page shows, when somebody looks."""

    def __init__(self, board: Board, clock: Clock) -> None:
        self.board = board
        self.clock = clock

    def status(self) -> Status:
        """The state of the whole."""
        s = self._caught_up()
        p = s.platform
        account_halt = p.halts.get("")
        return Status(
            mode=p.mode,
            labels=p.labels(any(v.in_sample or v.in_sample_marks for v in s.agents.values())),
            halted=s.kill.on or account_halt is not None,
            halt_reason=s.kill.reason if s.kill.on else account_halt.reason if account_halt else "",
            killed=s.kill.on,
            kill=self.kill(),
            halts=tuple(p.halts.values()),
            run=p.run,
            feed=p.feed(),
            components=(*p.health_strip(), *(self._agent_component(s, v) for v in s.agents.values())),
            account=self._account(s),
            series=tuple(f"{symbol} {interval}" for symbol, interval in s.series),
            unseen_alerts=len(p.alerts),
            platform_version=__version__,
            as_of_ns=p.heard_ns,
            market_ns=p.market_ns,
        )

    def kill(self) -> KillProgress:
        """How far the kill has come."""
        s = self._caught_up()
        positions = [self._position(s, v) for v in s.agents.values() if v.shares]
        protected = sum(len(legs) for legs in s.orders.legs.values())
        bare = tuple(f"{p.agent_id} {p.symbol}" for p in positions if not p.protected)
        return s.kill.read(len(positions), protected, bare)

    def agents(self) -> Agents:
        """Every agent."""
        s = self._caught_up()
        return Agents(items=tuple(self._agent(s, v) for v in s.agents.values()), as_of_ns=s.platform.heard_ns)

    def agent(self, agent_id: str) -> Agent | None:
        """One agent; None if there is none of this name."""
        s = self._caught_up()
        view = s.agents.get(agent_id)
        return None if view is None else self._agent(s, view)

    def agent_detail(self, agent_id: str) -> AgentDetail | None:
        """One agent with position, figures and last decision."""
        s = self._caught_up()
        view = s.agents.get(agent_id)
        if view is None:
            return None
        last = view.decisions.last()
        return AgentDetail(
            agent=self._agent(s, view),
            position=self._position(s, view) if view.shares else None,
            metrics=metrics(view.id, view.curve, [view]),
            last_decision=last.row(s.platform.simulated) if last else None,
            as_of_ns=s.platform.heard_ns,
        )

    def positions(self) -> Positions:
        """Open positions; the list is as old as its oldest price."""
        s = self._caught_up()
        items = tuple(self._position(s, v) for v in s.agents.values() if v.shares)
        oldest = min((p.as_of_ns for p in items), default=s.platform.heard_ns)
        return Positions(items=items, unrealised=sum(p.unrealised or 0.0 for p in items), as_of_ns=oldest)

    def bars(self, symbol: str, interval: Interval, from_ns: int, to_ns: int, limit: int) -> Bars | None:
        """A stretch of one series; None if no bar of it has come."""
        series = self._caught_up().series.get((symbol, interval))
        return None if series is None else series.between(from_ns, to_ns, limit)

    def equity(self, agent_id: str) -> Equity | None:
        """An agent's curve, or the account's if `agent_id` is empty."""
        s = self._caught_up()
        view = s.agents.get(agent_id)
        curve = s.account if agent_id == "" else view.curve if view is not None else None
        return None if curve is None else curve.read(currency=s.currency, synthetic=s.platform.synthetic)

    def metrics(self, agent_id: str) -> Metrics | None:
        """Figures of an agent, or of the account if `agent_id` is empty."""
        s = self._caught_up()
        if agent_id == "":
            return metrics("", s.account, list(s.agents.values()))
        view = s.agents.get(agent_id)
        return None if view is None else metrics(agent_id, view.curve, [view])

    def _caught_up(self) -> BoardState:
        self.board.catch_up()
        return self.board.state

    def _agent_state(self, s: BoardState, v: AgentView) -> tuple[AgentState, str]:
        halt = s.platform.halts.get(v.id) or s.platform.halts.get("")
        if s.kill.on:
            return "paused_by_kill", s.kill.reason
        if s.platform.run.ended_reason:
            return "stopped", s.platform.run.ended_reason
        if v.paused:  # before a halt: a paused agent does not even reduce
            also = f"; also halted: {halt.reason}" if halt is not None else ""
            return ("paused_by_kill" if v.paused == BY_KILL else "paused"), v.paused + also
        if halt is not None:
            return "halted", halt.reason
        if v.last is None:
            return "warming", "waiting for its first bar"
        if v.last.reason == "failed":
            return "failed", "its last decision failed, so it held"
        return ("warming", "collecting history") if v.last.reason == "warming" else ("trading", "")

    def _agent(self, s: BoardState, v: AgentView) -> Agent:
        state, detail = self._agent_state(s, v)
        return v.read(state, detail, s.platform.simulated)

    def _agent_component(self, s: BoardState, v: AgentView) -> Component:
        state, detail = self._agent_state(s, v)
        return Component(
            name=f"agent:{v.id}", state=STATE_COMPONENT[state], detail=detail or state.replace("_", " "), as_of_ns=v.as_of_ns
        )

    def _position(self, s: BoardState, v: AgentView) -> Position:
        legs = s.orders.legs.get((v.id, v.symbol), {})
        stop, profit = legs.get("stop_loss"), legs.get("take_profit")
        covered = stop.quantity - stop.filled if stop else 0
        return v.position(stop.price if stop else None, profit.price if profit else None, covered, s.platform.simulated)

    def _account(self, s: BoardState) -> Account:
        views = list(s.agents.values())
        equity = s.worth() if s.account.t else None
        gross = sum(abs(v.shares) * (v.price or v.avg_cost) for v in views)
        base = sum(v.day_base for v in views)
        day = None if equity is None else sum(v.worth - v.day_base for v in views if v.worth is not None)
        return Account(
            currency=s.currency,
            equity=equity,
            cash=sum(v.cash for v in views) if equity is not None else None,
            exposure=gross / equity if equity is not None and equity > 0.0 else None,
            day_pnl=day,
            day_pnl_fraction=day / base if day is not None and base > 0.0 else None,
            drawdown=s.account.columns["drawdown"][-1] if s.account.t else None,
            as_of_ns=max((s.account.as_of_ns, *(v.price_ns for v in views))),
            market_ns=s.account.market_ns,
        )
