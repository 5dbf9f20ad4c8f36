"""Which halts stand, for the account (agent "") and for each agent. Memory only: rebuilt from the events that set them.

Says: TradingHalted, TradingResumed.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from rlbot.events.ops import TradingHalted, TradingResumed

# Halts from outside the trading path, lifted without a word while another stands. They are told last, so that a replay, which
# cannot know that they are gone, refuses in the same words.
JOURNAL_FAILED = "journal_failed"


class Halt(msgspec.Struct, frozen=True):
    """Why no new risk may be taken."""

    rule: str
    reason: str
    limit: float = 0.0
    value: float = 0.0


class Halts:
    """By agent and rule; an agent is free when none is left."""

    def __init__(self, publish: Callable[[object], None]) -> None:
        self._publish = publish
        self._standing: dict[str, dict[str, Halt]] = {}

    def halt(self, agent_id: str, halt: Halt, ts_ns: int) -> None:
        """Stop new risk; a rule that halts already says nothing again."""
        if halt.rule not in self._standing.get(agent_id, {}):
            self.restore(agent_id, halt)
            self._publish(
                TradingHalted(
                    ts_ns=ts_ns, reason=halt.reason, agent_id=agent_id, rule=halt.rule, limit=halt.limit, value=halt.value
                )
            )

    def lift(self, agent_id: str, ts_ns: int, reason: str, rule: str = "") -> None:
        """Lift one rule's halt, or all; said once nothing halts the agent (or account) any more."""
        standing = self._standing.get(agent_id)
        if not standing or (rule and rule not in standing):
            return
        for name in [rule] if rule else list(standing):
            del standing[name]
        if not standing:
            self._publish(TradingResumed(ts_ns=ts_ns, reason=reason, agent_id=agent_id))

    def restore(self, agent_id: str, halt: Halt | None) -> None:
        """Set a halt, or lift all, without a word."""
        if halt is None:
            self._standing.pop(agent_id, None)
        else:
            self._standing.setdefault(agent_id, {})[halt.rule] = halt

    def of(self, agent_id: str) -> Halt | None:
        """The account's halt if it has one, else the agent's."""
        for name in ("", agent_id):
            standing = self._standing.get(name)
            if standing:
                return _foremost(standing)
        return None

    def halted(self) -> dict[str, Halt]:
        """Everybody halted, the account as ""."""
        return {name: _foremost(standing) for name, standing in self._standing.items() if standing}


def _foremost(standing: dict[str, Halt]) -> Halt:
    """The one that has stood longest, those from outside last."""
    return min(standing.values(), key=lambda halt: halt.rule == JOURNAL_FAILED)
