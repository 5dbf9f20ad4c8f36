"""IBKR's published examples to the cent, the edges of tiers and caps, and rates by date."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rlbot.clock import from_iso
from rlbot.execution.cost_schedule import CAT_FEE, FINRA_TAF, SEC_FEE_PER_MILLION, cost_plan, rates_on
from rlbot.execution.costs import fixed_commission, regulatory_fees, tiered_commission
from rlbot.settings.agent import CostSettings
from rlbot.training import step_kernel as sk

FIXED = cost_plan(CostSettings(schedule="ibkr_fixed"))
TIERED = cost_plan(CostSettings(schedule="ibkr_tiered"))


def fixed(quantity: float, price: float) -> float:
    return fixed_commission(quantity, price, FIXED.per_share, FIXED.minimum, FIXED.max_fraction)


def tiered(quantity: float, price: float, before: float = 0.0) -> float:
    """Without what is passed through."""
    return tiered_commission(quantity, price, before, TIERED.minimum, TIERED.max_fraction, 0.0) / 1.000735


@pytest.mark.parametrize(
    ("quantity", "price", "usd"),
    [(100, 25.0, 1.00), (1_000, 25.0, 5.00), (1_000, 0.25, 2.50), (200, 25.0, 1.00), (201, 25.0, 1.005), (1, 25.0, 0.25)],
)
def test_fixed_schedule_gives_the_published_examples(quantity: int, price: float, usd: float) -> None:
    assert fixed(quantity, price) == pytest.approx(usd, abs=1e-9)


@pytest.mark.parametrize(
    ("quantity", "price", "usd"), [(100, 25.0, 0.35), (1_000, 25.0, 3.50), (1_000, 0.25, 2.50), (10, 1.0, 0.10)]
)
def test_tiered_schedule_gives_the_published_examples(quantity: int, price: float, usd: float) -> None:
    assert tiered(quantity, price) == pytest.approx(usd, abs=1e-9)


@pytest.mark.parametrize(
    ("before", "usd"),
    [
        (299_000, 3.50),
        (299_500, 500 * 0.0035 + 500 * 0.0020),
        (300_000, 2.00),
        (2_999_500, 500 * 0.0020 + 500 * 0.0015),
        (3_000_000, 1.50),
        (20_000_000, 1.00),
        (100_000_000, 0.50),
    ],
)
def test_tiers_are_marginal_by_the_month(before: float, usd: float) -> None:
    assert tiered(1_000, 25.0, before) == pytest.approx(usd, abs=1e-9)


def test_tiered_passes_clearing_through_beyond_the_cap() -> None:
    total = tiered_commission(1_000, 0.25, 0.0, TIERED.minimum, TIERED.max_fraction, TIERED.pass_through)
    assert total == pytest.approx(2.50 * 1.000735 + 0.20, abs=1e-9)


@pytest.mark.parametrize(
    ("quantity", "of_the_tiers", "clearing", "finra", "nyse", "fixed_total"),
    [(200_000, 700.0, 40.0, 0.39, 0.12, 1_015.27), (30_000_000, 41_950.0, 6_000.0, 23.49, 7.34, 151_207.27)],
)
def test_the_published_comparison_of_fixed_and_tiered_to_the_cent(
    quantity: int, of_the_tiers: float, clearing: float, finra: float, nyse: float, fixed_total: float
) -> None:
    """Sales at $5 in the year of an SEC fee of $8.00 per million; without the exchange's own fee, which varies."""
    fees = regulatory_fees(-1.0, quantity, 5.0, *rates_on(from_iso("2023-06-01")))
    assert fees == pytest.approx(quantity * 5.0 * 8e-6 + 7.27, abs=0.005)
    assert fixed(quantity, 5.0) + fees == pytest.approx(fixed_total, abs=0.005)
    charged = tiered_commission(quantity, 5.0, 0.0, TIERED.minimum, TIERED.max_fraction, TIERED.pass_through)
    assert charged == pytest.approx(of_the_tiers + clearing + finra + nyse, abs=0.01)


@given(month=st.floats(0, 2e8), first=st.integers(1, 10**6), second=st.integers(1, 10**6))
def test_two_orders_cost_what_one_does_apart_from_the_minimum(month: float, first: int, second: int) -> None:
    whole = tiered_commission(first + second, 1e6, month, 0.0, 1.0, 0.0)
    parts = tiered_commission(first, 1e6, month, 0.0, 1.0, 0.0) + tiered_commission(second, 1e6, month + first, 0.0, 1.0, 0.0)
    assert whole == pytest.approx(parts, rel=1e-9, abs=1e-6)


@pytest.mark.parametrize(
    ("date", "per_million", "taf", "cap", "cat"),
    [
        ("2021-02-24", 22.10, 0.000119, 5.95, 0.0),
        ("2021-02-25", 5.10, 0.000119, 5.95, 0.0),
        ("2022-05-13", 5.10, 0.000130, 6.49, 0.0),
        ("2022-05-14", 22.90, 0.000130, 6.49, 0.0),
        ("2023-02-27", 8.00, 0.000145, 7.27, 0.0),
        ("2024-05-21", 8.00, 0.000166, 8.30, 0.0),
        ("2024-05-22", 27.80, 0.000166, 8.30, 0.0),
        ("2024-08-31", 27.80, 0.000166, 8.30, 0.0),
        ("2024-09-01", 27.80, 0.000166, 8.30, 0.000072),
        ("2025-05-14", 0.00, 0.000166, 8.30, 0.000072),
        ("2026-01-02", 0.00, 0.000195, 9.79, 0.000072),
        ("2005-01-03", 16.90, 0.000075, 3.75, 0.0),
    ],
)
def test_rates_hold_from_their_date_on(date: str, per_million: float, taf: float, cap: float, cat: float) -> None:
    assert rates_on(from_iso(date)) == (per_million / 1e6, taf, cap, cat)


def test_tables_rise_in_time() -> None:
    for table in (SEC_FEE_PER_MILLION, FINRA_TAF, CAT_FEE):
        dates = [row[0] for row in table]
        assert dates == sorted(set(dates))


def test_fees_are_charged_on_sales_only_and_taf_is_capped() -> None:
    rates = rates_on(from_iso("2024-06-03"))
    assert regulatory_fees(1.0, 100, 50.0, *rates) == 0.0
    assert regulatory_fees(-1.0, 1_000, 50.0, *rates) == pytest.approx(50_000 * 27.80e-6 + 0.166, abs=1e-12)
    assert regulatory_fees(-1.0, 1_000_000, 1.0, *rates) == pytest.approx(27.80 + 8.30, abs=1e-9)


def test_the_audit_trail_is_paid_for_on_both_sides() -> None:
    rates = rates_on(from_iso("2024-12-02"))
    assert regulatory_fees(1.0, 1_000, 25.0, *rates) == pytest.approx(0.072, abs=1e-12)
    assert regulatory_fees(-1.0, 1_000, 25.0, *rates) == pytest.approx(0.072 + 25_000 * 27.80e-6 + 0.166, abs=1e-12)


def test_plan_fills_the_kernels_parameters_in_their_order() -> None:
    settings = CostSettings(spread_bps=4.0, impact=0.5, max_participation=0.02, debit_rate=0.06, borrow_rate=0.03)
    p = cost_plan(settings).params()
    assert len(p) == sk.BORROW_RATE + 1
    assert p[sk.HALF_SPREAD] == 2.0e-4
    assert (p[sk.IMPACT], p[sk.IMPACT_EXPONENT], p[sk.MAX_PARTICIPATION], p[sk.TIERED]) == (0.5, 0.5, 0.02, 0.0)
    assert (p[sk.PER_SHARE], p[sk.MINIMUM], p[sk.MAX_FRACTION], p[sk.PASS_THROUGH]) == (0.005, 1.0, 0.01, 0.0)
    assert (p[sk.DEBIT_RATE], p[sk.BORROW_RATE]) == (0.06, 0.03)
