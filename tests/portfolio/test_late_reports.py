"""What a real broker tells after the fill: its commission, and that it was another execution after all."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rlbot.events.trade import CommissionCharged, FillCorrected
from tests.portfolio.test_ledger import Books


def charged(amount: float) -> CommissionCharged:
    return CommissionCharged(ts_ns=3, exec_id="x1", client_order_id="a-1-e", agent_id="a", symbol="ABC", amount=amount)


def corrected(before: int, price_before: float, quantity: int, price: float, exec_id: str = "x1.02") -> FillCorrected:
    return FillCorrected(
        ts_ns=4,
        exec_id=exec_id,
        corrects="x1",
        client_order_id="a-1-e",
        agent_id="a",
        symbol="ABC",
        side="buy",
        quantity_before=before,
        price_before=price_before,
        quantity=quantity,
        price=price,
    )


def test_a_commission_told_later_ends_where_one_told_with_the_fill_does() -> None:
    at_once, later = Books(), Books()
    at_once.bar(1, 100.0, 102.0)
    at_once.fill(1, 10, 101.0, commission=1.5)
    later.bar(1, 100.0, 102.0)
    later.fill(1, 10, 101.0)
    later.ledger.on_commission(charged(1.5))
    assert at_once.end(1) == later.end(1)


@given(st.integers(0, 40), st.floats(50.0, 150.0))
def test_a_correction_leaves_the_position_and_cash_of_the_corrected_fill_alone(quantity: int, price: float) -> None:
    books, alone = Books(), Books()
    for one in (books, alone):
        one.bar(1, 100.0, 102.0)
    books.fill(1, 10, 101.0)
    books.ledger.on_correction(corrected(10, 101.0, quantity, price))
    books.ledger.on_correction(corrected(10, 101.0, quantity, price))
    if quantity:
        alone.fill(1, quantity, price)
    mine, other = books.end(1), alone.end(1)
    assert mine.shares == other.shares
    assert mine.cash == pytest.approx(other.cash, abs=1e-9)
    assert mine.equity - 10_000.0 == pytest.approx(math.fsum(mine.parts), abs=1e-9 * 10_000.0)
    assert books.ledger.view("a").avg_cost == pytest.approx(alone.ledger.view("a").avg_cost)


def test_reports_of_an_agent_nobody_knows_change_nothing() -> None:
    books = Books()
    books.ledger.on_commission(
        CommissionCharged(ts_ns=1, exec_id="x", client_order_id="z", agent_id="z", symbol="Z", amount=1.0)
    )
    assert books.said == []
