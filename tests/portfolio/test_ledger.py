"""Sub-ledgers: fills once, carry by the calendar, dividends, splits, marks, and the account as a sum."""

from __future__ import annotations

import pytest

from rlbot.bus import Bus
from rlbot.events.base import Event, Side
from rlbot.events.market import BarClosed, DividendPaid, InstantClosed, MarkUpdated, SplitApplied
from rlbot.events.trade import ATTRIBUTION_PARTS, EquityMarked, FillKind, OrderFilled, PositionChanged
from rlbot.portfolio.ledger import REMEMBERED, Ledger
from rlbot.portfolio.sub_ledger import SubLedgerPlan
from tests.risk.trading_path import DAY_NS, START_NS, daily, flat_day


class Books:
    """A ledger with agent `a` on ABC (and `b` on XYZ), and what it said."""

    def __init__(self, debit: float = 0.0, borrow: float = 0.0) -> None:
        self.bus = Bus()
        self.said: list[Event] = []
        for kind in (EquityMarked, PositionChanged):
            self.bus.on(kind, self.said.append)
        plans = [SubLedgerPlan("a", "ABC", "1d", 10_000.0, debit, borrow), SubLedgerPlan("b", "XYZ", "1d", 5_000.0)]
        self.ledger = Ledger(self.bus, plans)

    def bar(self, day: int, open_: float, close: float, symbol: str = "ABC") -> None:
        bar = daily(day, open_, max(open_, close), min(open_, close), close, symbol=symbol)
        self.ledger.on_bar(BarClosed(ts_ns=bar.known_ns, bar=bar))

    def end(self, day: int) -> EquityMarked:
        self.ledger.on_instant(InstantClosed(ts_ns=flat_day(day, 1.0).known_ns))
        return [e for e in self.said if isinstance(e, EquityMarked)][-1]

    def step(self, day: int, open_: float, close: float) -> dict[str, float]:
        self.bar(day, open_, close)
        return dict(zip(ATTRIBUTION_PARTS, self.end(day).parts, strict=True))

    def fill(
        self,
        day: int,
        quantity: int,
        price: float,
        *,
        side: Side = "buy",
        exec_id: str = "x1",
        reference: float | None = None,
        commission: float = 0.0,
        spread: float = 0.0,
        kind: FillKind = "open",
    ) -> None:
        self.ledger.on_fill(
            OrderFilled(
                ts_ns=1,
                exec_id=exec_id,
                client_order_id="a-1-e",
                agent_id="a",
                symbol="ABC",
                side=side,
                quantity=quantity,
                price=price,
                reference_price=price if reference is None else reference,
                commission=commission,
                fees=0.0,
                spread_cost=spread,
                impact_cost=0.0,
                kind=kind,
                purpose="entry",
                bar_ns=START_NS + day * DAY_NS,
            )
        )


def test_the_first_bar_marks_the_budget_and_nothing_else() -> None:
    books = Books(debit=0.06)
    books.bar(0, 100.0, 101.0)
    mark = books.end(0)
    assert (mark.equity, mark.cash, mark.shares, mark.close, mark.drawdown) == (10_000.0, 10_000.0, 0, 101.0, 0.0)
    assert set(mark.parts) == {0.0}


def test_second_fill_with_same_id_changes_nothing() -> None:
    books = Books()
    books.step(0, 100.0, 100.0)
    books.fill(1, 10, 100.0)
    before = books.ledger.view("a")
    books.fill(1, 10, 100.0)
    assert books.ledger.view("a") == before
    assert before.shares == 10


def test_remembered_executions_are_bounded_and_the_newest_stay_known() -> None:
    books = Books()
    books.step(0, 100.0, 100.0)
    for k in range(2 * REMEMBERED + 2):
        books.fill(1, 1, 1.0, exec_id=f"x{k}")
    shares = books.ledger.shares("a")
    books.fill(1, 1, 1.0, exec_id=f"x{2 * REMEMBERED + 1}")
    assert books.ledger.shares("a") == shares
    assert len(books.ledger._known) <= 2 * REMEMBERED


def test_parts_of_a_day_with_a_buy_at_the_open() -> None:
    books = Books()
    books.step(0, 100.0, 100.0)
    books.bar(1, 102.0, 105.0)
    books.fill(1, 50, 102.1, reference=102.0, commission=1.0, spread=5.0)
    parts = dict(zip(ATTRIBUTION_PARTS, books.end(1).parts, strict=True))
    assert parts["overnight"] == 0.0
    assert parts["intraday"] == pytest.approx(150.0)
    assert (parts["commission"], parts["spread"]) == (-1.0, -5.0)
    assert parts["impact"] == pytest.approx(0.0, abs=1e-9)
    held = books.step(2, 108.0, 107.0)
    assert held["overnight"] == pytest.approx(150.0)
    assert held["intraday"] == pytest.approx(-50.0)


def test_a_fill_known_before_its_bar_still_adds_up() -> None:
    """A real broker's auction fill arrives before the day's bar does."""
    books = Books()
    books.step(0, 100.0, 100.0)
    books.fill(0, 10, 100.0, exec_id="x0")
    books.step(1, 100.0, 100.0)
    before = books.ledger.view("a").equity
    books.fill(2, 5, 103.5, side="sell", reference=103.0, exec_id="x2")
    mark_parts = books.step(2, 104.0, 101.0)
    assert sum(mark_parts.values()) == pytest.approx(books.ledger.view("a").equity - before, abs=1e-9)
    assert mark_parts["impact"] == pytest.approx(2.5)  # sold above the reference


def test_carry_counts_calendar_days_between_sessions() -> None:
    books = Books(debit=0.06, borrow=0.03)
    books.step(0, 100.0, 100.0)
    books.fill(0, 150, 100.0)
    monday = books.step(3, 100.0, 100.0)
    assert monday["financing"] == pytest.approx(-5_000.0 * 0.06 * 3 / 360)
    assert monday["borrow"] == 0.0
    books.fill(3, 250, 100.0, side="sell", exec_id="x2")
    tuesday = books.step(4, 100.0, 100.0)
    assert tuesday["borrow"] == pytest.approx(-10_000.0 * 0.03 / 360)
    assert tuesday["financing"] == 0.0


def test_dividend_goes_to_whoever_held_and_from_whoever_was_short() -> None:
    for side, sign in (("buy", 1.0), ("sell", -1.0)):
        books = Books()
        books.step(0, 100.0, 100.0)
        books.fill(0, 10, 100.0, side="buy" if side == "buy" else "sell")
        books.ledger.on_dividend(DividendPaid(ts_ns=1, symbol="ABC", session_ns=0, amount=0.5))
        assert books.step(1, 99.5, 99.5)["dividends"] == sign * 5.0


def test_split_keeps_equity_and_pays_the_fraction_in_cash() -> None:
    books = Books()
    books.step(0, 90.0, 90.0)
    books.fill(0, 5, 90.0)
    books.step(1, 90.0, 90.0)
    books.ledger.on_split(SplitApplied(ts_ns=1, symbol="ABC", session_ns=0, factor=1.5))
    view = books.ledger.view("a")
    assert (view.shares, view.avg_cost, view.close) == (7.0, 60.0, 60.0)
    assert view.equity == pytest.approx(10_000.0, abs=1e-9)
    assert sum(books.step(2, 60.0, 60.0).values()) == pytest.approx(0.0, abs=1e-9)


def test_split_before_the_first_bar_is_nobodys() -> None:
    books = Books()
    books.ledger.on_split(SplitApplied(ts_ns=1, symbol="ABC", session_ns=0, factor=4.0))
    assert books.ledger.view("a").equity == 10_000.0


def test_a_mark_moves_the_account_and_never_the_agent() -> None:
    books = Books()
    books.step(0, 100.0, 100.0)
    books.fill(0, 10, 100.0)
    books.step(1, 100.0, 100.0)
    books.ledger.on_mark(MarkUpdated(ts_ns=1, symbol="ABC", price=90.0))
    assert books.ledger.account_equity() == 14_900.0
    assert books.ledger.view("a").equity == 10_000.0
    books.step(2, 100.0, 101.0)
    assert books.ledger.account_equity() == 15_010.0


def test_only_agents_whose_bar_closed_are_marked() -> None:
    books = Books()
    books.bar(0, 100.0, 100.0)
    books.bar(0, 50.0, 50.0, symbol="XYZ")
    books.end(0)
    books.bar(1, 50.0, 50.0, symbol="XYZ")
    books.end(1)
    books.end(1)
    assert [e.agent_id for e in books.said if isinstance(e, EquityMarked)] == ["a", "b", "b"]


def test_drawdown_is_below_the_highest_mark() -> None:
    books = Books()
    books.step(0, 100.0, 100.0)
    books.fill(0, 100, 100.0)
    books.step(1, 120.0, 120.0)
    books.bar(2, 90.0, 90.0)
    assert books.end(2).drawdown == pytest.approx(0.25)


def test_exited_lasts_until_the_next_bar() -> None:
    books = Books()
    books.step(0, 100.0, 100.0)
    books.fill(0, 10, 100.0)
    books.bar(1, 95.0, 95.0)
    books.fill(1, 10, 95.0, side="sell", exec_id="x2", kind="stop_loss")
    books.end(1)
    assert books.ledger.view("a").exited
    books.step(2, 95.0, 95.0)
    assert not books.ledger.view("a").exited


def test_view_of_a_short_counts_gain_by_its_side() -> None:
    books = Books()
    books.step(0, 100.0, 100.0)
    books.fill(0, 10, 100.0, side="sell")
    books.step(1, 90.0, 90.0)
    view = books.ledger.view("a")
    assert view.unrealised == pytest.approx(100.0)
    assert view.unrealised_return == pytest.approx(0.1)
    assert view.weight == pytest.approx(-900.0 / 10_100.0)


def test_realised_profit_is_locked_in_by_closing() -> None:
    books = Books()
    books.step(0, 100.0, 100.0)
    books.fill(0, 10, 100.0)
    books.fill(0, 4, 110.0, side="sell", exec_id="x2")
    changed = [e for e in books.said if isinstance(e, PositionChanged)][-1]
    assert (changed.shares, changed.realised, changed.avg_cost) == (6, 40.0, 100.0)


def test_the_same_events_bring_back_the_same_books() -> None:
    """A restart plays the journaled events into a fresh ledger."""

    def run() -> Books:
        books = Books(debit=0.06)
        books.step(0, 100.0, 101.0)
        books.fill(1, 150, 101.0, reference=100.9, commission=1.0, spread=0.5)
        books.step(3, 102.0, 99.0)
        books.ledger.on_split(SplitApplied(ts_ns=1, symbol="ABC", session_ns=0, factor=1.5))
        books.ledger.on_dividend(DividendPaid(ts_ns=1, symbol="ABC", session_ns=0, amount=0.3))
        books.step(4, 66.0, 67.0)
        return books

    first, second = run(), run()
    assert first.ledger.view("a") == second.ledger.view("a")
    assert first.said == second.said
