"""Reads the board's lists: orders, trades, decisions, alerts, logs. Newest first, paged by `before` (a `seq`) and `limit`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import TypeVar

from rlbot.clock import Clock
from rlbot.monitoring.board import Board
from rlbot.monitoring.views.decision_log import DecisionRecord
from rlbot.monitoring.views.log_book import RANK
from rlbot.monitoring.views.order_log import OrderRecord
from rlbot.monitoring.views.state import BoardState
from rlbot.monitoring.web.contract.base import Level
from rlbot.monitoring.web.contract.decisions import Decisions
from rlbot.monitoring.web.contract.records import Alerts, Logs
from rlbot.monitoring.web.contract.trading import Order, Orders, Trades

R = TypeVar("R")
DAY_NS = 86_400_000_000_000


def page(newest_first: Iterable[R], seq: Callable[[R], int], before: int | None, limit: int) -> tuple[list[R], int | None]:
    """At most `limit` records below `before`, and the `before` of the page that follows (None: there is none)."""
    rest = (r for r in newest_first if before is None or seq(r) < before)
    got = list(islice(rest, limit + 1))
    return got[:limit], seq(got[limit - 1]) if len(got) > limit else None


class BoardLists:
    """Builds pages, when somebody looks."""

    def __init__(self, board: Board, clock: Clock) -> None:
        self.board = board
        self.clock = clock

    def orders(self, before: int | None, limit: int, agent: str = "") -> Orders:
        """All that work, and a page of those that ended."""
        s = self._caught_up()
        mine = [r for r in s.orders.ended if agent in ("", r.agent_id)]
        ended, following = page(sorted(mine, key=lambda r: -r.seq), lambda r: r.seq, before, limit)
        working = tuple(self._order(s, r) for r in s.orders.working.values() if agent in ("", r.agent_id))
        return Orders(
            working=working,
            items=tuple(self._order(s, r) for r in ended),
            at_broker=sum(o.at_broker for o in working),
            next_before=following,
            as_of_ns=s.platform.heard_ns,
        )

    def trades(self, before: int | None, limit: int, agent: str = "") -> Trades:
        """Fills."""
        s = self._caught_up()
        mine = [r for r in reversed(s.trades.by_id.values()) if agent in ("", r.fill.agent_id)]
        items, following = page(mine, lambda r: r.seq, before, limit)
        day = mine[0].fill.bar_ns // DAY_NS if mine else 0
        today = [r for r in mine if r.fill.bar_ns // DAY_NS == day]
        return Trades(
            items=tuple(r.read(s.platform.simulated) for r in items),
            today=len(today),
            realised_today=sum(r.realised or 0.0 for r in today),
            total=s.trades.total if agent == "" else s.agents[agent].trades if agent in s.agents else 0,
            next_before=following,
            as_of_ns=s.platform.heard_ns,
        )

    def decisions(self, before: int | None, limit: int, agent: str = "", trades_only: bool = False) -> Decisions:
        """Decisions of one agent or all; `trades_only` leaves the holds out."""
        s = self._caught_up()
        views = [v for v in s.agents.values() if agent in ("", v.id)]
        kept: list[DecisionRecord] = [r for v in views for r in v.decisions.by_id.values()]
        kept = [r for r in kept if not trades_only or r.made.action != "hold"]
        items, following = page(sorted(kept, key=lambda r: -r.seq), lambda r: r.seq, before, limit)
        return Decisions(
            items=tuple(r.row(s.platform.simulated) for r in items),
            total=sum(v.decisions.made for v in views),
            next_before=following,
            as_of_ns=s.platform.heard_ns,
        )

    def alerts(self, before: int | None, limit: int) -> Alerts:
        """Alerts."""
        s = self._caught_up()
        items, following = page(reversed(s.platform.alerts), lambda a: a.seq, before, limit)
        return Alerts(items=tuple(items), total=s.platform.alert_seq, next_before=following, as_of_ns=s.platform.heard_ns)

    def logs(
        self, before: int | None, limit: int, level: Level, component: str = "", agent: str = "", correlation_id: str = ""
    ) -> Logs:
        """Log lines of `level` and above; empty filters take everything."""
        book, least = self.board.state.logs, RANK[level]
        chosen = (
            line
            for line in reversed(book.lines)
            if RANK[line.level] >= least
            and component in ("", line.component)
            and agent in ("", line.agent_id)
            and correlation_id in ("", line.correlation_id)
        )
        items, following = page(chosen, lambda line: line.seq, before, limit)
        return Logs(
            items=tuple(items),
            counts={str(name): count for name, count in book.counts.items()},
            next_before=following,
            reason="" if book.seq else "No line was logged since the platform started; older ones are in the logs folder.",
            as_of_ns=self.clock.now_ns(),
        )

    def _caught_up(self) -> BoardState:
        self.board.catch_up()
        return self.board.state

    def _order(self, s: BoardState, record: OrderRecord) -> Order:
        view = s.agents.get(record.agent_id)
        return record.read(view.price if view is not None else None, s.platform.simulated)
