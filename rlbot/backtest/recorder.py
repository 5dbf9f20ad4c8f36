"""Keeps what a backtest did: decisions, fills and the equity curve of one agent.

Hears: DecisionMade, OrderFilled, OrderRefused, EquityMarked, RewardRealised, HandlerFailed, and what the event hash covers.
Owns: about 110 bytes a bar, packed; fills and failures as they came, for there are few.
"""

from __future__ import annotations

from rlbot.backtest.decision_rows import DecisionRows
from rlbot.backtest.rows import MarkRow, RewardRow, Rows
from rlbot.bus import Bus
from rlbot.events.agent import DecisionMade, RewardRealised
from rlbot.events.ops import HandlerFailed
from rlbot.events.trade import EquityMarked, OrderFilled, OrderRefused
from rlbot.journal.event_hash import HASHED, EventHash


class Recorder:
    """Appends, and nothing else: it is on the hot path of a backtest."""

    def __init__(self) -> None:
        self.decisions = DecisionRows()
        self.marks = Rows(MarkRow, "qddqdd")
        self.rewards = Rows(RewardRow, "d")
        self.fills: list[OrderFilled] = []
        self.refused = 0
        self.failures: list[HandlerFailed] = []
        self.hash = EventHash()

    def listen(self, bus: Bus) -> None:
        """Subscribe after the trading path, so that what is recorded has happened."""
        bus.on(DecisionMade, self.decisions.on_decision)
        bus.on(OrderFilled, self.fills.append)
        bus.on(OrderRefused, self.on_refused)
        bus.on(EquityMarked, self.on_mark)
        bus.on(RewardRealised, self.on_reward)
        bus.on(HandlerFailed, self.failures.append)
        for kind in HASHED:
            bus.on(kind, self.hash.tap)

    def on_mark(self, event: EquityMarked) -> None:
        """One point of the curve."""
        marks = self.marks
        marks.data += marks.pack(event.bar_ns, event.equity, event.cash, event.shares, event.close, event.drawdown)
        self.hash.settle()

    def on_reward(self, event: RewardRealised) -> None:
        """One step's reward."""
        rewards = self.rewards
        rewards.data += rewards.pack(event.reward)

    def on_refused(self, event: OrderRefused) -> None:
        """Only how many: a halted agent may be refused at every bar of a long run."""
        self.refused += 1
