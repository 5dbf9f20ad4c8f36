"""What the dashboard and the shell may ask of the trading path: each request becomes a command on the bus.

Each is in the journal before it is answered: what a person was told is done survives whatever happens next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rlbot.engine import Engine
from rlbot.events.base import Command
from rlbot.events.commands import Flatten, Kill, PauseAgent, ResumeAgent, ResumeTrading
from rlbot.journal.journal import Committed, JournalFailed
from rlbot.monitoring.web.contract.control import ResumeCheck
from rlbot.monitoring.web.request_error import RequestError
from rlbot.risk.halts import NOT_ARMED
from rlbot.system.health import Health


class DeskCommands:
    """Satisfies `monitoring.web.seams.Commands`. Commands carry the trading path's own time, so that a replay repeats them.

    Raises RequestError (503) where a command was carried out but could not be stored.
    """

    def __init__(
        self,
        engine: Engine,
        health: Health,
        commit: Callable[[], Committed | JournalFailed],
        bridge_checks: Callable[[], Sequence[ResumeCheck]] = tuple,
    ) -> None:
        """`commit` is `Journal.commit`; `bridge_checks`: what of the bridge should be looked at before a resume."""
        self._engine = engine
        self._health = health
        self._commit = commit
        self._bridge_checks = bridge_checks

    def kill(self, origin: str, reason: str) -> None:
        """Block every new order at once."""
        self._publish(Kill(ts_ns=self._now_ns(), origin=origin, reason=reason or "kill switch"))
        self._commit()  # the kill file stands already, so a journal that fails takes nothing away

    def flatten(self, origin: str, agent_id: str) -> None:
        """Close positions, then their protection. Its agents are paused, or they would buy again at the next bar."""
        for name in self._engine.ledger.agents():
            if agent_id in ("", name):
                self._publish(PauseAgent(ts_ns=self._now_ns(), origin=origin, agent_id=name, reason="paused by flatten"))
        self._publish(Flatten(ts_ns=self._now_ns(), origin=origin, agent_id=agent_id))
        self._store("The positions are being closed")

    def pause(self, origin: str, agent_id: str) -> None:
        """The agent holds."""
        self._publish(PauseAgent(ts_ns=self._now_ns(), origin=origin, agent_id=agent_id))
        self._store(f"{agent_id} is paused")

    def unpause(self, origin: str, agent_id: str) -> None:
        """The agent decides again."""
        self._publish(ResumeAgent(ts_ns=self._now_ns(), origin=origin, agent_id=agent_id))
        self._store(f"{agent_id} decides again")

    def resume_trading(self, origin: str) -> bool:
        """Lift kill and halts; after a kill the agents come back paused, to be armed one by one."""
        killed = self._engine.kill_switch.active
        if killed:
            for agent_id in self._engine.ledger.agents():
                pause = PauseAgent(ts_ns=self._now_ns(), origin=origin, agent_id=agent_id, reason="paused by kill")
                self._publish(pause)
        self._publish(ResumeTrading(ts_ns=self._now_ns(), origin=origin))
        self._store("Halts are lifted")
        still = self._engine.kill_switch.state()
        if still is not None:
            raise RequestError("unavailable", f"The kill switch stays on ({still.reason}): its file could not be removed.")
        return killed

    def resume_checks(self) -> Sequence[ResumeCheck]:
        """What to look at before resuming."""
        progress = self._health.progress()
        open_orders = self._engine.execution.orders.open_orders()
        state = self._engine.kill_switch.state()
        halts = self._engine.risk.halted()
        why = state.reason if state is not None else "; ".join(h.reason for h in halts.values())
        failed = any(h.rule == "handler_failed" for h in halts.values())
        unarmed = [h.reason for h in halts.values() if h.rule == NOT_ARMED]
        return (
            ResumeCheck(name="reason", state="ok" if why else "warn", detail=why or "nothing is halted"),
            ResumeCheck(name="core", state="ok" if progress.alive else "fail", detail=progress.sentence),
            *self._bridge_checks(),
            ResumeCheck(
                name="agents' orders",  # what guards a position stays at the broker, and is no order of an agent's
                state="warn" if open_orders else "ok",
                detail=f"{len(open_orders)} working" if open_orders else "none works",
            ),
            ResumeCheck(
                name="handlers",
                state="warn" if failed else "ok",
                detail="a handler failed: read the log before resuming" if failed else "every handler ran",
            ),
            *(ResumeCheck(name="armed", state="fail", detail=reason) for reason in unarmed),
        )

    def _store(self, what: str) -> None:
        done = self._commit()
        if isinstance(done, JournalFailed):
            raise RequestError("unavailable", f"{what}, but a restart would not know of it. {done.sentence}")

    def _publish(self, command: Command) -> None:
        self._engine.bus.publish(command)

    def _now_ns(self) -> int:
        return self._engine.clock.now_ns()
