"""Every decision of a backtest in 50 bytes: enough for `decisions.csv`, for counting, and to compare runs bar by bar."""

from __future__ import annotations

from typing import NamedTuple, get_args

from rlbot.backtest.rows import Rows
from rlbot.events.agent import DecisionMade, DecisionReason
from rlbot.events.base import Action

ACTIONS: tuple[Action, ...] = get_args(Action)
REASONS: tuple[DecisionReason, ...] = get_args(DecisionReason)


class DecisionRow(NamedTuple):
    """A decision without its policy's output; `action` and `reason` as their place in `ACTIONS` and `REASONS`."""

    bar_ns: int
    target_weight: float
    confidence: float
    current_weight: float
    action_index: int
    reason_index: int
    observation: bytes

    @property
    def action(self) -> Action:
        """buy, sell or hold."""
        return ACTIONS[self.action_index]

    @property
    def reason(self) -> DecisionReason:
        """Who or what decided."""
        return REASONS[self.reason_index]

    @property
    def observation_hash(self) -> str:
        """Of the vector that the agent saw."""
        return self.observation.hex()


class DecisionRows(Rows[DecisionRow]):
    """One agent's. Hears DecisionMade."""

    __slots__ = ("_actions", "_reasons")

    def __init__(self) -> None:
        super().__init__(DecisionRow, "qdddBB8s")
        self._actions = {action: k for k, action in enumerate(ACTIONS)}
        self._reasons = {reason: k for k, reason in enumerate(REASONS)}

    def on_decision(self, event: DecisionMade) -> None:
        """Append."""
        self.data += self.pack(
            event.bar_ns,
            event.target_weight,
            event.confidence,
            event.current_weight,
            self._actions[event.action],
            self._reasons[event.reason],
            bytes.fromhex(event.observation_hash),
        )
