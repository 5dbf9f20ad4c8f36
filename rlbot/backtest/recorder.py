"""Keeps what a backtest did: decisions, fills and the equity curve of one agent, in plain lists.

Hears: DecisionMade, OrderFilled, OrderRefused, EquityMarked, RewardRealised, HandlerFailed.
"""

from __future__ import annotations

from rlbot.bus import Bus
from rlbot.events.agent import DecisionMade, RewardRealised
from rlbot.events.ops import HandlerFailed
from rlbot.events.trade import EquityMarked, OrderCancelled, OrderFilled, OrderRefused
from rlbot.journal.event_hash import HASHED, EventHash


class Recorder:
    """Appends, and nothing else: it is on the hot path of a backtest."""

    def __init__(self) -> None:
        self.decisions: list[DecisionMade] = []
        self.fills: list[OrderFilled] = []
        self.refusals: list[OrderRefused] = []
        self.marks: list[EquityMarked] = []
        self.rewards: list[RewardRealised] = []
        self.cancels: list[OrderCancelled] = []
        self.failures: list[HandlerFailed] = []
        self.hash = EventHash()

    def listen(self, bus: Bus) -> None:
        """Subscribe after the trading path, so that what is recorded has happened."""
        bus.on(DecisionMade, self.decisions.append)
        bus.on(OrderFilled, self.fills.append)
        bus.on(OrderRefused, self.refusals.append)
        bus.on(OrderCancelled, self.cancels.append)
        bus.on(EquityMarked, self.marks.append)
        bus.on(RewardRealised, self.rewards.append)
        bus.on(HandlerFailed, self.failures.append)
        for kind in HASHED:
            bus.on(kind, self.hash.tap)
