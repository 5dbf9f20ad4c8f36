"""The rates behind `costs.py`: IBKR's schedules, and what regulators charged, by the date it took effect.

Both schedules pass the regulators' fees through: IBKR's fixed price includes exchange and clearing fees, not these.

Sources: interactivebrokers.com "Commissions Stocks" (United States) and "Fixed vs. Tiered Pricing Comparison Examples"; SEC fee
rate advisories (Section 31); FINRA By-Laws, Schedule A §1 and regulatory notices 12-06, 12-31, SR-FINRA-2020-032 and
SR-FINRA-2024-019 (Trading Activity Fee); catnmsplan.com, FAQ V6 (Consolidated Audit Trail).
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from rlbot.settings.agent import CostSettings

SECOND_NS = 1_000_000_000

# From this date on, USD per million USD sold.
SEC_FEE_PER_MILLION: tuple[tuple[str, float], ...] = (
    ("2010-04-01", 16.90),
    ("2011-01-21", 19.20),
    ("2012-02-21", 18.00),
    ("2012-04-01", 22.40),
    ("2013-05-25", 17.40),
    ("2014-03-18", 22.10),
    ("2015-02-14", 18.40),
    ("2016-02-16", 21.80),
    ("2017-07-04", 23.10),
    ("2018-05-22", 13.00),
    ("2019-04-16", 20.70),
    ("2020-02-18", 22.10),
    ("2021-02-25", 5.10),
    ("2022-05-14", 22.90),
    ("2023-02-27", 8.00),
    ("2024-05-22", 27.80),
    ("2025-05-14", 0.00),
    ("2026-04-04", 20.60),
)

# From this date on, USD per share sold and the most per sale.
FINRA_TAF: tuple[tuple[str, float, float], ...] = (
    ("2010-01-01", 0.000075, 3.75),
    ("2011-07-01", 0.000090, 4.50),
    ("2012-03-01", 0.000095, 4.75),
    ("2012-07-01", 0.000119, 5.95),
    ("2022-01-01", 0.000130, 6.49),
    ("2023-01-01", 0.000145, 7.27),
    ("2024-01-01", 0.000166, 8.30),
    ("2026-01-01", 0.000195, 9.79),
)

# From this date on, USD per share, bought or sold. CAT LLC bills brokers for what they executed from September 2024 on (its own
# rate was $0.000035 then); a client pays IBKR's, $0.000072 on its page while the SEC fee stood at $27.80.
CAT_FEE: tuple[tuple[str, float], ...] = (("2024-09-01", 0.000072),)


class CostPlan(msgspec.Struct, frozen=True, gc=False):
    """One agent's costs as plain numbers. Fractions of the price, USD, and rates a year."""

    half_spread: float
    impact: float
    impact_exponent: float
    max_participation: float
    tiered: float
    per_share: float
    minimum: float
    max_fraction: float
    pass_through: float
    debit_rate: float
    borrow_rate: float

    def params(self) -> tuple[float, ...]:
        """The first entries of the step kernel's parameter vector, HALF_SPREAD to BORROW_RATE, in that order."""
        return msgspec.structs.astuple(self)


def cost_plan(settings: CostSettings) -> CostPlan:
    """What `settings` mean in numbers.

    Fixed: $0.005 a share, at least $1.00, at most 1 % of the trade. Tiered: the tiers of `costs.py`, at least $0.35, at
    most 1 %, what NYSE and FINRA take of the commission, and $0.0002 a share for clearing. Exchange fees depend on the
    venue and may be rebates: they belong to `spread_bps`.
    """
    tiered = settings.schedule == "ibkr_tiered"
    return CostPlan(
        half_spread=settings.spread_bps / 20_000.0,
        impact=settings.impact,
        impact_exponent=settings.impact_exponent,
        max_participation=settings.max_participation,
        tiered=1.0 if tiered else 0.0,
        per_share=0.0035 if tiered else 0.005,
        minimum=0.35 if tiered else 1.0,
        max_fraction=0.01,
        pass_through=0.0002 if tiered else 0.0,
        debit_rate=settings.debit_rate,
        borrow_rate=settings.borrow_rate,
    )


def _ns(date: str) -> int:
    return int(datetime.fromisoformat(date).replace(tzinfo=UTC).timestamp()) * SECOND_NS


class Rates(NamedTuple):
    """What regulators charge on one day: fraction of sales, USD per share sold, most of it per sale, USD per share traded."""

    sec: float
    taf: float
    taf_cap: float
    cat: float


def _merged() -> tuple[tuple[int, ...], tuple[Rates, ...]]:
    """The tables as one: the instants at which anything changes, and what holds from each."""
    starts = sorted({_ns(row[0]) for table in (SEC_FEE_PER_MILLION, FINRA_TAF, CAT_FEE) for row in table})
    rates = []
    for start in starts:
        sec = [fee for date, fee in SEC_FEE_PER_MILLION if _ns(date) <= start] or [SEC_FEE_PER_MILLION[0][1]]
        taf = [row for row in FINRA_TAF if _ns(row[0]) <= start] or [FINRA_TAF[0]]
        cat = [fee for date, fee in CAT_FEE if _ns(date) <= start] or [0.0]
        rates.append(Rates(sec[-1] / 1_000_000.0, taf[-1][1], taf[-1][2], cat[-1]))
    return tuple(starts), tuple(rates)


_STARTS, _RATES = _merged()


def rates_on(ts_ns: int) -> Rates:
    """On the UTC date of `ts_ns`. Before the tables begin the first rows of the first two hold, and no CAT fee."""
    return _RATES[max(bisect_right(_STARTS, ts_ns) - 1, 0)]
