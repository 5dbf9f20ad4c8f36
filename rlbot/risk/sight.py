"""What the account could see when a decision fell: how late its bars came, and what has traded since.

Hears: InstantClosed, MarkUpdated.
"""

from __future__ import annotations

from rlbot.events.market import InstantClosed, MarkUpdated
from rlbot.market.calendar import NYSE


class Sight:
    """Memory of the last instant and of the newest mark per symbol; a pure function of what it heard."""

    def __init__(self) -> None:
        self._seen_ns = 0
        self._marks: dict[str, tuple[int, float]] = {}

    def on_instant(self, event: InstantClosed) -> None:
        """When the bars of this instant were seen."""
        self._seen_ns = event.seen_ns

    def on_mark(self, event: MarkUpdated) -> None:
        """A price between an agent's bars."""
        self._marks[event.symbol] = (event.ts_ns, event.price)

    def age_s(self, known_ns: int, now_ns: int) -> float:
        """Seconds since what a decision rests on became known, while the exchange is open; 0 while it is closed.

        Between two sessions there is nothing newer, so a close is fresh all night. Once trading goes on it is as old as it is.
        `now_ns`: of the engine's clock; a replay clock stands still, and then what was seen counts.
        """
        now_ns = max(now_ns, self._seen_ns)
        if now_ns <= known_ns:
            return 0.0
        session = NYSE.session(now_ns)
        if session is None or not session.open_ns <= now_ns < session.close_ns:
            return 0.0
        return (now_ns - known_ns) / 1e9

    def price(self, symbol: str, since_ns: int) -> float:
        """The newest mark, USD; 0 without one after `since_ns`: one from before a bar says nothing about its close."""
        ts_ns, price = self._marks.get(symbol, (0, 0.0))
        return price if ts_ns > since_ns else 0.0
