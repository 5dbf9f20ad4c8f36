"""How alerts, failures, halts, runs and the feed's state change the board."""

from __future__ import annotations

from rlbot.events.agent import DecisionLate
from rlbot.events.market import FeedStateChanged
from rlbot.events.ops import (
    AlertRaised,
    HandlerFailed,
    Heartbeat,
    RunEnded,
    RunStarted,
    Severity,
    TradingHalted,
    TradingResumed,
)
from rlbot.monitoring.views.state import BoardState
from rlbot.monitoring.web.contract.feed import AlertUpdate

# Halts whose cause raises an alert of its own.
TOLD_BY_THEMSELVES = frozenset({"journal_failed", "handler_failed"})


class OpsFold:
    """Folds what operates the platform into the state."""

    def __init__(self, state: BoardState) -> None:
        self._state = state

    def on_feed(self, changed: FeedStateChanged, now_ns: int) -> None:
        """The feed is well, late, or silent; bars that the calendar owes and that do not come are an alert."""
        before = self._state.platform.feed_state
        if (changed.state == "stale") != (before == "stale"):
            severity: Severity = "warning" if changed.state == "stale" else "info"
            code = "bars_missing" if changed.state == "stale" else "bars_back"
            text = f"The {changed.source} feed: {changed.detail}."
            self.on_alert(AlertRaised(ts_ns=changed.ts_ns, severity=severity, code=code, text=text), now_ns)
        self._state.platform.on_feed(changed, now_ns)
        self._state.changes.status = True

    def on_alert(self, raised: AlertRaised, now_ns: int) -> None:
        """Something a person should know."""
        alert = self._state.platform.on_alert(raised, now_ns)
        if self._state.changes.watched:
            self._state.changes.event("alerts", AlertUpdate(alert=alert))
        self._state.changes.status = True

    def on_failure(self, failed: HandlerFailed, now_ns: int) -> None:
        """A handler raised."""
        text = f"{failed.handler} failed on {failed.event}: {failed.error}"
        severity: Severity = "critical" if failed.critical else "warning"
        self.on_alert(AlertRaised(ts_ns=failed.ts_ns, severity=severity, code="handler_failed", text=text), now_ns)

    def on_late(self, late: DecisionLate, now_ns: int) -> None:
        """An agent in a process of its own did not answer in time."""
        text = f"{late.agent_id} gave no decision within {late.late_ns / 1e9:g} s; its position stays as it is."
        self.on_alert(AlertRaised(ts_ns=late.ts_ns, severity="warning", code="decision_late", text=text), now_ns)

    def on_halt(self, halted: TradingHalted, now_ns: int) -> None:
        """No new risk."""
        self._state.platform.on_halt(halted, now_ns)
        if halted.rule not in TOLD_BY_THEMSELVES:
            severity: Severity = "warning" if halted.agent_id else "critical"
            text = f"{halted.agent_id or 'The account'} is halted: {halted.reason}. It takes no new risk; it can still reduce."
            self.on_alert(AlertRaised(ts_ns=halted.ts_ns, severity=severity, code=halted.rule, text=text), now_ns)
        self._state.touch_all()

    def on_trading_resumed(self, resumed: TradingResumed, now_ns: int) -> None:
        """That halt is over."""
        self._state.platform.halts.pop(resumed.agent_id, None)
        who = resumed.agent_id or "The account"
        text = f"{who}: {resumed.reason}; another halt stands." if resumed.still else f"{who} trades again: {resumed.reason}."
        self.on_alert(AlertRaised(ts_ns=resumed.ts_ns, severity="info", code="resumed", text=text), now_ns)
        self._state.touch_all()

    def on_run(self, started: RunStarted, now_ns: int) -> None:
        """A run began, or goes on."""
        self._state.platform.on_run(started, now_ns)
        self._state.touch_all()

    def on_end(self, ended: RunEnded, now_ns: int) -> None:
        """It ended."""
        self._state.platform.on_end(ended)
        self._state.touch_all()

    def on_heartbeat(self, beat: Heartbeat, now_ns: int) -> None:
        """A sign of life; `catch_up` has noted the time, this the market's."""
        platform = self._state.platform
        owed = platform.owes_prices
        platform.now_ns = beat.ts_ns
        if platform.owes_prices != owed:  # nothing else may come to tell the page that the exchange has closed
            self._state.changes.status = True
