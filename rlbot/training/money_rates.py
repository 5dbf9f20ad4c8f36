"""What money cost, by the date it took effect: the federal funds target (FOMC statements), and what the funds charge."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np
from numpy.typing import NDArray

from rlbot.clock import from_iso

# From this date on, percent a year: the target, since December 2008 the middle of the target range.
FED_FUNDS: tuple[tuple[str, float], ...] = (
    ("1990-01-01", 5.00), ("2001-01-03", 3.90), ("2002-01-01", 1.70), ("2003-06-25", 1.00),  # averages before mid-2004
    ("2004-06-30", 1.25), ("2004-08-10", 1.50), ("2004-09-21", 1.75), ("2004-11-10", 2.00), ("2004-12-14", 2.25),
    ("2005-02-02", 2.50), ("2005-03-22", 2.75), ("2005-05-03", 3.00), ("2005-06-30", 3.25), ("2005-08-09", 3.50),
    ("2005-09-20", 3.75), ("2005-11-01", 4.00), ("2005-12-13", 4.25), ("2006-01-31", 4.50), ("2006-03-28", 4.75),
    ("2006-05-10", 5.00), ("2006-06-29", 5.25), ("2007-09-18", 4.75), ("2007-10-31", 4.50), ("2007-12-11", 4.25),
    ("2008-01-22", 3.50), ("2008-01-30", 3.00), ("2008-03-18", 2.25), ("2008-04-30", 2.00), ("2008-10-08", 1.50),
    ("2008-10-29", 1.00), ("2008-12-16", 0.125), ("2015-12-17", 0.375), ("2016-12-15", 0.625), ("2017-03-16", 0.875),
    ("2017-06-15", 1.125), ("2017-12-14", 1.375), ("2018-03-22", 1.625), ("2018-06-14", 1.875), ("2018-09-27", 2.125),
    ("2018-12-20", 2.375), ("2019-08-01", 2.125), ("2019-09-19", 1.875), ("2019-10-31", 1.625), ("2020-03-04", 1.125),
    ("2020-03-16", 0.125), ("2022-03-17", 0.375), ("2022-05-05", 0.875), ("2022-06-16", 1.625), ("2022-07-28", 2.375),
    ("2022-09-22", 3.125), ("2022-11-03", 3.875), ("2022-12-15", 4.375), ("2023-02-02", 4.625), ("2023-03-23", 4.875),
    ("2023-05-04", 5.125), ("2023-07-27", 5.375), ("2024-09-19", 4.875), ("2024-11-08", 4.625), ("2024-12-19", 4.375),
)  # fmt: skip

# Yearly expense ratios (prospectuses), fractions.
EXPENSES = {
    "IWM": 0.0019, "QQQ": 0.0020, "SPY": 0.000945,
    "TNA": 0.0102, "TZA": 0.0102, "TQQQ": 0.0086, "SQQQ": 0.0095, "QLD": 0.0095, "UPRO": 0.0091, "SPXL": 0.0091,
    "SPXU": 0.0090, "SPXS": 0.0102, "SSO": 0.0089, "SDS": 0.0089, "UWM": 0.0095, "TWM": 0.0095,
}  # fmt: skip
LEVERAGED_EXPENSE = 0.0095  # a fund that is not listed
PLAIN_EXPENSE = 0.0020

_STARTS = [from_iso(date) for date, _ in FED_FUNDS]
_RATES = [percent / 100.0 for _, percent in FED_FUNDS]


def risk_free(ts_ns: int) -> float:
    """Yearly rate on that date, a fraction."""
    return _RATES[max(bisect_right(_STARTS, ts_ns) - 1, 0)]


def risk_free_rates(ts_ns: NDArray[np.int64]) -> NDArray[np.float64]:
    """The same for many dates, float64 [n]."""
    at = np.maximum(np.searchsorted(np.array(_STARTS), ts_ns, "right") - 1, 0)
    return np.array(_RATES)[at]
