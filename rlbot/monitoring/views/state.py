"""Everything the board holds, in one place, with the sums over agents."""

from __future__ import annotations

from dataclasses import dataclass, field

from rlbot.events.base import Interval
from rlbot.market.liquidity import Liquidity
from rlbot.monitoring.views.agent_view import AgentView
from rlbot.monitoring.views.bar_series import BarSeries
from rlbot.monitoring.views.changes import Changes
from rlbot.monitoring.views.curve import Curve
from rlbot.monitoring.views.decision_log import DecisionRecord
from rlbot.monitoring.views.kill_view import KillView
from rlbot.monitoring.views.log_book import LogBook
from rlbot.monitoring.views.order_log import OrderLog
from rlbot.monitoring.views.platform_view import PlatformView
from rlbot.monitoring.views.trade_log import TradeLog


@dataclass(slots=True, kw_only=True)
class BoardState:
    """Folds write it, readers build the contract's structs from it."""

    agents: dict[str, AgentView]
    series: dict[tuple[str, Interval], BarSeries]
    account: Curve
    orders: OrderLog
    trades: TradeLog
    kill: KillView
    platform: PlatformView
    logs: LogBook
    changes: Changes
    currency: str
    order_decisions: dict[str, DecisionRecord] = field(default_factory=dict)  # of working orders
    decision_seq: int = 0
    by_symbol: dict[str, list[AgentView]] = field(default_factory=dict)
    liquidity: dict[tuple[str, Interval], Liquidity] = field(default_factory=dict)  # of the series that agents trade

    def __post_init__(self) -> None:
        for view in self.agents.values():
            self.by_symbol.setdefault(view.symbol, []).append(view)
            interval = view.settings.interval
            self.liquidity.setdefault((view.symbol, interval), Liquidity(interval))

    @property
    def budget(self) -> float:
        """What all agents began with."""
        return sum(v.settings.budget for v in self.agents.values())

    def worth(self) -> float:
        """Sum of the sub-ledgers at the newest prices; one that was not marked yet stands at its budget."""
        return sum(v.settings.budget if v.worth is None else v.worth for v in self.agents.values())

    def equity(self) -> float:
        """Sum of the sub-ledgers at their newest marks; one that was not marked yet stands at its budget."""
        return sum(v.settings.budget if v.equity is None else v.equity for v in self.agents.values())

    def benchmark(self) -> float:
        """The budgets held in their assets; one whose first bar has not come stands at its budget."""
        return sum(
            v.settings.budget if v.price is None or v.holding.shares == 0.0 else v.holding.value(v.settings.budget, v.price)
            for v in self.agents.values()
        )

    def decision(self, decision_id: str) -> tuple[AgentView, DecisionRecord] | None:
        """A decision that is still kept, and whose it is."""
        view = self.agents.get(decision_id.rpartition("-")[0])
        for candidate in [view] if view is not None else list(self.agents.values()):
            record = candidate.decisions.by_id.get(decision_id)
            if record is not None:
                return candidate, record
        return None

    def touch_all(self) -> None:
        """Status, positions and every agent look different now."""
        self.changes.status = self.changes.positions = True
        for name in self.agents:
            self.changes.agents[name] = None
