"""An equity curve with drawdown, benchmark, exposure and confidence; thinned, never cut off at its beginning."""

from __future__ import annotations

from rlbot.monitoring.web.contract.feed import EquityUpdate
from rlbot.monitoring.web.contract.series import Equity

CAP = 8_192
FRESH = 1_024  # the newest points are never thinned
DAYS_CAP = 20_000
COLUMNS = ("equity", "drawdown", "benchmark", "weight", "confidence")


class Holding:
    """The benchmark: the budget put into the asset at the first mark and left there; dividends stay cash, no costs."""

    __slots__ = ("cash", "shares")

    def __init__(self) -> None:
        self.shares = 0.0
        self.cash = 0.0

    def value(self, budget: float, close: float) -> float:
        """Worth at `close`, USD; the first call buys."""
        if self.shares == 0.0 and close > 0.0:
            self.shares = budget / close
        return self.cash + self.shares * close


class Curve:
    """One series of marks, oldest first. `days`: equity at each session's end, for the ratios."""

    __slots__ = (
        "_deepest",
        "agent",
        "as_of_ns",
        "benchmark_name",
        "columns",
        "day_t",
        "days",
        "market_ns",
        "t",
    )

    def __init__(self, agent: str, benchmark_name: str) -> None:
        self.agent = agent
        self.benchmark_name = benchmark_name
        self.t: list[int] = []
        self.columns: dict[str, list[float | None]] = {name: [] for name in COLUMNS}
        self.days: list[float] = []
        self.day_t = -1
        self._deepest = (0.0, 0)  # of the points that no mark can replace any more
        self.as_of_ns = 0
        self.market_ns = 0

    def mark(
        self,
        t: int,
        now_ns: int,
        *,
        equity: float,
        drawdown: float,
        benchmark: float | None = None,
        weight: float | None = None,
        confidence: float | None = None,
        session_end: bool = False,
    ) -> None:
        """Add a point, or replace the newest one if it has the same `t`; an older one changes nothing."""
        if self.t and t < self.t[-1]:
            return
        values = (equity, drawdown, benchmark, weight, confidence)
        if self.t and t == self.t[-1]:
            for name, value in zip(COLUMNS, values, strict=True):
                self.columns[name][-1] = value
        else:
            if self.t:
                self._deepest = self.max_drawdown
            self.t.append(t)
            for name, value in zip(COLUMNS, values, strict=True):
                self.columns[name].append(value)
            if len(self.t) > CAP:
                self._thin()
        if session_end:
            self._end_day(t, equity)
        self.market_ns, self.as_of_ns = t, now_ns

    @property
    def max_drawdown(self) -> tuple[float, int]:
        """The deepest drawdown so far and its `t`."""
        newest = self.columns["drawdown"][-1] if self.t else None
        return (newest, self.t[-1]) if newest is not None and newest > self._deepest[0] else self._deepest

    def _end_day(self, t: int, equity: float) -> None:
        if t == self.day_t:  # several agents end their session at one instant: the last word counts
            self.days[-1] = equity
        elif len(self.days) < DAYS_CAP:
            self.days.append(equity)
            self.day_t = t

    def _thin(self) -> None:
        del self.t[1:-FRESH:2]
        for column in self.columns.values():
            del column[1:-FRESH:2]

    def newest(self) -> EquityUpdate | None:
        """The newest point, for the feed."""
        if not self.t:
            return None
        c = self.columns
        return EquityUpdate(
            agent=self.agent,
            t=self.t[-1],
            equity=c["equity"][-1] or 0.0,
            drawdown=c["drawdown"][-1] or 0.0,
            benchmark=c["benchmark"][-1],
            weight=c["weight"][-1],
            confidence=c["confidence"][-1],
            as_of_ns=self.as_of_ns,
        )

    def read(self, *, currency: str, synthetic: bool) -> Equity:
        """The whole of it, columnar."""
        c = self.columns
        return Equity(
            agent=self.agent,
            currency=currency,
            t=tuple(self.t),
            equity=tuple(x or 0.0 for x in c["equity"]),
            drawdown=tuple(x or 0.0 for x in c["drawdown"]),
            benchmark=tuple(c["benchmark"]),
            benchmark_name=self.benchmark_name,
            weight=tuple(c["weight"]),
            confidence=tuple(c["confidence"]),
            synthetic=synthetic,
            as_of_ns=self.as_of_ns,
            market_ns=self.market_ns,
        )
