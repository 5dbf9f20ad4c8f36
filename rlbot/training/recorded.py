"""History as an agent would have lived it: the live market handlers run over batches, row by row into matrices."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from rlbot.bus import Bus
from rlbot.events.market import Bar, DecisionDue, DividendPaid, SplitApplied
from rlbot.execution.cost_schedule import SECOND_NS, rates_on
from rlbot.market.feeds.feed import Batch
from rlbot.market.market_data import MarketData
from rlbot.market.plan import AgentPlan
from rlbot.training.step_kernel import ADV, BAR_COLUMNS, SPLIT

F64 = NDArray[np.float64]
DAY_NS = 86_400_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One row a bar of the agent's series.

    `bars` float64 [T, BAR_COLUMNS]; `inputs` float64 [T, F] ratios and logs, `values` float64 [T, F] natural units, both in
    the order of `names`; `warm` bool [T]; `start_ns` int64 [T] the bars' own timestamps.
    """

    names: tuple[str, ...]
    bars: F64
    inputs: F64
    values: F64
    warm: NDArray[np.bool_]
    start_ns: NDArray[np.int64]

    def digest(self) -> str:
        """SHA-256 over everything a policy could learn from."""
        digest = hashlib.sha256(",".join(self.names).encode())
        for array in (self.start_ns, self.bars, self.inputs):
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()


def record(plan: AgentPlan, batches: Iterable[Batch]) -> Recorded:
    """Run `batches` (warm-up first) through the agent's own features and volume estimate."""
    market = MarketData(Bus(), (plan,))
    liquidity = market.liquidity(plan.symbol, plan.interval)
    rows: list[tuple[float, ...]] = []
    dues: list[DecisionDue] = []
    split, dividend, before = 1.0, 0.0, 0
    for batch in batches:
        for action in batch.actions:
            if action.symbol == plan.symbol:
                if isinstance(action, SplitApplied):
                    split *= action.factor
                    dividend /= action.factor
                elif isinstance(action, DividendPaid):
                    dividend += action.amount
        for due in market.warm_up_batch(batch):
            day = due.bar.start_ns // DAY_NS
            rows.append(_row(due.bar, split, dividend, liquidity.adv, liquidity.sigma, float(day - before if before else 0)))
            dues.append(due)
            split, dividend, before = 1.0, 0.0, day
    bars = np.array(rows, np.float64).reshape(-1, BAR_COLUMNS)
    # Volume known at a close counts in the shares of the bar that fills: after a split, in new ones.
    bars[:-1, ADV] *= bars[1:, SPLIT]
    names = market.features(plan.agent_id).names
    return Recorded(
        names=names,
        bars=bars,
        inputs=np.array([d.inputs for d in dues], np.float64).reshape(-1, len(names)),
        values=np.array([d.features for d in dues], np.float64).reshape(-1, len(names)),
        warm=np.array([d.warm for d in dues], np.bool_),
        start_ns=np.array([d.bar.start_ns for d in dues], np.int64),
    )


def _row(bar: Bar, split: float, dividend: float, adv: float, sigma: float, days: float) -> tuple[float, ...]:
    moment = datetime.fromtimestamp(bar.start_ns // SECOND_NS, UTC)
    month = float(moment.year * 12 + moment.month)
    end = 1.0 if bar.session_end else 0.0
    prices = (bar.open, bar.high, bar.low, bar.close, bar.volume)
    return (*prices, split, dividend, adv, sigma, *rates_on(bar.start_ns), end, month, days)
