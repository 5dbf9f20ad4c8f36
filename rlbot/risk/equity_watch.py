"""Watches one equity (an agent's or the account's) and says when new risk must stop, and when it may go on.

Daily loss stops until the next session begins. Drawdown stops until somebody resumes by hand, and is then measured anew.
"""

from __future__ import annotations

from rlbot.portfolio.sub_ledger import DAY_NS
from rlbot.risk.drawdown import RollingDrawdown, SessionLoss
from rlbot.risk.halts import Halt

DAILY_LOSS = "daily_loss"
DRAWDOWN = "drawdown"
# New York is this far behind UTC in winter: a mark of its evening belongs to the day behind it, not to the session to come.
NEW_YORK_NS = 5 * 3_600_000_000_000


def trading_day(ts_ns: int) -> int:
    """The number of the day to which a mark at this instant belongs."""
    return (ts_ns - NEW_YORK_NS) // DAY_NS


class EquityWatch:
    """`daily_loss`, `max_drawdown`: fractions, None is off. `measures` even with both off if `reduce` needs the drawdown."""

    __slots__ = ("_daily_loss", "_max_drawdown", "_reduce", "active", "drawdown", "session")

    def __init__(self, daily_loss: float | None, max_drawdown: float | None, reduce: float | None) -> None:
        self._daily_loss = daily_loss
        self._max_drawdown = max_drawdown
        self._reduce = reduce
        self.active = not (daily_loss is None and max_drawdown is None and reduce is None)
        self.drawdown = RollingDrawdown()
        self.session = SessionLoss()

    @property
    def easing(self) -> bool:
        """Whether the drawdown is so deep that positions are to be halved."""
        return self._reduce is not None and self.drawdown.value >= self._reduce

    def on(self, day: int, equity: float) -> tuple[bool, Halt | None]:
        """A mark on `day`: (a new session began, the halt it calls for)."""
        began = self.session.on(day, equity)
        fall = self.drawdown.on(self.session.session, equity)
        limit = self._max_drawdown
        if limit is not None and fall >= limit:
            reason = f"equity is {fall:.1%} below its peak, the limit is {limit:.1%}"
            return began, Halt(DRAWDOWN, reason, limit, fall)
        limit = self._daily_loss
        loss = self.session.value
        if limit is not None and loss >= limit:
            return began, Halt(DAILY_LOSS, f"{loss:.1%} lost in this session, the limit is {limit:.1%}", limit, loss)
        return began, None

    def restart(self) -> None:
        """After a resume: what was lost before is forgiven, what comes is measured."""
        self.drawdown.restart()
        self.session.restart()
