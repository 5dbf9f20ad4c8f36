"""Which events become log lines, and the correlation id that binds them: the decision's id, from its bar to its fill.

Hears: everything in `LINES`. Says: nothing. Owns: which decision each working order came from.

What is heard waits in an outbox and becomes lines at `write`, once the orders of the instant have left: a line costs 60 µs, and
a dozen stand between a bar and its order. Overflow policy: the outbox is written out when it is full.
"""

from __future__ import annotations

from structlog.typing import FilteringBoundLogger

from rlbot.bus import Bus
from rlbot.clock import iso
from rlbot.events import agent, market, ops, trade
from rlbot.events.base import Event
from rlbot.monitoring.logs import Level

_SECOND_NS = 1_000_000_000
_ORDERS_REMEMBERED = 4_096
_OUTBOX_EVENTS = 4_096

# The level of each kind; None: the event says it itself.
LINES: dict[type[Event], Level | None] = {
    market.DecisionDue: "info",
    agent.DecisionMade: "info",
    trade.OrderApproved: "info",
    trade.OrderRefused: "warning",
    trade.OrderAccepted: "info",
    trade.OrderFilled: "info",
    trade.CommissionCharged: "info",
    trade.FillCorrected: "warning",
    trade.OrderCancelled: "info",
    trade.OrderRejected: "error",
    trade.ProtectionPlaced: "debug",
    trade.ProtectionRemoved: "debug",
    agent.DecisionExplained: "info",
    agent.DecisionLate: "warning",
    agent.RewardRealised: "debug",
    agent.AgentPaused: "info",
    agent.AgentResumed: "info",
    agent.ModelDeployed: "info",
    market.SplitApplied: "info",
    market.DividendPaid: "info",
    market.BarRejected: "warning",
    market.BarGapFound: "warning",
    market.FeedStateChanged: "info",
    ops.HandlerFailed: "error",
    ops.TradingHalted: "warning",
    ops.TradingResumed: "info",
    ops.KillActivated: "warning",
    ops.KillReset: "warning",
    ops.AlertRaised: None,
    ops.RunStarted: "info",
    ops.RunEnded: "info",
}

# Long or repeated elsewhere: the journal has them whole.
_LEFT_OUT = {
    *("ts_ns", "available_ns", "bar", "features", "inputs", "output", "drivers", "parts"),
    *("observation_hash", "decision_id", "event"),
}


class EventLines:
    """An edge: subscribe after the trading path, and after a replay."""

    def __init__(self, logger: FilteringBoundLogger) -> None:
        self._logger = logger
        self._waiting: list[Event] = []
        self._decision_of: dict[str, str] = {}

    def listen(self, bus: Bus) -> None:
        """Subscribe to every kind in `LINES`."""
        for kind in LINES:
            bus.on(kind, self.on_event)

    def on_event(self, event: Event) -> None:
        """It becomes a line later."""
        self._waiting.append(event)
        if len(self._waiting) >= _OUTBOX_EVENTS:
            self.write()

    def write(self) -> None:
        """Lines of everything that waits, in the order in which it was heard."""
        waiting, self._waiting = self._waiting, []
        for event in waiting:
            self._line(event)

    def _line(self, event: Event) -> None:
        kind = type(event)
        level = LINES[kind] or (event.severity if isinstance(event, ops.AlertRaised) else "info")
        fields = {name: getattr(event, name) for name in kind.__struct_fields__ if name not in _LEFT_OUT}
        if isinstance(event, market.DecisionDue):
            bar = event.bar
            fields |= {"symbol": bar.symbol, "interval": bar.interval, "bar_ns": bar.start_ns, "close": bar.close}
        fields = dict(_in_words(name, value) for name, value in fields.items())
        if isinstance(event, ops.HandlerFailed):
            fields["during"] = event.event
        getattr(self._logger, level)(kind.__name__, correlation_id=self._correlation(event), ts_ns=event.ts_ns, **fields)

    def _correlation(self, event: Event) -> str:
        if isinstance(event, market.DecisionDue):
            return f"{event.agent_id}-{event.bar.start_ns // _SECOND_NS:x}"
        decision_id: str = getattr(event, "decision_id", "")
        order_id: str = getattr(event, "client_order_id", "")
        if order_id and decision_id:
            self._decision_of[order_id] = decision_id
            if len(self._decision_of) > _ORDERS_REMEMBERED:
                del self._decision_of[next(iter(self._decision_of))]
        return decision_id or self._decision_of.get(order_id, "")


def _in_words(name: str, value: object) -> tuple[str, object]:
    """An instant as people read it; everything else as it is."""
    if name.endswith("_ns") and isinstance(value, int):
        return name.removesuffix("_ns"), iso(value) if value else ""
    return name, value
