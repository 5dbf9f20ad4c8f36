"""How far equity has fallen: from its highest mark of the last year of sessions, and since the last session ended."""

from __future__ import annotations

from collections import deque

# Sessions the peak is remembered: a year. Older highs no longer count against whoever trades today.
WINDOW = 252


class RollingDrawdown:
    """Fall below the highest mark of the last `window` sessions, 0..1."""

    __slots__ = ("_peaks", "_window", "value")

    def __init__(self, window: int = WINDOW) -> None:
        self._window = window
        self._peaks: deque[tuple[int, float]] = deque()  # (session number, mark), falling: the first is the highest
        self.value = 0.0

    def on(self, session: int, equity: float) -> float:
        """A mark in session number `session` (counted from the run's first); returns the drawdown."""
        peaks = self._peaks
        while peaks and peaks[-1][1] <= equity:
            peaks.pop()
        if not peaks or peaks[-1][0] != session:
            peaks.append((session, equity))
        while peaks[0][0] <= session - self._window:
            peaks.popleft()
        top = peaks[0][1]
        self.value = 1.0 - equity / top if top > 0.0 else 0.0
        return self.value

    def restart(self) -> None:
        """Measure from the next mark on."""
        self._peaks.clear()
        self.value = 0.0


class SessionLoss:
    """Loss since the previous session's last mark, as a fraction of it; negative when it gained."""

    __slots__ = ("_base", "_day", "_last", "session", "value")

    def __init__(self) -> None:
        self._day = -1
        self._base = 0.0
        self._last = 0.0
        self.session = 0
        self.value = 0.0

    def on(self, day: int, equity: float) -> bool:
        """A mark on `day` (a day number); True when it began a new session."""
        began = day != self._day
        if began:
            self._base = self._last if self._day >= 0 else equity
            self._day = day
            self.session += 1
        self._last = equity
        self.value = 1.0 - equity / self._base if self._base > 0.0 else 0.0
        return began

    def restart(self) -> None:
        """Measure from the last mark on."""
        self._base = self._last
        self.value = 0.0
