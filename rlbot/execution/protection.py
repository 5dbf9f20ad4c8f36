"""The stop-loss and take-profit pair of one agent and symbol: one cancels the other, both only ever reduce.

It covers what no working exit has claimed yet, so that two exits together can never sell more than is held.
"""

from __future__ import annotations


class Protection:
    """Levels in USD (0 means none) and the shares covered. `decision_id` opened or last added to the position."""

    __slots__ = ("decision_id", "profit", "quantity", "stop")

    def __init__(self) -> None:
        self.stop = 0.0
        self.profit = 0.0
        self.quantity = 0
        self.decision_id = ""

    @property
    def set(self) -> bool:
        """Whether there is any level to work."""
        return self.stop > 0.0 or self.profit > 0.0

    def reprice(self, stop: float, profit: float, decision_id: str) -> None:
        """New levels from the order that opened or added; they hold for the whole position."""
        self.stop = stop
        self.profit = profit
        self.decision_id = decision_id

    def clear(self) -> None:
        """No levels, nothing covered."""
        self.stop = 0.0
        self.profit = 0.0
        self.quantity = 0
        self.decision_id = ""

    def split(self, factor: float) -> None:
        """Levels per new share."""
        self.stop /= factor
        self.profit /= factor
