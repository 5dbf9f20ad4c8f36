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
NOT_ARMED = "not_armed"  # a resume does not lift it: arming alone does
# Whatever else comes and goes outside the trading path is told when it is over, and what still stands is told again behind it:
# a replay learns of these from the journal alone.
TOLD_WHEN_OVER = frozenset({NOT_ARMED, "position_mismatch", "order_mismatch", "order_excess"})


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
            self._publish(_told(agent_id, halt, ts_ns))

    def lift(self, agent_id: str, ts_ns: int, reason: str, rule: str = "") -> None:
        """Lift one rule's halt, or all that a person may; said once nothing halts the agent (or account) any more."""
        standing = self._standing.get(agent_id)
        if not standing or (rule and rule not in standing):
            return
        for name in [rule] if rule else [name for name in standing if name != NOT_ARMED]:
            del standing[name]
        if not standing:
            self._publish(TradingResumed(ts_ns=ts_ns, reason=reason, agent_id=agent_id))
        elif not rule or rule in TOLD_WHEN_OVER:
            self._publish(TradingResumed(ts_ns=ts_ns, reason=reason, agent_id=agent_id, still=True))
            for halt in list(standing.values()):
                self._publish(_told(agent_id, halt, ts_ns))

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


def _told(agent_id: str, halt: Halt, ts_ns: int) -> TradingHalted:
    return TradingHalted(ts_ns=ts_ns, reason=halt.reason, agent_id=agent_id, rule=halt.rule, limit=halt.limit, value=halt.value)


def _foremost(standing: dict[str, Halt]) -> Halt:
    """The one that has stood longest, those from outside last."""
    return min(standing.values(), key=lambda halt: halt.rule == JOURNAL_FAILED)
