"""The equity curve, grown mark by mark: what it stands at, how far below its peak, and its points.

In a backtest every point is kept (16 bytes each). In a process that runs for months `capacity` bounds them: when it is
reached every second point goes, so the curve keeps its whole length at half the detail. Peak, drawdown and totals are
counted at every mark and never thinned.
"""

from __future__ import annotations

from array import array


class EquityCurve:
    """Points (time known UTC ns, equity USD) from the first mark on."""

    def __init__(self, capacity: int | None = None) -> None:
        """`capacity`: at least 4 points, None for all."""
        self.times_ns = array("q")
        self.values = array("d")
        self.peak = 0.0
        self.max_drawdown = 0.0
        self.first = 0.0
        self.last = 0.0
        self.marks = 0
        self._capacity = capacity if capacity is None else max(capacity, 4)
        self._stride = 1

    def add(self, ts_ns: int, equity: float) -> None:
        """One mark."""
        if self.marks == 0:
            self.first = equity
            self.peak = equity
        self.last = equity
        if equity > self.peak:
            self.peak = equity
        elif self.peak > 0.0:
            self.max_drawdown = max(self.max_drawdown, 1.0 - equity / self.peak)
        if self.marks % self._stride == 0:
            self.times_ns.append(ts_ns)
            self.values.append(equity)
            if self._capacity is not None and len(self.values) >= self._capacity:
                self.times_ns = self.times_ns[::2]
                self.values = self.values[::2]
                self._stride *= 2
        self.marks += 1

    @property
    def drawdown(self) -> float:
        """0..1 below the highest mark so far."""
        return 1.0 - self.last / self.peak if self.peak > 0.0 else 0.0

    @property
    def stride(self) -> int:
        """Marks per kept point."""
        return self._stride
