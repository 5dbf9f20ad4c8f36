"""Looks after the arming while live trading runs: expired, removed or damaged halts new risk within a second, and says so.

What protects or reduces goes on. Arming again lifts the halt.
"""

from __future__ import annotations

from collections.abc import Callable

from rlbot.clock import Clock, iso
from rlbot.events.ops import Severity
from rlbot.risk.halts import NOT_ARMED
from rlbot.system.arming import HOUR_NS, Armed, NotArmed, standing, way_out

WARN_NS = HOUR_NS  # before its end: time enough to look up and arm again


class ArmingWatch:
    """`read`: what the file says now; `wall`: what arming is measured by, whatever the market's clock shows."""

    def __init__(
        self,
        read: Callable[[], Armed | NotArmed],
        account: str,
        wall: Clock,
        halt: Callable[[str, str], None],
        lift: Callable[[str, str], None],
        alert: Callable[[Severity, str, str], None],
        end_entries: Callable[[str], object],
    ) -> None:
        """`end_entries(reason)`: whatever works at the broker and could add risk is cancelled."""
        self._read = read
        self._account = account
        self._wall = wall
        self._halt = halt
        self._lift = lift
        self._alert = alert
        self._end_entries = end_entries
        self._until_ns = 0  # of the arming last told of
        self._warned_ns = 0  # likewise, of its end to come
        self._ended = False  # entries were ended since it stopped being armed

    def look(self, *, reachable: bool) -> None:
        """Now and then, between instants. `reachable`: the broker can be asked to cancel."""
        found = standing(self._read(), self._account, self._wall.now_ns())
        if isinstance(found, NotArmed):
            self._until_ns = 0
            self._halt(NOT_ARMED, f"{found.why}; {way_out(self._account)}")  # said once, however often it is asked for
            if reachable and not self._ended:
                self._ended = True
                self._end_entries(NOT_ARMED)
            return
        self._ended = False
        if self._until_ns != found.until_ns:
            self._until_ns = found.until_ns
            self._alert("info", "armed", f"{self._account} is armed for live trading until {iso(found.until_ns)}")
        if self._warned_ns != found.until_ns and found.until_ns - self._wall.now_ns() <= WARN_NS:
            self._warned_ns = found.until_ns
            text = f"The arming of {self._account} ends at {iso(found.until_ns)}; {way_out(self._account)} for longer"
            self._alert("warning", "arming_ends", text)
        self._lift(NOT_ARMED, f"{self._account} is armed")
