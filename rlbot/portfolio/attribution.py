"""Where the money came from: the sum of every step's parts, and how much of it was holding, how much timing.

For prices: P&L = mean exposure x sum of the asset's returns + timing, where exposure is USD held into each bar and timing is
the covariance of exposure and return, plus what trading at the open instead of the last close brought. Exact by construction.
"""

from __future__ import annotations

import msgspec

from rlbot.events.market import SplitApplied
from rlbot.events.trade import ATTRIBUTION_PARTS, EquityMarked

COSTS = ("commission", "spread", "impact", "borrow", "financing")


class Attribution(msgspec.Struct, frozen=True, gc=False):
    """USD over a run. `parts` by name, costs negative; `exposure + timing` are its price parts.

    `residual`: the largest step's change of equity not explained by its parts, as a fraction of equity.
    """

    parts: dict[str, float]
    total: float
    exposure: float
    timing: float
    dividends: float
    costs: float
    mean_exposure: float
    asset_return: float
    residual: float


class AttributionSum:
    """One agent's; hears its SplitApplied and EquityMarked, in that order at each bar."""

    def __init__(self, agent_id: str, symbol: str, budget: float) -> None:
        self._agent_id = agent_id
        self._symbol = symbol
        self._first = self._equity = budget
        self._sums = [0.0] * len(ATTRIBUTION_PARTS)
        self._close = 0.0
        self._held = 0.0  # USD held at the last close
        self._steps = 0
        self._sum_held = self._sum_return = 0.0
        self._residual = 0.0

    def on_split(self, event: SplitApplied) -> None:
        """The last close in new shares; what is held is worth the same."""
        if event.symbol == self._symbol:
            self._close /= event.factor

    def on_equity(self, event: EquityMarked) -> None:
        """One step."""
        if event.agent_id != self._agent_id:
            return
        a, b, c, d, e, f, g, h = event.parts
        if a or b or c or d or e or f or g or h:  # flat bars move nothing, and this is on the path of every bar
            sums = self._sums
            sums[0] += a
            sums[1] += b
            sums[2] += c
            sums[3] += d
            sums[4] += e
            sums[5] += f
            sums[6] += g
            sums[7] += h
        unexplained = event.equity - self._equity - (a + b + c + d + e + f + g + h)
        left = abs(unexplained / event.equity) if event.equity else 0.0
        self._residual = left if left > self._residual else self._residual
        if self._close > 0.0:
            self._steps += 1
            self._sum_held += self._held
            self._sum_return += event.close / self._close - 1.0
        self._close = event.close
        self._held = event.shares * event.close
        self._equity = event.equity

    def result(self) -> Attribution:
        """So far."""
        parts = dict(zip(ATTRIBUTION_PARTS, self._sums, strict=True))
        price = parts["overnight"] + parts["intraday"]
        mean = self._sum_held / self._steps if self._steps else 0.0
        exposure = mean * self._sum_return
        return Attribution(
            parts=parts,
            total=self._equity - self._first,
            exposure=exposure,
            timing=price - exposure,
            dividends=parts["dividends"],
            costs=sum(parts[name] for name in COSTS),
            mean_exposure=mean,
            asset_return=self._sum_return,
            residual=self._residual,
        )
